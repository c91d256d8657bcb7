"""One message as a stack of slots, whose boxes are made when they come near the screen."""

from collections.abc import Callable, Iterator
from functools import partial
from types import UnionType
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.code_view import CodeView
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.heights import Heights
from desktop.conversation.transcript.layout.attachment_box import AttachmentBox
from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.code_box import CodeBox
from desktop.conversation.transcript.layout.column import Column, column_of, paint_bubble
from desktop.conversation.transcript.layout.estimate import MESSAGE_GAP, ROW_GAP, estimated_block
from desktop.conversation.transcript.layout.footer_box import FooterBox
from desktop.conversation.transcript.layout.make import make_box
from desktop.conversation.transcript.layout.nesting import gap_above, indent_of, paint_levels
from desktop.conversation.transcript.layout.note_box import NoteBox, WritingBox
from desktop.conversation.transcript.layout.slot import Slot
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.thinking_box import THINKING_CONTROL, ThinkingBox, ThinkingState
from desktop.conversation.transcript.passage import Change, Passage
from desktop.conversation.transcript.view import MessageView
from models.markdown import Block, Code, Table

_SECTION_GAP: Final = 14.0
_FOOTER_GAP: Final = 8.0
_FILES_GAP: Final = 6.0
_THINKING_INDENT: Final = 15.0
_BAR: Final = 2.0
_TALLEST_REST: Final = 1e6
_ALL: Final = Change(0)


class Message(Protocol):
    """What a layout asks of the message it shows."""

    view: MessageView

    def passage(self, section: Section) -> Passage:
        """Return one of the two texts."""
        ...

    def sections(self) -> list[Section]:
        """Return the sections whose text is on screen."""
        ...

    def thinking_state(self) -> ThinkingState | None:
        """Return what the head of the thinking says, None without one."""
        ...

    def code_view(self, section: Section, index: int) -> CodeView:
        """Return how the user wants a code block shown."""
        ...

    def footer_controls(self) -> list[Control]:
        """Return the controls of the row under the message, none for no row."""
        ...


