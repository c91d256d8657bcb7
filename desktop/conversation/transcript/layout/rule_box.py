"""The line across the column."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.look import Look

_HEIGHT = 17.0


class RuleBox(Box):
    """A rule."""

    def __init__(self, look: Look, width: float) -> None:
        super().__init__(width, _HEIGHT)
        self._look = look

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is one line
        """Draw the line."""
        painter.fillRect(QRectF(0.0, _HEIGHT // 2, self.width, 1.0), self._look.theme.colour("border"))
