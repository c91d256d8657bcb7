"""The thin line beside the blocks of an answer whose temperature followed the text: its colour is the temperature."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.layout import Slot, outer_column
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.view import WarmthView, warmth_place
from models.markdown import Block, Code, Formula

_WIDTH: Final = 3.0
_SPACE: Final = 12.0
"""From the line's left edge to the text."""
_SEAM: Final = 1.0
"""By which joined lines overlap: their ends need not be whole pixels."""
_REACH: Final = 4.0
"""How far from the line the mouse may be."""


def paint_warmth(painter: QPainter, stage: Stage, number: int, clip: QRectF) -> None:
    """Draw the lines of message `number` that `clip` shows, both in the message's coordinates."""
    item = stage.flow.items[number]
    layout = item.layout
    if layout is None or not item.view.warmths:
        return
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    for index in layout.numbers_in(clip):
        slot = layout.slots[index]
        warmth = _of_slot(slot, item)
        if warmth is None:
            continue
        joined = index > 0 and _of_slot(layout.slots[index - 1], item) is warmth
        top, bottom = layout.top(index), layout.top(index) + slot.height - slot.gap
        painter.setBrush(stage.flow.around.look.temperature(warmth.position))
        painter.drawRect(_line(stage, top - (slot.gap + _SEAM if joined else 0.0), bottom))
    painter.restore()


def warmth_tip(stage: Stage, point: QPointF) -> str:
    """Return what the line at a point of the viewport means, "" beside the lines."""
    at = stage.content(point)
    line = _line(stage, 0.0, 1.0)
    if not line.left() - _REACH <= at.x() <= line.right() + _REACH:
        return ""
    for number in stage.flow.between(at.y(), at.y() + 1.0):
        item = stage.flow.items[number]
        warmth = _warmth_at(item, stage.flow.inside(number, at).y())
        if warmth is not None:
            return warmth.label
    return ""


def warmth_of(block: Block, section: Section, warmths: Sequence[WarmthView]) -> WarmthView | None:
    """Return what wrote most of a block; the end of code or of a formula, which begin with their marks."""
    written = section is not Section.THINKING
    start, end = block.place.start, block.place.end
    if isinstance(block, Code | Formula):
        start = max(start, end - 1)
    # Looked up: an answer full of formulas has hundreds, and each block on screen is asked with each picture.
    first = max(0, bisect_right(warmths, (written, start), key=warmth_place) - 1)
    last = bisect_left(warmths, (written, end), key=warmth_place)
    most, found = 0, None
    for number in range(first, last):
        warmth = warmths[number]
        if warmth.thinking is written:
            continue
        stop = min(end, warmths[number + 1].start) if number + 1 < last else end
        length = stop - max(start, warmth.start)
        if length > most:
            most, found = length, warmth
    return found


def _warmth_at(item: Item, y: float) -> WarmthView | None:
    layout = item.layout
    if layout is None or not layout.slots or not item.view.warmths:
        return None
    return _of_slot(layout.slots[layout.number_at(y)], item)


def _of_slot(slot: Slot, item: Item) -> WarmthView | None:
    if slot.block is None:
        return None
    known = item.lined
    if known is not None and slot.block.place.end > min(known[slot.section], item.passage(slot.section).settled):
        return None  # it still grows, or it is not told yet what wrote it
    return warmth_of(slot.block, slot.section, item.view.warmths)


def _line(stage: Stage, top: float, bottom: float) -> QRectF:
    left, _ = outer_column(stage.flow.around.look, stage.flow.width)
    return QRectF(left - _SPACE, top, _WIDTH, bottom - top)