class MessageLayout:
    """The slots of one message in a viewport of a given width; coordinates begin at the message's top left corner."""

    def __init__(self, message: Message, around: Surroundings, width: float) -> None:
        self._message = message
        self._around = around
        self._column: Column = column_of(message.view, message.passage(Section.ANSWER), around.look, width)
        self.slots: list[Slot] = []
        self._heights = Heights()
        self._head_state: ThinkingState | None = None
        self._thinking_slots = 0
        self.update()

    @property
    def height(self) -> float:
        """The height with the space below."""
        has_row = not self._message.view.is_answer and bool(self.slots) and isinstance(self.slots[-1].box, FooterBox)
        return self._heights.total + self._bottom + (ROW_GAP if has_row else MESSAGE_GAP)

    @property
    def _bottom(self) -> float:
        return self._column.padding if not self.slots or self.slots[-1].block is not None else 0.0

    def update(self, section: Section = Section.THINKING, change: Change = _ALL) -> float:
        """Take over a changed message and return from where on it changed: `change` tells what, in `section`.

        What is before that section did not change.
        """
        kept = change.kept
        first = self._first_slot(section) + kept if kept or section is Section.ANSWER else 0
        if first == 0:
            self._thinking_slots = 0
        reusable = {(slot.section, slot.index): slot for slot in self.slots[first:] if slot.block is not None}
        del self.slots[first:]
        self._heights.truncate(first)
        changed = self._heights.total
        if first:
            changed = self._heights.top(_revise(self.slots, self._first_slot(section), section, change, self._message))
        if not self.slots and self._message.view.attachments:
            self._append(_attachments(self._message.view, self._around, self._column))
        state = self._message.thinking_state()
        if state is not None and self._set_head(state):
            changed = 0.0
        for shown in self._message.sections():
            if shown.value >= section.value:
                self._add_blocks(shown, kept if shown is section else 0, reusable)
        self._add_furniture()
        return changed

    def _first_slot(self, section: Section) -> int:
        """Return the number of a section's first slot."""
        lead = 1 if _begins(self.slots, ThinkingBox | AttachmentBox) else 0
        return lead if section is Section.THINKING else lead + self._thinking_slots

    def _set_head(self, state: ThinkingState) -> bool:
        """Show the thinking's head and return whether it changed."""
        if _begins(self.slots, ThinkingBox) and state == self._head_state:
            return False
        self._head_state = state
        box = ThinkingBox(self._around, self._column.width, state)
        slot = Slot(self._column.left, box.width, 0.0, box.height, box, Section.THINKING)
        if _begins(self.slots, ThinkingBox):
            self.slots[0] = slot
            self._heights.set(0, slot.height)
        else:
            self.slots.insert(0, slot)
            self._heights = Heights(slot.height for slot in self.slots)
        return True

    def _add_blocks(self, section: Section, kept: int, reusable: dict[tuple[Section, int], Slot]) -> None:
        blocks = self._message.passage(section).blocks
        if section is Section.THINKING:
            self._thinking_slots = len(blocks)
        look = self._around.look
        shift = look.scaled(_THINKING_INDENT) if section is Section.THINKING else 0.0
        for index in range(kept, len(blocks)):
            block = blocks[index]
            gap = gap_above(blocks[index - 1] if index else None, block, look)
            if index == 0:
                gap = self._column.padding + _bubble_gap(self.slots) or (
                    look.scaled(_SECTION_GAP) if self.slots else 0.0
                )
            indent = shift + indent_of(block, look)
            width = max(self._column.width - indent, look.scaled(60.0))
            slot = Slot(self._column.left + indent, width, gap, 0.0, None, section, index, block)
            old = reusable.get((section, index))
            slot.box = _taken_over(old, slot)
            if slot.box is None:
                slot.before = _state_before(old, slot)
                slot.estimate = slot.before.height if slot.before else estimated_block(block, look, width)
            self._append(slot)
        self._add_rest(section)

    def _add_rest(self, section: Section) -> None:
        """Leave space for the text that is not read yet: as much as for the text before, for each character."""
        unread = self._message.passage(section).unread
        if unread <= 0.0:
            return
        if section is Section.THINKING:
            self._thinking_slots += 1
        done = self._heights.total - self._heights.top(self._first_slot(section))
        height = min(done * unread / max(1.0 - unread, 0.001), _TALLEST_REST)
        self._append(Slot(self._column.left, self._column.width, 0.0, height, None, section))

    def _add_furniture(self) -> None:
        view, look = self._message.view, self._around.look
        gap = look.scaled(_FOOTER_GAP) + (self._column.padding if self.slots else 0.0)
        if view.streaming:
            self._append(_furniture(self._column, WritingBox(look, self._column.width), look.scaled(_SECTION_GAP)))
        if view.note:
            self._append(_furniture(self._column, NoteBox(view.note, look, self._column.width), gap))
        controls = self._message.footer_controls()
        if controls:
            footer = FooterBox(self._around, self._column.outer, view, controls)
            slot = _furniture(self._column, footer, gap)
            slot.x = self._column.outer_left
            self._append(slot)

    def _append(self, slot: Slot) -> None:
        self.slots.append(slot)
        self._heights.append(slot.height)

    def lay_out(self, top: float, bottom: float) -> bool:
        """Make the boxes between `top` and `bottom`; return whether any was missing."""
        if not self.slots:
            return False
        made = False
        number = self._heights.at(top)
        while number < len(self.slots) and self._heights.top(number) < bottom:
            slot = self.slots[number]
            if slot.box is not None and slot.box.is_stale:
                slot.before, slot.box = slot.box, None
            if slot.box is None and slot.block is not None:
                _make_box(slot, slot.block, self._message, self._around)
                made = True
            self._heights.set(number, slot.height)  # a table may have become another height too
            number += 1
        return made

    def replace_box(self, number: int, box: Box) -> None:
        """Draw another box in place of the one of slot `number`."""
        self.slots[number].box = box
        self._heights.set(number, self.slots[number].height)

    def top(self, number: int) -> float:
        """Return where the box of slot `number` begins."""
        return self._heights.top(number) + self.slots[number].gap

    def number_at(self, y: float) -> int:
        """Return the number of the slot at `y`, the nearest where there is none. Raises IndexError if all is empty."""
        return self._heights.at(y)

    def number_of(self, section: Section, index: int) -> int | None:
        """Return the number of a block's slot, None where the block is not on screen."""
        if index < 0:
            return None
        number = self._first_slot(section) + index
        if number < len(self.slots) and (self.slots[number].section, self.slots[number].index) == (section, index):
            return number
        return None

    def rect_of(self, control: Control) -> QRectF:
        """Return where a control is; empty where its block is not laid out."""
        number = self.number_of(control.section, control.block)
        if control == THINKING_CONTROL or control.kind is ControlKind.ATTACHMENT:
            number = 0
        elif control.block < 0:
            number = len(self.slots) - 1
        if number is None or not self.slots:
            return QRectF()
        slot = self.slots[number]
        if slot.box is None:
            return QRectF()
        return slot.box.control_rect(control).translated(slot.x, self.top(number))

    def control_at(self, point: QPointF) -> Control | None:
        """Return the control under `point`."""
        if not self.slots:
            return None
        number = self.number_at(point.y())
        slot = self.slots[number]
        inside = point - QPointF(slot.x, self.top(number))
        if slot.box is None or not 0.0 <= inside.y() < slot.box.height:
            return None
        return slot.box.control_at(inside)

    def paint(self, painter: QPainter, clip: QRectF, ink_of: Callable[[Slot], Ink]) -> None:
        """Draw what `clip` touches; what is not laid out is left out."""
        shown = enumerate(self.slots) if self._column.padding else ()
        texts = [number for number, slot in shown if slot.block is not None or slot.box is None]
        if texts:
            top = self._heights.top(texts[0]) + _bubble_gap(self.slots)
            paint_bubble(painter, self._column, top, self._heights.top(texts[-1] + 1), self._around.look)
        for number in self.numbers_in(clip):
            slot = self.slots[number]
            if slot.box is None:
                continue
            top = self.top(number)
            if slot.block is not None:
                self._paint_beside(painter, number, slot, QRectF(slot.x, top, slot.width, slot.box.height))
            painter.save()
            painter.translate(slot.x, top)
            slot.box.paint(painter, clip.translated(-slot.x, -top), ink_of(slot))
            painter.restore()

    def numbers_in(self, clip: QRectF) -> Iterator[int]:
        """Yield the numbers of the slots that `clip` touches."""
        number = self._heights.at(clip.top()) if self.slots else 0
        while number < len(self.slots) and self._heights.top(number) < clip.bottom():
            yield number
            number += 1

    def _paint_beside(self, painter: QPainter, number: int, slot: Slot, rect: QRectF) -> None:
        look = self._around.look
        previous = self.slots[number - 1].block if number and self.slots[number - 1].section is slot.section else None
        if slot.section is Section.THINKING:
            bar = QRectF(self._column.left + 4.0, rect.top() - slot.gap / (1 if slot.index else 2), _BAR, 0.0)
            bar.setBottom(rect.bottom())
            painter.fillRect(bar, look.theme.colour("border"))
        if slot.block is not None and slot.block.place.levels:
            baseline = slot.box.baseline if slot.box is not None else 0.0
            paint_levels(painter, slot.block, previous, look, rect, gap=slot.gap, baseline=baseline)


