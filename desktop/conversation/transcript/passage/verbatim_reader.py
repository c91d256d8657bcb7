"""Reading the user's own text, which is shown as it was typed."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from desktop.conversation.transcript.passage.change import Change
from models.markdown import Block, read_verbatim, verbatim_blocks

SLICE: Final = 20_000
"""Characters that are read at once."""
SLICE_BLOCKS: Final = 500
"""Or as many blocks, which may be short."""


class VerbatimReader:
    """Reads a slice with every `read_on`. What was read does not change any more."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._more: Iterator[Block] | None = verbatim_blocks(source)  # None once all was read
        self._unread = len(source)  # characters
        self.blocks: list[Block] = []

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1."""
        return 0.0 if self._more is None else self._unread / max(len(self._source), 1)

    def read_on(self) -> Change:
        """Read one slice more."""
        kept, start = len(self.blocks), len(self._source) - self._unread
        if self._more is None:
            return Change(kept)
        for block in islice(self._more, SLICE_BLOCKS):
            self.blocks.append(block)
            self._unread = len(self._source) - block.place.end
            if block.place.end - start >= SLICE:
                return Change(kept)
        if len(self.blocks) - kept < SLICE_BLOCKS:
            self._more = None
        return Change(kept)

    def whole(self) -> list[Block]:
        """Return the blocks of the whole text, also where it is not read to its end: that is slow for a long one."""
        return self.blocks if self._more is None else read_verbatim(self._source)
