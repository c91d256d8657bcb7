"""Places between characters: which one is at a point, and which ones are beside it, across blocks and messages."""

import sys
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QTextBoundaryFinder

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.flow import Flow
from desktop.conversation.transcript.layout import MessageLayout, Slot
from desktop.conversation.transcript.selection import Position
from models.markdown import plain_text

_END: Final = sys.maxsize
_MOST_STEPS: Final = 40  # of one line each, to get over what has no text


class Caret:
    """Answers where positions are; lays out the messages it is asked about."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def first(self) -> Position | None:
        """Return the beginning of everything, None where there is nothing."""
        if not self._flow.items:
            return None
        return Position(self._flow.items[0].id, Section.THINKING, 0, 0)

    def last(self) -> Position | None:
        """Return the end of everything, None where there is nothing."""
        if not self._flow.items:
            return None
        return Position(self._flow.items[-1].id, Section.ANSWER, _END, _END)

    def at(self, point: QPointF) -> Position | None:
        """Return the position nearest to a point, None where there is nothing."""
        flow = self._flow
        if not flow.items:
            return None
        if point.y() >= flow.height:
            return self.last()
        number = flow.number_at(point.y())
        layout = flow.items[number].lay_out(flow.around, flow.width)
        inside = flow.inside(number, point)
        found = _nearest_text(layout, inside.y())
        if found is None:
            return Position(flow.items[number].id, Section.ANSWER, 0, 0)
        slot_number, slot = found
        box_point = inside - QPointF(slot.x, layout.top(slot_number))
        if slot.box is None:
            return Position(flow.items[number].id, slot.section, slot.index, 0)
        if box_point.y() < 0.0:
            offset = 0
        elif box_point.y() >= slot.box.height:
            offset = len(slot.box.text)
        else:
            offset = slot.box.offset_at(box_point)
        return Position(flow.items[number].id, slot.section, slot.index, offset)

    def rect(self, position: Position) -> QRectF | None:
        """Return where a position is, None where its block is not on screen."""
        found = self._find(position)
        if found is None:
            return None
        number, layout, slot_number, slot = found
        if slot.box is None:
            return None
        rect = slot.box.caret(min(position.offset, len(slot.box.text)))
        return rect.translated(slot.x, self._flow.top(number) + layout.top(slot_number))

    def step(self, position: Position, *, forward: bool, by_word: bool) -> Position:
        """Return the position one character or word further."""
        found = self._find(position)
        if found is None or found[3].box is None:
            return position
        number, layout, slot_number, slot = found
        box = found[3].box
        offset = min(position.offset, len(box.text))
        moved = box.step(offset, forward=forward, by_word=by_word)
        if moved != offset:
            return position._replace(block=slot.index, section=slot.section, offset=moved)
        return self._beside(number, layout, slot_number, forward=forward) or position

    def line(self, position: Position, x: float, *, down: bool) -> Position:
        """Return the position at `x` one line further."""
        rect = self.rect(position)
        if rect is None:
            return position
        y = rect.bottom() + 1.0 if down else rect.top() - 2.0
        for _ in range(_MOST_STEPS):
            moved = self.at(QPointF(x, y))
            if moved is None or not 0.0 <= y <= self._flow.height:
                return position
            if moved != position and self.rect(moved) != rect:
                return moved
            y += rect.height() / 2 if down else -rect.height() / 2
        return position

    def line_end(self, position: Position, *, forward: bool) -> Position:
        """Return the beginning or the end of a position's line."""
        found = self._find(position)
        if found is None or found[3].box is None:
            return position
        box, slot = found[3].box, found[3]
        ends = box.line_ends(min(position.offset, len(box.text)))
        return position._replace(section=slot.section, block=slot.index, offset=ends[1] if forward else ends[0])

    def word(self, point: QPointF) -> tuple[Position, Position] | None:
        """Return the ends of the word under a point, None beside the text."""
        position = self.at(point)
        found = self._find(position) if position is not None else None
        if position is None or found is None:
            return None
        number, layout, slot_number, slot = found
        if slot.box is None:
            return None
        inside = self._flow.inside(number, point) - QPointF(slot.x, layout.top(slot_number))
        at = slot.box.character_at(inside)
        if at is None:
            return None
        start, end = slot.box.whole_at(at) or word_at(slot.box.text, at)
        return position._replace(offset=start), position._replace(offset=end)

    def block(self, position: Position) -> tuple[Position, Position]:
        """Return the ends of the block that holds a position."""
        blocks = self._flow.items[self._flow.number(position.message)].passage(position.section).blocks
        length = len(plain_text(blocks[position.block])) if position.block < len(blocks) else 0
        return position._replace(offset=0), position._replace(offset=length)

    def slot(self, position: Position) -> Slot | None:
        """Return the slot of a position, laid out, None where its block is not on screen."""
        found = self._find(position)
        return None if found is None else found[3]

    def _find(self, position: Position) -> tuple[int, MessageLayout, int, Slot] | None:
        """Return message, layout and slot of a position; its block is laid out for that."""
        if not self._flow.knows(position.message):
            return None
        number = self._flow.number(position.message)
        item = self._flow.items[number]
        layout = item.lay_out(self._flow.around, self._flow.width)
        index = min(position.block, len(item.passage(position.section).blocks) - 1)
        slot_number = layout.number_of(position.section, index)
        if slot_number is None:
            return None
        top = layout.top(slot_number)
        layout.lay_out(top, top + 1.0)
        self._flow.measure(number)
        return number, layout, slot_number, layout.slots[slot_number]

    def _beside(self, number: int, layout: MessageLayout, slot_number: int, *, forward: bool) -> Position | None:
        """Return the near end of the next block with text in a direction."""
        change = 1 if forward else -1
        slots = layout.slots
        slot_number += change
        while True:
            while 0 <= slot_number < len(slots):
                block = slots[slot_number].block
                if block is not None and plain_text(block):
                    slot = slots[slot_number]
                    offset = 0 if forward else len(plain_text(block))
                    return Position(self._flow.items[number].id, slot.section, slot.index, offset)
                slot_number += change
            number += change
            if not 0 <= number < len(self._flow.items):
                return None
            slots = self._flow.items[number].lay_out(self._flow.around, self._flow.width).slots
            self._flow.measure(number)
            slot_number = 0 if forward else len(slots) - 1


def _nearest_text(layout: MessageLayout, y: float) -> tuple[int, Slot] | None:
    """Return the slot with text at `y`: else the next one above, else the next one below."""
    if not layout.slots:
        return None
    number = layout.number_at(y)
    below = range(number, len(layout.slots))
    for candidate in (*range(number, -1, -1), *below):
        if layout.slots[candidate].block is not None:
            return candidate, layout.slots[candidate]
    return None


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return where the word that holds the character at `offset` begins and ends."""
    utf16 = text.encode("utf-16-le", "surrogatepass")
    at = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(at)
    start = at if finder.isAtBoundary() else max(0, finder.toPreviousBoundary())
    finder.setPosition(at)
    end = finder.toNextBoundary()
    if end < 0:
        end = len(utf16) // 2
    return _characters(utf16, start), _characters(utf16, end)


def _characters(utf16: bytes, end: int) -> int:
    return len(utf16[: 2 * end].decode("utf-16-le", "surrogatepass"))
