"""Where a message may be cut between two pages: never through a line, a row of a table, or a heading and its text."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from desktop.conversation.transcript.layout import MessageLayout, Slot
from models.markdown import Heading


class Span(NamedTuple):
    """A part of a message, from `top` to `bottom`, that stays together."""

    top: float
    bottom: float


def spans_of(layout: MessageLayout) -> Iterator[list[Span]]:
    """Yield the parts of each slot that stay together, from top to bottom; everything is laid out."""
    held: Span | None = None
    for number, slot in enumerate(layout.slots):
        if slot.box is None:
            continue
        spans = _spans(slot, layout.top(number))
        if held is not None:  # a heading stays with what follows it
            spans[0] = Span(held.top, spans[0].bottom)
        held = None
        if isinstance(slot.block, Heading) and number + 1 < len(layout.slots):
            held = spans.pop()
        yield spans


def _spans(slot: Slot, top: float) -> list[Span]:
    box = slot.box
    if box is None:
        return []
    if not box.text:
        return [Span(top, top + box.height)]
    lines = [Span(top + rect.top(), top + rect.bottom()) for rect in box.rects(0, len(box.text))]
    lines = _merged(lines) or [Span(top, top)]
    lines[0] = Span(min(top, lines[0].top), lines[0].bottom)  # frames, and heads with their first line
    lines[-1] = Span(lines[-1].top, max(top + box.height, lines[-1].bottom))
    return lines


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.top < result[-1].bottom - 0.5:
            result[-1] = Span(result[-1].top, max(result[-1].bottom, span.bottom))
        else:
            result.append(span)
    return result


def cuts_between(spans: list[Span]) -> list[float]:
    """Return where cuts are allowed: in the middle between two spans."""
    return [(first.bottom + second.top) / 2 for first, second in pairwise(spans)]


def pieces(cuts: list[float], height: float, first: float, page: float) -> Iterator[Span]:
    """Yield the pieces of a message of a `height` for pages: `first` is left of this one, others have `page`.

    An empty first piece says that the message begins on the next page. What is higher than a page is cut anywhere.
    """
    done, room = 0.0, first
    waiting = [*cuts, height]
    while done < height - 0.5:
        fitting = [cut for cut in waiting if done < cut <= done + room]
        if fitting:
            end = fitting[-1]
        elif room < page:
            end = done
        else:
            end = min(done + page, height)
        yield Span(done, end)
        waiting = [cut for cut in waiting if cut > end]
        done, room = end, page
