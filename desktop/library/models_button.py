"""The button in the top bar that opens the window about models, and says how far downloads are."""

from PySide6.QtCore import Qt

from desktop.theme import Theme, ToolButton, tooltip
from models.texts import Phrasebook


class ModelsButton(ToolButton):
    """Shows an icon, and beside it the part that is downloaded while something is."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__("download", name=say("window.models.help"), theme=theme)
        self._say = say
        self._name = say("window.models.help")

    def show_progress(self, fraction: float | None) -> None:
        """Show how much of the downloads under way has arrived (0 to 1), None where there are none."""
        running = fraction is not None
        text = self._say("window.models.progress", percent=round(100 * fraction)) if fraction is not None else ""
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if running else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setText(text)
        self.setToolButtonStyle(style)
        self.setToolTip(tooltip(self._name))
        self.setAccessibleName(f"{self._name} {text}".strip())
