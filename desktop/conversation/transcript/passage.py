"""The text of one section of a message: read when it is first needed, and while it grows."""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

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

_LEAST: Final = sys.float_info.min
_NONE: Final = range(0)


class Change(NamedTuple):
    """What reading changed: nothing before block number `kept`, save for the blocks in `revised`."""

    kept: int
    revised: range = _NONE

    def then(self, other: "Change") -> "Change":
        """Return both changes as one."""
        parts = [part for part in (self.revised, other.revised) if part]
        both = range(min(part.start for part in parts), max(part.stop for part in parts)) if parts else _NONE
        return Change(min(self.kept, other.kept), both)


class Passage:
    """A source text and its blocks. `verbatim` text is the user's own and is shown as it was typed.

    A long text is read slice by slice: `blocks` are those of what was read so far, and more come at their end with
    every `read_on`. `whole` are all of them, with the same numbers. So is a text that grows, where much comes at once.
    """

    def __init__(self, source: str, *, verbatim: bool, image_word: str) -> None:
        self._source = normalized(source)
        self._verbatim = verbatim
        self._image_word = image_word
        self._grows_by: str | None = None  # the word for pictures that a growing text was begun with
        self._blocks: list[Block] | None = None
        self._growing: GrowingMarkdown | None = None  # of a text that grows, or of one that is not read to its end
        self._slices: Iterator[str] | None = None  # what was not read yet
        self._more: Iterator[Block] | None = None  # of the user's own text: what was not read yet
        self._unread = 0  # characters
        self._is_ended = False  # all was read: only links may wait for their addresses
        self._fed: list[str] = []  # of a text that grows: what was not read yet
        self._read: list[Block] = []  # of a text that is not read to its end: what does not change any more

    @property
    def source(self) -> str:
        """The whole text so far, with its line ends normalized."""
        if self._growing is None or self._slices is not None:
            return self._source
        return self._growing.source + normalized("".join(self._fed))

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
        """How much of the text was not read yet, from 0 to 1; hardly anything where only links wait for addresses."""
        if self._more is not None:
            return self._unread / len(self._source)
        growing = self._growing
        if growing is None:
            return 1.0 if self._blocks is None and self._source else 0.0
        left, is_open = sum(map(len, self._fed)), growing.is_behind
        if self._slices is not None:
            left, is_open = self._unread, True
        return max(left / max(len(self.source), 1), _LEAST) if left or is_open else 0.0

    @property
    def is_long(self) -> bool:
        """Whether the user's own text is more than one slice, however much of it was read."""
        return len(self._source) > _SLICE or len(self.blocks) >= _SLICE_BLOCKS

    @property
    def settled(self) -> int:
        """How many characters belong to blocks that do not change any more; all of a text that does not grow."""
        if self._growing is None or self._slices is not None:
            return len(self._source)
        frozen = self._growing.frozen
        return self._growing.blocks[frozen - 1].place.end if frozen else 0

    def _begin_reading(self) -> None:
        if self._verbatim:
            self._blocks, self._more = [], verbatim_blocks(self._source)
            self._unread = len(self._source)
            self._read_more(self._more, self._blocks)
            return
        self._growing = GrowingMarkdown(self._image_word)
        self._slices = slices(self._source)
        self._unread, self._is_ended = len(self._source), False
        self._read = []
        self.read_on()

    def read_on(self) -> Change:
        """Read one slice more, or read anew what waited for an address."""
        growing = self._growing
        if self._more is not None and self._blocks is not None:
            return Change(self._read_more(self._more, self._blocks))
        if growing is None:
            return Change(len(self.blocks))
        if self._slices is None:
            return self.refresh()
        if not growing.is_behind:
            return Change(self._read_slice(growing, self._slices))
        revised = growing.catch_up()
        self._read[revised.start : revised.stop] = growing.blocks[revised.start : revised.stop]
        self._leave_what_is_read(growing)
        return Change(len(self.blocks), revised)

    def _read_slice(self, growing: GrowingMarkdown, pieces: Iterator[str]) -> int:
        """Read a slice of a text that does not grow; return the number of leading blocks that did not change."""
        text = _next(pieces, growing.wanted)
        growing.feed(text)
        self._unread -= len(text)
        self._is_ended = self._unread <= 0
        kept = min(growing.end() if self._is_ended else growing.refresh(), len(self._read))
        self._read[kept:] = growing.blocks[kept : growing.frozen]
        self._leave_what_is_read(growing)
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

    def _leave_what_is_read(self, growing: GrowingMarkdown) -> None:
        if self._is_ended and not growing.is_behind:
            self._blocks = growing.blocks
            self._growing = self._slices = None
            self._read = []

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
        """Let the text grow from where it is; what it has already is read with the first refreshes."""
        self._slices = None
        self._growing = GrowingMarkdown(self._image_word)
        self._grows_by = self._image_word
        self._fed = [self._source]
        self.refresh()

    def feed(self, text: str) -> None:
        """Add text at the end of a growing passage; `refresh` reads it."""
        if self._growing is not None:
            self._fed.append(text)

    def refresh(self) -> Change:
        """Read of what was fed as much as can be read at once."""
        growing = self._growing
        if growing is None:
            return Change(len(self.blocks))
        fed = "".join(self._fed)
        if not fed and growing.is_behind:
            return Change(len(growing.blocks), growing.catch_up())
        now = _next(slices(fed), growing.wanted)
        self._fed = [fed[len(now) :]] if len(now) < len(fed) else []
        growing.feed(now)
        return Change(growing.refresh())

    def end(self, source: str) -> Change:
        """Stop growing at `source`, the final text; what was not read yet is left to `read_on`."""
        growing, self._growing = self._growing, None
        fed, self._fed = "".join(self._fed), []
        self._source, self._blocks = normalized(source), None
        if growing is None or growing.source + normalized(fed) != self._source or self._grows_by != self._image_word:
            return Change(0)
        self._growing, self._slices = growing, slices(fed)
        self._unread, self._is_ended = len(fed), False
        self._read = growing.blocks[: growing.frozen]
        return Change(self._read_slice(growing, self._slices))


def _next(pieces: Iterator[str], wanted: int) -> str:
    """Return the next pieces: what is still open is read again with them, the longer it is, the more come at once."""
    text = next(pieces, "")
    while len(text) < wanted and (more := next(pieces, "")):
        text += more
    return text
