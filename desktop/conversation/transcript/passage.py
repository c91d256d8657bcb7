"""The text of one section of a message: read when it is first needed, and while it grows."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from models.markdown import (
    Block,
    GrowingMarkdown,
    normalized,
    read_markdown,
    read_verbatim,
    slices,
    verbatim_blocks,
)

_SLICE: Final = 20_000  # characters of the user's own text
_SLICE_BLOCKS: Final = 500


class Passage:
    """A source text and its blocks. `verbatim` text is the user's own and is shown as it was typed.

    A long text is read slice by slice: `blocks` are those of what was read so far, and more come at their end with
    every `read_on`. `whole` are all of them, with the same numbers.
    """

    def __init__(self, source: str, *, verbatim: bool, image_word: str) -> None:
        self._source = normalized(source)
        self._verbatim = verbatim
        self._image_word = image_word
        self._grows_by: str | None = None  # the word for pictures that a growing text was begun with
        self._blocks: list[Block] | None = None
        self._growing: GrowingMarkdown | None = None  # of a text that grows, or of one that is not read to its end
        self._slices: Iterator[str] | None = None  # what was not read yet
        self._unread = 0
        self._more: Iterator[Block] | None = None  # of the user's own text: what was not read yet
        self._read: list[Block] = []  # of a text that is not read to its end: what does not change any more

    @property
    def source(self) -> str:
        """The whole text so far, with its line ends normalized."""
        return self._growing.source if self._growing is not None and self._slices is None else self._source

    @property
    def blocks(self) -> list[Block]:
        """The blocks of what was read; a text of which nothing was read is begun now."""
        if self._slices is not None:
            return self._read
        if self._growing is not None:
            return self._growing.blocks
        if self._blocks is not None:
            return self._blocks
        self._begin_reading()
        return self.blocks

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1."""
        return 0.0 if self._slices is None and self._more is None else self._unread / len(self._source)

    def _begin_reading(self) -> None:
        if self._verbatim:
            self._blocks, self._more = [], verbatim_blocks(self._source)
            self._unread = len(self._source)
            self._read_more(self._more, self._blocks)
            return
        self._growing = GrowingMarkdown(self._image_word)
        self._slices = slices(self._source)
        self._unread = len(self._source)
        self._read = []
        self.read_on()

    def read_on(self) -> int:
        """Read one slice more and return the number of leading blocks that did not change."""
        growing = self._growing
        if self._more is not None and self._blocks is not None:
            return self._read_more(self._more, self._blocks)
        if growing is None or self._slices is None:
            return len(self.blocks)
        # What is still open is read again with the next slice: the longer it is, the more comes at once.
        wanted, text = growing.open_characters, next(self._slices, "")
        while len(text) < wanted and (more := next(self._slices, "")):
            text += more
        growing.feed(text)
        self._unread -= len(text)
        if self._unread > 0:
            kept = min(growing.refresh(), len(self._read))
            self._read = growing.blocks[: growing.frozen]
            return kept
        kept = min(growing.finish(), len(self._read))
        self._blocks = growing.blocks
        self._growing = self._slices = None
        self._read = []
        return kept

    def _read_more(self, more: Iterator[Block], blocks: list[Block]) -> int:
        """Read one slice more of the user's own text."""
        kept, start = len(blocks), len(self._source) - self._unread
        for block in islice(more, _SLICE_BLOCKS):
            blocks.append(block)
            self._unread = len(self._source) - block.place.end
            if block.place.end - start >= _SLICE:
                return kept
        if len(blocks) - kept < _SLICE_BLOCKS:
            self._more = None
        return kept

    def whole(self) -> list[Block]:
        """Return the blocks of the whole text, also where it is not read to its end: that is slow for a long one."""
        blocks = self.blocks
        if self._slices is None and self._more is None:
            return blocks
        return read_verbatim(self._source) if self._verbatim else read_markdown(self._source, self._image_word)

    def forget(self) -> None:
        """Drop the blocks; they can be read again."""
        self._blocks = self._more = None
        if self._slices is not None:
            self._growing = self._slices = None

    def read_anew(self, image_word: str) -> None:
        """Use another word for pictures, in a growing text when it is finished."""
        self._image_word = image_word
        self.forget()

    def begin(self) -> None:
        """Let the text grow from where it is."""
        self._slices = None
        self._growing = GrowingMarkdown(self._image_word)
        self._grows_by = self._image_word
        self._growing.feed(self._source)
        self._growing.refresh()

    def feed(self, text: str) -> None:
        """Add text at the end of a growing passage; `refresh` reads it."""
        if self._growing is not None:
            self._growing.feed(text)

    def refresh(self) -> int:
        """Read what was fed and return the number of leading blocks that did not change."""
        return self._growing.refresh() if self._growing is not None else len(self.blocks)

    def end(self, source: str) -> int:
        """Stop growing at `source`, the final text, and return the number of leading blocks that did not change."""
        growing, self._growing = self._growing, None
        self._source, self._blocks = normalized(source), None
        if growing is None:
            return 0
        kept = growing.finish()
        if growing.source != self._source or self._grows_by != self._image_word:
            return 0
        self._blocks = growing.blocks
        return kept