def _begins(slots: list[Slot], kind: type[Box] | UnionType) -> bool:
    """Return whether the first slot holds a box of a kind."""
    return bool(slots) and isinstance(slots[0].box, kind)


def _attachments(view: MessageView, around: Surroundings, column: Column) -> Slot:
    """Return the slot of the files of a question."""
    box = AttachmentBox(around, column.outer, view.attachments)
    return Slot(column.outer_left, box.width, 0.0, box.height, box)


def _bubble_gap(slots: list[Slot]) -> float:
    """Return the space between the files of a question and its bubble."""
    return _FILES_GAP if _begins(slots, AttachmentBox) else 0.0


def _furniture(column: Column, box: Box, gap: float) -> Slot:
    return Slot(column.left, box.width, gap, box.height, box)


def _revise(slots: list[Slot], begin: int, section: Section, change: Change, message: Message) -> int:
    """Take over blocks that say something else now; return the number of the first slot that did.

    The slots of `section` begin with number `begin`.
    """
    blocks, first = message.passage(section).blocks, len(slots)
    for index in change.revised[: max(0, len(slots) - begin - change.revised.start)]:
        slot = slots[begin + index]
        if (slot.section, slot.index) == (section, index) and slot.block != blocks[index]:
            first = min(first, begin + index)
            slot.block, slot.estimate, slot.box = blocks[index], slot.height - slot.gap, None
    return first


def _make_box(slot: Slot, block: Block, message: Message, around: Surroundings) -> None:
    inner = around.muted() if slot.section is Section.THINKING else around
    view = partial(message.code_view, slot.section, slot.index)
    slot.box = make_box(block, inner, slot.width, slot.section, slot.index, view, slot.before)
    slot.before = None


def _state_before(old: Slot | None, new: Slot) -> Box | None:
    """Return the box of what the slot showed before, if the new one can take something over from it."""
    if old is None or (old.x, old.width) != (new.x, new.width) or not isinstance(new.block, Table):
        return None
    return old.box or old.before


def _taken_over(old: Slot | None, new: Slot) -> Box | None:
    """Return the box of the slot that was there before, if it shows the new block or can."""
    if old is None or old.box is None or (old.x, old.width) != (new.x, new.width):
        return None
    if old.block == new.block:
        return old.box
    if isinstance(old.block, Code) and isinstance(new.block, Code) and isinstance(old.box, CodeBox):
        old.box.grow(new.block)
        return old.box
    return None
