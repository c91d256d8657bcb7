"""The frame of code and tables, and the thumb that shows how far they are scrolled sideways."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.conversation.transcript.layout.box import Box
from desktop.conversation.transcript.look import Look

FRAME_RADIUS: Final = 8.0
THUMB: Final = 5.0
"""Height of the thumb."""
_LEAST_THUMB = 32.0
_INSET = 6.0


def paint_frame(painter: QPainter, rect: QRectF, look: Look) -> None:
    """Draw the rounded box behind code."""
    painter.setPen(QPen(look.theme.colour("border"), 1.0))
    painter.setBrush(look.code_background)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), FRAME_RADIUS, FRAME_RADIUS)


def thumb_rect(box: Box) -> QRectF:
    """Return where the thumb of a sideways scrolled box is; empty where everything is seen."""
    if box.overflow <= 0.0:
        return QRectF()
    track = box.width - 2 * _INSET
    length = max(_LEAST_THUMB, track * box.width / (box.width + box.overflow))
    left = _INSET + (track - length) * box.scroll_x / box.overflow
    return QRectF(left, box.height - box.foot - THUMB - 2.0, length, THUMB)


def scroll_at(box: Box, thumb_left: float) -> float:
    """Return how far the content is moved when the thumb's left end is at `thumb_left`."""
    space = box.width - 2 * _INSET - thumb_rect(box).width()
    return 0.0 if space <= 0.0 else (thumb_left - _INSET) / space * box.overflow


def paint_thumb(painter: QPainter, box: Box, look: Look) -> None:
    """Draw the thumb where there is something to scroll."""
    rect = thumb_rect(box)
    if not rect.isEmpty():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.colour("faint"))
        painter.drawRoundedRect(rect, THUMB / 2, THUMB / 2)
