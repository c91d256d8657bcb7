"""What the parts of the surface share: the messages, the reader's place, the selection and the attention."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from desktop.conversation.transcript.attention import Attention, Target
from desktop.conversation.transcript.caret import Caret
from desktop.conversation.transcript.controls import ControlKind, Link, links_of
from desktop.conversation.transcript.copying import selected_source
from desktop.conversation.transcript.flow import Flow
from desktop.conversation.transcript.hits import Hits
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.reading import Reading
from desktop.conversation.transcript.selection import Range, Selection
from models.markdown import Block


@dataclass
class Stage:
    """One transcript's state. Content coordinates begin at the top of the first message."""

    flow: Flow
    reading: Reading
    caret: Caret
    selection: Selection = field(default_factory=Selection)
    attention: Attention = field(default_factory=Attention)
    hits: Hits = field(default_factory=Hits)

    def selected(self) -> Range | None:
        """Return what is selected in reading order, None where that is nothing."""
        anchor, cursor = self.selection.anchor, self.selection.cursor
        if anchor is None or cursor is None or anchor == cursor:
            return None
        first, last = sorted((self.flow.place(anchor), self.flow.place(cursor)))
        return Range(first, last)

    def selected_source(self) -> str:
        """Return the Markdown source of what is selected."""
        selected = self.selected()
        return "" if selected is None else selected_source(self.flow.items, selected)

    def item(self, message: int) -> Item:
        """Return a message. Raises KeyError for an unknown id."""
        return self.flow.items[self.flow.number(message)]

    def block(self, target: Target) -> Block | None:
        """Return the block that a control is for; None without one, or where it is not read.

        What has the focus keeps it while its message is read anew: in another language, or after it was far away.
        """
        control = target.control
        if control is None or control.block < 0:
            return None
        blocks = self.item(target.message).passage(control.section).blocks
        return blocks[control.block] if control.block < len(blocks) else None

    def link(self, target: Target) -> Link | None:
        """Return the link that a control is for, None as for a block."""
        block = self.block(target)
        if block is None or target.control is None or target.control.kind is not ControlKind.LINK:
            return None
        links = links_of(block)
        return links[target.control.number] if target.control.number < len(links) else None

    def content(self, point: QPointF) -> QPointF:
        """Return a point of the viewport in content coordinates."""
        return point + QPointF(0.0, self.reading.scroll)

    def target_at(self, point: QPointF) -> Target | None:
        """Return the control at a point of the viewport."""
        flow, at = self.flow, self.content(point)
        for number in flow.between(at.y(), at.y() + 1.0):
            layout = flow.items[number].layout
            control = layout.control_at(flow.inside(number, at)) if layout is not None else None
            if control is not None:
                return Target(flow.items[number].id, control)
        return None

    def rect(self, target: Target) -> QRectF:
        """Return where a message or control is, in content coordinates; empty where it is not laid out."""
        flow = self.flow
        number = flow.number(target.message)
        top = flow.top(number)
        if target.control is None:
            return QRectF(0.0, top, flow.width, flow.items[number].own_height(flow.around, flow.width))
        layout = flow.items[number].layout
        return QRectF() if layout is None else layout.rect_of(target.control).translated(0.0, top)
