"""Where a message stands in the viewport: a centred column for answers, a bubble at its right edge for questions."""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.look import COLUMN, MARGIN, Look, metrics
from desktop.conversation.transcript.passage import Passage
from desktop.conversation.transcript.view import MessageView
from models.markdown import Code

_BUBBLE_SHARE: Final = 0.82  # of the column
_BUBBLE_SIDE: Final = 16.0
_BUBBLE_PADDING: Final = 10.0
_BUBBLE_RADIUS: Final = 14.0
_WIDER_THAN_ANY: Final = 2000  # characters


@dataclass(frozen=True)
class Column:
    """`left` and `width` of the text; `side` and `padding` of the bubble around it, 0 without one.

    `outer_left` and `outer` are those of the whole column, in which the row under a message stands.
    """

    left: float
    width: float
    outer_left: float
    outer: float
    side: float = 0.0
    padding: float = 0.0


def column_of(view: MessageView, passage: Passage, look: Look, viewport: float) -> Column:
    """Return the column of a message in a viewport of a given width."""
    left, outer = outer_column(look, viewport)
    if view.is_answer:
        return Column(left, outer, left, outer)
    widest = outer * _BUBBLE_SHARE - 2 * _BUBBLE_SIDE
    width = float(math.ceil(min(widest, _natural_width(passage, look))))
    return Column(left + outer - width - _BUBBLE_SIDE, width, left, outer, _BUBBLE_SIDE, look.scaled(_BUBBLE_PADDING))


def outer_column(look: Look, viewport: float) -> tuple[float, float]:
    """Return where the column of all messages begins in a viewport, and its width."""
    outer = float(int(min(look.scaled(COLUMN), viewport - 2 * MARGIN)))
    return float(int((viewport - outer) / 2)), outer


def paint_bubble(painter: QPainter, column: Column, top: float, bottom: float, look: Look) -> None:
    """Draw the bubble behind a question from `top`, whose text ends at `bottom`."""
    left, width = column.left - column.side, column.width + 2 * column.side
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.colour("user_bubble"))
    bubble = QRectF(left, top, width, bottom + column.padding - top)
    painter.drawRoundedRect(bubble, _BUBBLE_RADIUS, _BUBBLE_RADIUS)


def _natural_width(passage: Passage, look: Look) -> float:
    if passage.is_long or any(isinstance(block, Code) for block in passage.blocks):
        return math.inf  # what is long has the same width before and after it was read to its end
    lines = sorted(passage.source.split("\n"), key=len)[-3:]  # the widest line is nearly always one of the longest
    if len(lines[-1]) > _WIDER_THAN_ANY:  # measuring a million letters takes long
        return math.inf
    return max(metrics(look.body).horizontalAdvance(line) for line in lines) + 2.0
