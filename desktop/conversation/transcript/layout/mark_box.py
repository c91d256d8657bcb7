"""The quiet line between what the model is no longer told and what it still is."""

import math
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.column import outer_column
from desktop.conversation.transcript.layout.estimate import MESSAGE_GAP
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics

_GAP: Final = 12.0  # between the words and the lines beside them
_LEAST_LINE: Final = 24.0  # with less beside them, the words stand below one line
_FLAGS: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class MarkBox(Box):
    """A line across the column with words in its middle, and the space to the next message.

    `words` is what it says. As wide as the viewport: its coordinates begin at the viewport's left edge.
    """

    def __init__(self, around: Surroundings, viewport: float) -> None:
        self._look = around.look
        self.words: str = around.say("transcript.forgotten")
        left, width = outer_column(self._look, viewport)
        measures = metrics(self._look.small)
        room = width - 2 * (_GAP + _LEAST_LINE)
        self._beside = measures.horizontalAdvance(self.words) <= room
        top = 0.0 if self._beside else _GAP
        size = measures.boundingRect(QRectF(0.0, 0.0, room if self._beside else width, math.inf), _FLAGS, self.words)
        height = float(math.ceil(size.height()))
        self._text = QRectF(left, top, width, height)
        self._words_width = float(math.ceil(size.width()))
        super().__init__(viewport, top + height + MESSAGE_GAP)

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is one line
        """Draw lines and words."""
        border, text = self._look.theme.colour("border"), self._text
        if self._beside:
            y = float(round(text.center().y()))
            side = (text.width() - self._words_width) / 2 - _GAP
            painter.fillRect(QRectF(text.left(), y, side, 1.0), border)
            painter.fillRect(QRectF(text.right() - side, y, side, 1.0), border)
        else:
            painter.fillRect(QRectF(text.left(), 0.0, text.width(), 1.0), border)
        painter.setFont(self._look.small)
        painter.setPen(self._look.theme.colour("muted"))
        painter.drawText(text, int(_FLAGS), self.words)
