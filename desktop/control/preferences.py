"""The user's preferences: kept in the settings file, changed in their dialog, told to whoever shows them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme
from models.errors import UserError
from models.paths import Paths
from models.settings import (
    NETWORK,
    PREFERENCES,
    Appearance,
    CalmAnswers,
    Language,
    OldThinking,
    Preferences,
    SettingsStore,
    WorkAhead,
)
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.settings import PreferencesDialog


class PreferencesController(QObject):
    """Holds the preferences; each change is kept at once and then told."""

    dressed = Signal()  # light or dark, or the size of the text
    language_changed = Signal()
    enter_sends_changed = Signal(bool)
    engine_use_changed = Signal()  # working ahead, old thinking
    measuring_requested = Signal()
    about_requested = Signal()
    network_shown = Signal(object)  # the part of the dialog about the network, a `NetworkGroup`
    failed = Signal(UserError)

    def __init__(self, *, store: SettingsStore, paths: Paths) -> None:
        super().__init__()
        self._store = store
        self._paths = paths
        self._dialog: PreferencesDialog | None = None
        self.now: Preferences = store.load(PREFERENCES)

    def remember(self, **changes: object) -> None:
        """Keep changed preferences. Others may have kept some meanwhile: the file is read first."""
        self.now = replace(self._store.load(PREFERENCES), **changes)  # type: ignore[arg-type]  # named fields
        try:
            self._store.save(PREFERENCES, self.now)
        except UserError as error:
            self.failed.emit(error)

    def open_dialog(self, *, say: Phrasebook, theme: Theme, parent: QWidget) -> None:
        """Show the dialog."""
        from desktop.settings import PreferencesDialog  # not before it is asked for
        from models.version import program_version

        self.now = self._store.load(PREFERENCES)  # others may have kept some meanwhile
        dialog = self._dialog = PreferencesDialog(
            self.now,
            self._store.load(NETWORK),
            say=say,
            theme=theme,
            folder=self._paths.home,
            version=program_version(),
            parent=parent,
        )
        dialog.appearance_chosen.connect(self.set_appearance)
        dialog.language_chosen.connect(self.set_language)
        dialog.font_scale_chosen.connect(self.set_font_scale)
        dialog.enter_sends_chosen.connect(self.set_enter_sends)
        dialog.work_ahead_chosen.connect(self.set_work_ahead)
        dialog.old_thinking_chosen.connect(self.set_old_thinking)
        dialog.calm_answers_chosen.connect(self.set_calm_answers)
        dialog.folder_requested.connect(self._on_folder_requested)
        dialog.measuring_requested.connect(self.measuring_requested)
        dialog.about_requested.connect(self.about_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_finished)
        self.network_shown.emit(dialog.network)
        dialog.open()

    def leave_dialog(self) -> bool:
        """Forget the dialog, which goes with its window; return whether it was open."""
        was_open, self._dialog = self._dialog is not None, None
        return was_open

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self._dialog is not None:
            self._dialog.apply_theme(theme)

    def set_appearance(self, appearance: Appearance) -> None:
        """Keep light, dark or the system's own."""
        self.remember(theme=appearance)
        self.dressed.emit()

    def set_font_scale(self, scale: float) -> None:
        """Keep the size of the text."""
        self.remember(font_scale=scale)
        self.dressed.emit()

    def set_enter_sends(self, sends: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Keep whether Enter sends."""
        self.remember(enter_sends=sends)
        self.enter_sends_changed.emit(sends)

    def set_work_ahead(self, work_ahead: WorkAhead) -> None:
        """Keep when the engine may work ahead."""
        self.remember(work_ahead=work_ahead)
        self.engine_use_changed.emit()

    def set_old_thinking(self, old_thinking: OldThinking) -> None:
        """Keep which of its thinking a model is told again."""
        self.remember(old_thinking=old_thinking)
        self.engine_use_changed.emit()

    def set_calm_answers(self, calm: CalmAnswers) -> None:
        """Keep whether answers are calmer while memory is nearly full."""
        self.remember(calm_answers=calm)
        self.engine_use_changed.emit()

    def set_language(self, language: Language) -> None:
        """Keep the language."""
        self.remember(language=language)
        self.language_changed.emit()

    def _on_folder_requested(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.home)))

    def _on_finished(self) -> None:
        self._dialog = None
