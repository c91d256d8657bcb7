"""What the system prefers: light or dark, and word of its changes."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.theme.colours import DARK, LIGHT, Theme
from models.settings import Appearance


class SystemTheme(QObject):
    """Follows the colour scheme of the system: `changed(dark)` whenever the user switches it there."""

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        self.changed.emit(scheme is Qt.ColorScheme.Dark)


def system_is_dark() -> bool:
    """Return whether the system asks for dark; no where it does not say."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def chosen_theme(choice: Appearance) -> Theme:
    """Return the theme that a choice stands for now, and tell Qt, so that title bars and native dialogs follow."""
    hints = QGuiApplication.styleHints()
    if choice is Appearance.SYSTEM:
        hints.unsetColorScheme()
        return DARK if system_is_dark() else LIGHT
    hints.setColorScheme(Qt.ColorScheme.Dark if choice is Appearance.DARK else Qt.ColorScheme.Light)
    return DARK if choice is Appearance.DARK else LIGHT
