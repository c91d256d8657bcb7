"""What the parts of the surface share: the messages, the reader's place, the selection and the attention."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from desktop.conversation.transcript.attention import Attention, Target
from desktop.conversation.transcript.caret import Caret
from desktop.conversation.transcript.copying import selected_source
from desktop.conversation.transcript.flow import Flow
from desktop.conversation.transcript.hits import Hits
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.reading import Reading
from desktop.conversation.transcript.selection import Range, Selection


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
