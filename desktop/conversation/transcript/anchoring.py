"""What the reader looks at, so that it can be put back in its place after everything around it changed."""

from dataclasses import dataclass

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.flow import Flow
from desktop.conversation.transcript.item import Item


@dataclass(frozen=True)
class Anchor:
    """A message, or one block of it, whose upper edge is `below` the top of the screen.

    Where not even an edge is on screen, `share` is the part of the message that is above the screen.
    """

    message: int
    below: float
    section: Section = Section.ANSWER
    block: int = -1
    share: float | None = None


def anchor_at(flow: Flow, scroll: float, height: float) -> Anchor | None:
    """Return what must not move on a screen that begins at `scroll`, None where nothing is shown.

    That is the first edge of what is laid out already, since the reader knows it; else of anything.
    """
    guessed: Anchor | None = None
    for number in flow.between(scroll, scroll + height):
        item, top = flow.items[number], flow.top(number)
        if item.layout is None:
            if top >= scroll and guessed is None:
                guessed = Anchor(item.id, top - scroll)
        elif top >= scroll:
            return Anchor(item.id, top - scroll)
        else:
            edge = _block_edge(item, scroll - top, height)
            if edge is not None:
                return edge
    return guessed or _share(flow, scroll)


def _block_edge(item: Item, scroll: float, height: float) -> Anchor | None:
    """Return the first edge of a block of a message whose first `scroll` pixels are above the screen."""
    layout = item.layout
    if layout is None or not layout.slots:
        return None
    for number in range(layout.number_at(scroll), len(layout.slots)):
        slot, edge = layout.slots[number], layout.top(number)
        if edge > scroll + height:
            return None
        if edge >= scroll and slot.block is not None and slot.box is not None:
            return Anchor(item.id, edge - scroll, slot.section, slot.index)
    return None


def _share(flow: Flow, scroll: float) -> Anchor | None:
    if not flow.items:
        return None
    number = flow.number_at(scroll)
    top, end = flow.top(number), flow.top(number + 1)
    share = (scroll - top) / (end - top) if end > top else 0.0
    return Anchor(flow.items[number].id, 0.0, share=min(max(share, 0.0), 1.0))


def scroll_for(flow: Flow, anchor: Anchor) -> float | None:
    """Return where the screen must begin for `anchor` to be where it was, None if it is gone."""
    if not flow.knows(anchor.message):
        return None
    number = flow.number(anchor.message)
    top = flow.top(number)
    if anchor.share is not None:
        return top + anchor.share * (flow.top(number + 1) - top)
    if anchor.block < 0:
        return top - anchor.below
    layout = flow.items[number].lay_out(flow.around, flow.width)
    slot = layout.number_of(anchor.section, anchor.block)
    return top - anchor.below + (layout.top(slot) if slot is not None else 0.0)
