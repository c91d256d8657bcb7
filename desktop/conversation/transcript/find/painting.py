"""Drawing the marks of what was found."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.layout import Box, Slot
from desktop.conversation.transcript.look import Look
from desktop.conversation.transcript.stage import Stage
from desktop.theme import mixed

_RADIUS: Final = 3.0
_QUIET: Final = 0.4  # of the colour that marks the visited hit
_DARK_SHARE: Final = 0.5  # of that colour on a dark ground


def paint_hits(painter: QPainter, stage: Stage, number: int, clip: QRectF) -> None:
    """Mark the hits of message `number` that `clip` shows, both in the message's coordinates."""
    item = stage.flow.items[number]
    if item.layout is None or not stage.hits.of(item.id):
        return
    look = stage.flow.around.look
    painter.save()
    # Over what is drawn already: these modes leave dark letters dark on light ground, and light ones light on dark.
    dark = look.theme.dark
    mode = (
        QPainter.CompositionMode.CompositionMode_Screen if dark else QPainter.CompositionMode.CompositionMode_Multiply
    )
    painter.setCompositionMode(mode)
    for index in item.layout.numbers_in(clip):
        slot = item.layout.slots[index]
        if slot.box is None or slot.block is None:
            continue
        origin = QPointF(slot.x, item.layout.top(index))
        frame = QRectF(origin.x(), origin.y(), slot.box.width, slot.box.height)
        painter.save()
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        for hit in _seen(stage, item.id, slot, slot.box, clip.translated(-origin)):
            rects = slot.box.rects(*hit.within(slot.index, len(slot.box.text)))
            _paint(painter, rects, origin, look, current=hit == stage.hits.current)
        painter.restore()
    painter.restore()


def _seen(stage: Stage, message: int, slot: Slot, box: Box, clip: QRectF) -> list[Hit]:
    """Return the hits of a box that may be inside `clip`."""
    start = box.offset_at(QPointF(0.0, clip.top())) if clip.top() > 0.0 else 0
    end = box.offset_at(QPointF(box.width, clip.bottom())) if clip.bottom() < box.height else len(box.text)
    return stage.hits.in_block(message, slot.section, slot.index, start, end)


def _paint(painter: QPainter, rects: list[QRectF], origin: QPointF, look: Look, *, current: bool) -> None:
    colour = look.theme.colour("warm")
    ground = QColor("black" if look.theme.dark else "white")
    if look.theme.dark:
        colour = mixed(ground, colour, _DARK_SHARE)
    painter.setBrush(colour if current else mixed(ground, colour, _QUIET))
    painter.setPen(QPen(colour, 1.0) if current else Qt.PenStyle.NoPen)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(0.0, 1.0, 0.0, -1.0).translated(origin), _RADIUS, _RADIUS)
