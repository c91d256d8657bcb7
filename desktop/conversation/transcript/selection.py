"""The one selection, which runs from any place in the transcript to any other."""

from typing import NamedTuple

from desktop.conversation.transcript.controls import Section


class Position(NamedTuple):
    """A gap between two characters of a block's plain text; `message` is an id."""

    message: int
    section: Section
    block: int
    offset: int


class Place(NamedTuple):
    """A position in reading order: `item` is the message's number in the transcript."""

    item: int
    section: Section
    block: int
    offset: int


class Range(NamedTuple):
    """What is selected: everything from `first` to `last`."""

    first: Place
    last: Place

    def within(self, item: int, section: Section, block: int, length: int) -> tuple[int, int] | None:
        """Return which characters of a block with `length` characters are selected, None for none."""
        key = (item, section, block)
        if key < self.first[:3] or key > self.last[:3]:
            return None
        start = self.first.offset if key == self.first[:3] else 0
        end = self.last.offset if key == self.last[:3] else length
        start, end = min(start, length), min(end, length)
        return (start, end) if start < end else None


class Selection:
    """Where a selection was begun and where it is now; both None without one."""

    def __init__(self) -> None:
        self.anchor: Position | None = None
        self.cursor: Position | None = None

    def begin(self, position: Position) -> None:
        """Begin anew at one place."""
        self.anchor = self.cursor = position

    def extend(self, position: Position) -> None:
        """Move the end; without a selection, begin one."""
        if self.anchor is None:
            self.anchor = position
        self.cursor = position

    def span(self, start: Position, end: Position) -> None:
        """Select from `start` to `end`."""
        self.anchor, self.cursor = start, end

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = self.cursor = None

    def concerns(self, message: int) -> bool:
        """Return whether the selection begins or ends in a message."""
        ends = (self.anchor, self.cursor)
        return any(end is not None and end.message == message for end in ends)
