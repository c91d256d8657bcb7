"""The calm notice under a message, and the mark that an answer is still being written."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.text_piece import TextPiece
from desktop.conversation.transcript.look import Look
from models.markdown import Inline

_DOT = 4.0


class NoteBox(Box):
    """A notice in quiet letters, wrapped."""

    def __init__(self, text: str, look: Look, width: float) -> None:
        self._piece = TextPiece(Inline(text), look.small, look, width=width)
        super().__init__(width, self._piece.height)
        self._look = look

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it has no controls
        """Draw the text."""
        self._piece.draw(painter, QPointF(0.0, 0.0), clip, None, self._look.theme.colour("muted"))


class WritingBox(Box):
    """A dot at the end of an answer that goes on."""

    def __init__(self, look: Look, width: float) -> None:
        super().__init__(width, look.scaled(16.0))
        self._look = look

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is one dot
        """Draw the dot."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.colour("accent"))
        painter.drawEllipse(QPointF(_DOT, self.height / 2), _DOT, _DOT)
