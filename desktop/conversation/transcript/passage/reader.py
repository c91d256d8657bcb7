"""What every way of reading a text has in common."""

import sys
from collections.abc import Iterator
from typing import Final, Protocol

from desktop.conversation.transcript.passage.change import Change
from models.markdown import Block

HARDLY_ANYTHING: Final = sys.float_info.min
"""How much is unread where only links wait for their addresses."""


class Reader(Protocol):
    """A text that is read a part at a time, each within some milliseconds."""

    @property
    def blocks(self) -> list[Block]:
        """The blocks of what was read."""
        ...

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1."""
        ...

    def read_on(self) -> Change:
        """Read a part more."""
        ...

    def whole(self) -> list[Block]:
        """Return the blocks of the whole text, with the same numbers."""
        ...


def next_slices(slices: Iterator[str], wanted: int) -> str:
    """Return the next slices: what is still open is read again with them, the longer it is, the more come at once."""
    text = next(slices, "")
    while len(text) < wanted and (more := next(slices, "")):
        text += more
    return text
