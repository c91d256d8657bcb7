"""The window, its theme and its language; built anew when the language changes."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QApplication

from desktop.control import PreferencesController
from desktop.conversation import ComposerState
from desktop.front import bring_to_front
from desktop.theme import SystemTheme, chosen_theme, dress
from desktop.window import Window
from models.errors import Text, UserError
from models.paths import Paths
from models.settings import Preferences, SettingsStore
from models.texts import Phrasebook, chosen_language

if TYPE_CHECKING:
    from desktop.control import ConversationController, ModelController
    from desktop.controllers import Backstage, Controllers
    from desktop.settings import NetworkGroup

_SIZE = (1180, 780)


class Shell(QObject):
    """Owns the window. `build` shows it; `enliven` gives it what works behind it, which is loaded meanwhile."""

    def __init__(self, *, application: QApplication, paths: Paths, store: SettingsStore) -> None:
        super().__init__()
        self._application = application
        self._paths = paths
        self._store = store
        self._backstage: Backstage | None = None
        self._controllers: Controllers | None = None
        self._rebuild_waits = False
        self.preferences = PreferencesController(store=store, paths=paths)
        self.preferences.dressed.connect(self._dress)
        self.preferences.language_changed.connect(self._on_language_changed)
        self.preferences.enter_sends_changed.connect(lambda sends: self.window.composer.set_enter_sends(sends=sends))
        self.preferences.engine_use_changed.connect(self._on_engine_use_changed)
        self.preferences.measuring_requested.connect(self._on_measuring_requested)
        self.preferences.network_shown.connect(self._on_network_shown)
        self.preferences.failed.connect(self.explain)
        self._system_theme = SystemTheme(self)
        self._system_theme.changed.connect(self._dress)
        self.say = Phrasebook(chosen_language(self.preferences.now.language))
        self._theme = chosen_theme(self.preferences.now.theme)
        self.window: Window

    @property
    def conversation(self) -> ConversationController:
        """The conversation on screen."""
        return self._living().chats.conversation

    @property
    def models(self) -> ModelController:
        """What loads the models that the user picks."""
        return self._living().models.picking

    def build(self) -> None:
        """Build the window and show it."""
        dress(self._application, self._theme, font_scale=self.preferences.now.font_scale)
        window = self.window = Window(
            say=self.say,
            theme=self._theme,
            font_scale=self.preferences.now.font_scale,
            models_folder=self._paths.models,
        )
        window.composer.set_enter_sends(sends=self.preferences.now.enter_sends)
        window.composer.set_state(ComposerState.LOADING, model=self.say("start.title"))
        _place(window, self.preferences.now)
        window.closing.connect(self._on_closing)
        window.preferences_requested.connect(self._on_preferences_requested)
        self.preferences.about_requested.connect(window.about_requested)
        window.composer.setFocus()
        window.show()

    def enliven(self, backstage: Backstage) -> None:
        """Bring the window to life, with a new conversation; what is typed already stays."""
        self._backstage = backstage
        self._control(backstage).chats.conversation.begin()

    def come_forward(self, model: Path | None) -> None:
        """Bring the window to the front, and open a model file where one is given."""
        bring_to_front(self.window)
        if model is not None:
            self.models.open(model)

    def tell(self, text: Text) -> None:
        """Show a notice."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        self.window.notices.add(Notice(NoticeKind.INFO, self.say.phrase(text)))

    def explain(self, error: UserError) -> None:
        """Show an error: what happened and what to do."""
        from desktop.notices import Notice, NoticeKind

        self.window.notices.add(Notice(NoticeKind.ERROR, self.say.phrase(error.text), details=error.details))

    def close(self) -> None:
        """Close the window, if it is open; the system's theme concerns it no longer."""
        self._system_theme.blockSignals(True)  # noqa: FBT003 - Qt's own method
        self.window.close()
        self.window.picker.close_down()
        if self._controllers is not None:
            self._controllers.close_down()

    def _living(self) -> Controllers:
        if self._controllers is None:
            raise RuntimeError("nothing moves the window yet")
        return self._controllers

    def _control(self, backstage: Backstage) -> Controllers:
        from desktop.controllers import Controllers  # loads the engine's client and the history

        controllers = self._controllers = Controllers(
            backstage,
            window=self.window,
            say=self.say,
            theme=self._theme,
            store=self._store,
            preferences=self.preferences.now,
        )
        controllers.failed.connect(self.explain)
        controllers.notice.connect(self.tell)
        controllers.asking.presets.load()
        return controllers

    def _on_engine_use_changed(self) -> None:
        if self._controllers is not None:
            self._controllers.use_engine_as(self.preferences.now)

    def _on_closing(self) -> None:
        if self._controllers is not None:
            self._controllers.close()
        self.preferences.remember(
            sidebar_open=self.window.sidebar_open,
            settings_panel_open=self.window.panel_open,
            window_geometry=base64.b64encode(self.window.saveGeometry().data()).decode("ascii"),
        )

    def _on_preferences_requested(self) -> None:
        self.preferences.open_dialog(say=self.say, theme=self._theme, parent=self.window)

    def _on_measuring_requested(self) -> None:
        if self._controllers is not None:
            self._controllers.dialogs.measuring.open(self._theme)

    def _on_network_shown(self, group: NetworkGroup) -> None:
        if self._controllers is not None:
            self._controllers.models.show_network(group)

    def _dress(self) -> None:
        preferences = self.preferences.now
        self._theme = chosen_theme(preferences.theme)
        dress(self._application, self._theme, font_scale=preferences.font_scale)
        self.window.set_font_scale(preferences.font_scale)
        self.window.apply_theme(self._theme)
        self.preferences.apply_theme(self._theme)
        if self._controllers is not None:
            self._controllers.apply_theme(self._theme)

    def _on_language_changed(self) -> None:
        """Build the window anew, but not before work on a model's file has ended: it belongs to the window."""
        if self._controllers is None or not self._controllers.models.library.working:
            self._rebuild()
        elif not self._rebuild_waits:
            self._rebuild_waits = True
            rested = self._controllers.models.library.rested
            rested.connect(self._on_rested, Qt.ConnectionType.QueuedConnection)  # the window must not go under its feet
            self.tell(Text("window.language_waits"))

    def _on_rested(self) -> None:
        if self._rebuild_waits:
            self._rebuild_waits = False
            self._on_language_changed()

    def _rebuild(self) -> None:
        """Build the window anew in another language, with the same conversation on screen."""
        self.say = Phrasebook(chosen_language(self.preferences.now.language))
        old, dialog = self.window, self.preferences.leave_dialog()
        shown = self._controllers.chats.conversation.conversation if self._controllers is not None else None
        self._application.setQuitOnLastWindowClosed(False)
        old.close()
        old.picker.close_down()
        self.build()
        if self._backstage is not None:
            self._control(self._backstage).chats.go_on_as(shown, old.transcript.editing)
        old.deleteLater()
        self._application.setQuitOnLastWindowClosed(True)
        if dialog:
            self._on_preferences_requested()


def show_modes(window: Window) -> None:
    """Show what the modes mean on any model, until one is loaded."""
    from models.catalog import AUTO, GENERIC, family, modes
    from models.sampling import preset

    window.mode_bar.set_modes([preset(mode.id, family(GENERIC)) for mode in modes()])
    window.mode_bar.set_current(AUTO)


def _place(window: Window, preferences: Preferences) -> None:
    window.resize(*_SIZE)
    if preferences.window_geometry:
        window.restoreGeometry(QByteArray(base64.b64decode(preferences.window_geometry)))
    window.open_parts(sidebar=preferences.sidebar_open, panel=preferences.settings_panel_open)
