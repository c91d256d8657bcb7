"""Wrapping and folding a code block while what is read of it stays where it is."""

from PySide6.QtCore import QPointF

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control
from desktop.conversation.transcript.layout import CodeBox
from desktop.conversation.transcript.passage import Change
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage


def wrap_or_not(stage: Stage, target: Target, control: Control) -> None:
    """Break the long rows of a code block, or let them scroll; its first row on screen stays in its place."""
    place = _first_seen(stage, Position(target.message, control.section, control.block, 0))
    below = _top(stage, place) - stage.reading.scroll
    view = stage.item(target.message).code_view(control.section, control.block)
    view.wrapped = not view.wrapped
    _reshape(stage, place)
    _scroll_to(stage, _top(stage, place) - below)


def fold_or_unfold(stage: Stage, target: Target, control: Control) -> None:
    """Show all rows of a code block, or its beginning only.

    What is on screen of an unfolded block stays in its place; a folded one shows its last row where the mouse is.
    """
    place = _first_seen(stage, Position(target.message, control.section, control.block, 0))
    below, row_below = (y - stage.reading.scroll for y in (_top(stage, place), stage.rect(target).top()))
    view = stage.item(target.message).code_view(control.section, control.block)
    view.unfolded = not view.unfolded
    _reshape(stage, place)
    _scroll_to(stage, _top(stage, place) - below if view.unfolded else stage.rect(target).top() - row_below)


def unfold(stage: Stage, position: Position) -> None:
    """Show all rows of a code block that may be folded."""
    view = stage.item(position.message).code_view(position.section, position.block)
    if not view.unfolded:
        view.unfolded = True
        _reshape(stage, position)


def _first_seen(stage: Stage, block: Position) -> Position:
    """Return the beginning of a block, or what of it is at the screen's upper edge."""
    scroll = stage.reading.scroll
    if _top(stage, block) >= scroll:
        return block
    at = stage.caret.at(QPointF(0.0, scroll + 1.0))
    return block if at is None or at[:3] != block[:3] else at


def _top(stage: Stage, position: Position) -> float:
    rect = stage.caret.rect(position)
    return stage.reading.scroll if rect is None else rect.top()


def _scroll_to(stage: Stage, scroll: float) -> None:
    stage.reading.move_to(scroll)
    stage.reading.following = stage.reading.is_at_end


def _reshape(stage: Stage, place: Position) -> None:
    """Lay a code block out as its view wants it now."""
    flow = stage.flow
    number = flow.number(place.message)
    slot = stage.caret.slot(place)
    layout = flow.items[number].layout
    if slot is None or layout is None or not isinstance(slot.box, CodeBox):
        return
    stage.reading.following = False  # of an answer that is followed the reader looks at this block now
    with stage.reading.steady():
        slot.box.show_as_wanted()
        layout.update(place.section, Change(place.block))
        flow.measure(number)
