"""What the reader looks for: every place where it was found, and the one that is visited."""

from bisect import bisect_left
from typing import NamedTuple

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.selection import Position


class Hit(NamedTuple):
    """The characters of plain text from `start` of a block to `end` of the same one, or of the one `over` further."""

    message: int
    section: Section
    block: int
    start: int
    end: int
    over: int = 0

    @property
    def first(self) -> Position:
        """Where it begins."""
        return Position(*self[:4])

    @property
    def last(self) -> Position:
        """Where it ends."""
        return Position(*self[:2], self.block + self.over, self.end)

    def within(self, block: int, length: int) -> tuple[int, int]:
        """Return which characters it holds of a block that has `length`, one of those it runs over."""
        return self.start if block == self.block else 0, self.end if block == self.block + self.over else length


class Hits:
    """The hits of one search, by message and in reading order."""

    def __init__(self) -> None:
        self.current: Hit | None = None
        self.count = 0
        self._of: dict[int, list[Hit]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self.current = None
        self.count = 0
        self._of.clear()

    def put(self, message: int, hits: list[Hit]) -> None:
        """Replace the hits of a message."""
        self.count += len(hits) - len(self._of.pop(message, ()))
        if hits:
            self._of[message] = hits
        if self.current is not None and self.current.message == message and self.current not in hits:
            self.current = None

    def messages(self) -> list[int]:
        """Return the messages with hits."""
        return list(self._of)

    def of(self, message: int) -> list[Hit]:
        """Return the hits of a message."""
        return self._of.get(message, [])

    def in_block(self, message: int, section: Section, block: int, start: int, end: int) -> list[Hit]:
        """Return the hits that touch the characters from `start` to `end` of a block."""
        hits = self.of(message)
        low = bisect_left(hits, (message, section, block, start))
        high = bisect_left(hits, (message, section, block, end + 1))
        before = hits[low - 1 : low] if low and hits[low - 1].last[:3] >= (message, section, block) else []
        return [*before, *hits[low:high]]
