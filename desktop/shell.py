"""The window and its controllers, built together; built anew when the language changes."""

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop.control import (
    Answering,
    ConversationController,
    EngineBridge,
    GenerationController,
    ModelController,
    ModelLoading,
    PreferencesController,
    ProgressController,
    SamplingChoice,
    SidebarController,
)
from desktop.notices import Notice, NoticeKind
from desktop.theme import SystemTheme, chosen_theme, dress
from desktop.window import Window
from models.engine import EngineSettings, Loaded
from models.errors import Text, UserError
from models.history import History
from models.paths import Paths
from models.sampling import file_sampling
from models.settings import SettingsStore
from models.texts import Phrasebook, chosen_language

_SIZE = (1180, 780)


class Shell(QObject):
    """Owns the window. What outlives a window (history, engine, answer, choice) is given to it."""

    def __init__(
        self,
        *,
        application: QApplication,
        paths: Paths,
        store: SettingsStore,
        history: History,
        bridge: EngineBridge,
        answering: Answering,
        loading: ModelLoading,
        choice: SamplingChoice,
    ) -> None:
        super().__init__()
        self._application = application
        self._paths = paths
        self._store = store
        self._history = history
        self._bridge = bridge
        self._answering = answering
        self._loading = loading
        self._choice = choice
        self.preferences = PreferencesController(store=store, paths=paths)
        self.preferences.dressed.connect(self._dress)
        self.preferences.language_changed.connect(self._rebuild)
        self.preferences.enter_sends_changed.connect(lambda sends: self.window.composer.set_enter_sends(sends=sends))
        self.preferences.failed.connect(self.explain)
        self._system_theme = SystemTheme(self)
        self._system_theme.changed.connect(self._dress)
        answering.unsaved.connect(self.explain)
        answering.failed.connect(lambda _answer, error: self.explain(error))
        loading.loaded.connect(self._on_loaded)
        self.say = Phrasebook(chosen_language(self.preferences.now.language))
        self._theme = chosen_theme(self.preferences.now.theme)
        self.window: Window
        self.conversation: ConversationController
        self.models: ModelController

    def build(self) -> None:
        """Build the window and show it."""
        dress(self._application, self._theme, font_scale=self.preferences.now.font_scale)
        self.window = Window(say=self.say, theme=self._theme, models_folder=self._paths.models)
        window = self.window
        window.composer.set_enter_sends(sends=self.preferences.now.enter_sends)
        window.transcript.set_font_scale(self.preferences.now.font_scale)
        self._place(window)
        self._control(window)
        window.closing.connect(self._on_closing)
        window.preferences_requested.connect(self._on_preferences_requested)
        self.conversation.open(None)
        window.show()

    def come_forward(self, model: Path | None) -> None:
        """Bring the window to the front, and open a model file where one is given."""
        self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if model is not None:
            self.models.open(model)

    def tell(self, text: Text) -> None:
        """Show a notice."""
        self.window.notices.add(Notice(NoticeKind.INFO, self.say.phrase(text)))

    def explain(self, error: UserError) -> None:
        """Show an error: what happened and what to do."""
        self.window.notices.add(Notice(NoticeKind.ERROR, self.say.phrase(error.text), details=error.details))

    def close(self) -> None:
        """Close the window, if it is open."""
        self.window.close()
        self.window.picker.close_down()

    def _control(self, window: Window) -> None:
        """Bring the parts of a window to life."""
        self.conversation = ConversationController(
            history=self._history,
            answering=self._answering,
            choice=self._choice,
            transcript=window.transcript,
            composer=window.composer,
            say=self.say,
            window=window,
        )
        self._sidebar = SidebarController(
            sidebar=window.sidebar,
            history=self._history,
            answering=self._answering,
            conversation=self.conversation,
            say=self.say,
        )
        self._generation = GenerationController(mode_bar=window.mode_bar, panel=window.panel, choice=self._choice)
        self.models = ModelController(
            picker=window.picker, loading=self._loading, store=self._store, say=self.say, window=window
        )
        self._progress = ProgressController(
            bridge=self._bridge,
            answering=self._answering,
            loading=self._loading,
            composer=window.composer,
            empty=window.empty,
            status=window.status,
        )
        self._connect(window)
        window.panel.show_engine_settings(self._loading.engine_settings)
        if self._loading.current is not None:
            self._on_loaded(self._loading.current)

    def _connect(self, window: Window) -> None:
        for part in (self.conversation, self._sidebar, self.models):
            part.failed.connect(self.explain)
        self.models.notice.connect(self.tell)
        self._progress.notice.connect(self.tell)
        self.conversation.shown.connect(self._on_shown)
        self._generation.instructions_changed.connect(self.conversation.set_instructions)
        self._generation.engine_settings_changed.connect(self._on_engine_settings)
        window.model_dropped.connect(self.models.open)
        window.new_requested.connect(self._sidebar.new)
        window.empty.example_chosen.connect(window.composer.propose)
        window.empty.model_requested.connect(window.picker.open_list)
        window.transcript.link_activated.connect(_open_link)

    def _place(self, window: Window) -> None:
        window.resize(*_SIZE)
        if self.preferences.now.window_geometry:
            window.restoreGeometry(QByteArray(base64.b64decode(self.preferences.now.window_geometry)))
        window.open_parts(sidebar=self.preferences.now.sidebar_open, panel=self.preferences.now.settings_panel_open)

    def _on_loaded(self, loaded: Loaded) -> None:
        header = self._loading.header
        self._choice.use_model(loaded, file_sampling(header.sampling) if header else None)
        self._generation.show_model(loaded.model.name)
        self.window.panel.set_context(loaded.engine.context)

    def _on_shown(self, _conversation: int | None, anything: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.window.show_transcript(anything=anything)
        self.window.panel.show_instructions(self.conversation.instructions)
        self._progress.show_conversation()

    def _on_engine_settings(self, settings: EngineSettings) -> None:
        try:
            self._loading.reload(settings)
        except UserError as error:
            self.explain(error)

    def _on_closing(self) -> None:
        self.conversation.close()
        self.preferences.remember(
            sidebar_open=self.window.sidebar_open,
            settings_panel_open=self.window.panel_open,
            window_geometry=base64.b64encode(self.window.saveGeometry().data()).decode("ascii"),
        )

    def _on_preferences_requested(self) -> None:
        self.preferences.open_dialog(say=self.say, theme=self._theme, parent=self.window)

    def _dress(self) -> None:
        preferences = self.preferences.now
        self._theme = chosen_theme(preferences.theme)
        dress(self._application, self._theme, font_scale=preferences.font_scale)
        self.window.transcript.set_font_scale(preferences.font_scale)
        self.window.apply_theme(self._theme)
        self.preferences.apply_theme(self._theme)

    def _rebuild(self) -> None:
        """Build the window anew in another language, with the same conversation on screen."""
        self.say = Phrasebook(chosen_language(self.preferences.now.language))
        old, shown, dialog = self.window, self.conversation.conversation, self.preferences.leave_dialog()
        self._application.setQuitOnLastWindowClosed(False)
        old.close()
        old.picker.close_down()
        self.build()
        self.conversation.open(shown)
        self._progress.refresh()
        old.deleteLater()
        self._application.setQuitOnLastWindowClosed(True)
        if dialog:
            self._on_preferences_requested()


def _open_link(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
