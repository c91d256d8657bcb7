"""A question mark that tells what a setting does."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip

from desktop.theme import Theme, ToolButton, tooltip


class HelpButton(ToolButton):
    """A question mark that tells what a setting does: as a tool tip, when pressed, and to screen readers."""

    def __init__(self, text: str, *, name: str, theme: Theme) -> None:
        super().__init__("help", name=name, theme=theme)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        self.set_text(text)
        self.clicked.connect(self._on_clicked)

    def set_text(self, text: str) -> None:
        """Tell something else, a paragraph a line."""
        self.setToolTip(tooltip(*text.splitlines()))
        self.setAccessibleDescription(text)

    def _on_clicked(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)
