"""The button in the top bar that opens the window about models, and says how far downloads are."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.theme import Theme, ToolButton, tooltip
from models.texts import Phrasebook


def models_keys(platform: str = sys.platform) -> QKeySequence:
    """Return the keys that open the window on a platform; Cmd+M is Minimize on macOS."""
    return QKeySequence("Ctrl+Shift+M" if platform == "darwin" else "Ctrl+M")


class ModelsButton(ToolButton):
    """Shows an icon, and beside it the part that is downloaded while something is; `keys` do the same."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        keys = models_keys()
        name = say("window.models.help", keys=keys.toString(QKeySequence.SequenceFormat.NativeText))
        super().__init__("download", name=name, theme=theme)
        self.keys = keys
        self._say = say
        self._name = name

    def show_progress(self, fraction: float | None) -> None:
        """Show how much of the downloads under way has arrived (0 to 1), None where there are none."""
        running = fraction is not None
        text = self._say("window.models.progress", percent=round(100 * fraction)) if fraction is not None else ""
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if running else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setText(text)
        self.setToolButtonStyle(style)
        self.setToolTip(tooltip(self._name))
        self.setAccessibleName(f"{self._name} {text}".strip())
