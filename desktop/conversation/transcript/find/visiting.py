"""Bringing a hit before the reader's eyes."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QRectF

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.input import Sideways
from desktop.conversation.transcript.layout import CodeBox
from desktop.conversation.transcript.reshaping import unfold
from desktop.conversation.transcript.stage import Stage

_ABOVE: Final = 1 / 3  # of the screen, when it has to move
_COVERED: Final = 64.0  # pixels at the upper edge, where the reader types what to look for
_MOST_ROUNDS: Final = 6


def visiting(stage: Stage, hit: Hit) -> Iterator[None]:
    """Unfold what hides a hit and scroll to it, where it is not on screen already.

    A long message is read as far as the hit first: that takes steps. Nothing happens any more where the
    message goes meanwhile.
    """
    if not stage.flow.knows(hit.message):
        return
    _unfold_thinking(stage, hit)
    while _read_towards(stage, hit):
        yield
    if stage.flow.knows(hit.message):
        _show(stage, hit)


def _show(stage: Stage, hit: Hit) -> None:
    slot = stage.caret.slot(hit.first)
    if slot is not None and isinstance(slot.box, CodeBox) and slot.box.hides(hit.end):
        unfold(stage, hit.first)
    reading = stage.reading
    reading.following = False
    for _ in range(_MOST_ROUNDS):  # what is laid out on the way may be higher or lower than was guessed
        rect = stage.caret.rect(hit.first)
        if rect is None or _is_seen(stage, rect):
            break
        reading.move_to(rect.top() - _ABOVE * reading.screen)
    Sideways(stage).reveal(hit.last)
    Sideways(stage).reveal(hit.first)
    reading.following = reading.is_at_end


def _is_seen(stage: Stage, rect: QRectF) -> bool:
    scroll, screen = stage.reading.scroll, stage.reading.screen
    top = scroll + min(_COVERED, scroll)
    return rect.top() >= top and rect.bottom() <= scroll + screen


def _read_towards(stage: Stage, hit: Hit) -> bool:
    """Read a slice more of a long message that is not read as far as a hit; return whether one was missing."""
    if not stage.flow.knows(hit.message):
        return False
    number = stage.flow.number(hit.message)
    item = stage.flow.items[number]
    passage = item.passage(hit.section)
    layout = item.lay_out(stage.flow.around, stage.flow.width)
    if passage.unread == 0.0 or hit.last.block < len(passage.blocks):
        return False
    stage.reading.following = False
    with stage.reading.steady():
        layout.update(hit.section, passage.read_on())
        stage.flow.measure(number)
    return True


def _unfold_thinking(stage: Stage, hit: Hit) -> None:
    item = stage.item(hit.message)
    if hit.section is not Section.THINKING or item.unfolded:
        return
    number = stage.flow.number(hit.message)
    stage.reading.following = False
    with stage.reading.steady():
        item.unfolded = True
        if item.layout is not None:
            item.layout.update()
        stage.flow.measure(number)
