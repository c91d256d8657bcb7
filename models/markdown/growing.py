"""Markdown that grows at its end: what is finished is read once and never again."""

from collections import ChainMap
from dataclasses import replace
from typing import Final

from models.markdown.blocks import Block, Code
from models.markdown.fence import Fence, closes, may_close, opening_fence
from models.markdown.finality import count_final, final_definitions, length_until
from models.markdown.lines import blank_lines_end, normalized, without_blank_end
from models.markdown.long_unit import cut_of_long_unit
from models.markdown.read import Reader, References, Start, Unit
from models.markdown.settled import settled
from models.markdown.slices import slices
from models.markdown.waiting import Piece, WaitingPieces

_LONG_LINE: Final = 4000  # characters
_MOST_WANTED: Final = 8000  # characters


class GrowingMarkdown:
    """The blocks of a text to which more is fed.

    The blocks before `frozen` are final, save for links whose address is defined later. A unit (a top-level block, an
    item of a top-level list or a link definition) is frozen once two whole lines of what follows it are known: nothing
    that comes later can change it then. While it `is_behind`, an address came for links before, which are read anew by
    `catch_up`. `parsed_characters` counts what the parser was given.
    """

    def __init__(self, image_word: str = "") -> None:
        self.blocks: list[Block] = []
        self.frozen = 0
        self.parsed_characters = 0
        self._reader = Reader(image_word)
        self._before: list[Piece] = []  # what is frozen
        self._waiting = WaitingPieces()
        self._start = Start()  # of the tail
        self._tail = ""
        self._fed: list[str] = []
        self._references: References = {}
        self._fence: _OpenFence | None = None

    @property
    def source(self) -> str:
        """Everything that was fed, with its line ends normalized."""
        return "".join(piece.text for piece in self._before) + self._tail + normalized("".join(self._fed))

    @property
    def wanted(self) -> int:
        """How many characters should come at once, so that reading the open end again is worth it."""
        if self._fence is not None:
            return 0
        if "\n" not in self._tail[-_LONG_LINE:]:  # a line is never cut: what is long is read again seldom
            return len(self._tail)
        return min(len(self._tail), _MOST_WANTED)

    @property
    def is_behind(self) -> bool:
        """Whether text that is frozen waits for being read anew."""
        return self._waiting.is_behind

    def feed(self, text: str) -> None:
        """Add `text` at the end; it is read by the next `refresh`."""
        self._fed.append(text)

    def refresh(self) -> int:
        """Read what was fed and return the number of leading blocks that did not change."""
        self._take_fed(final=False)
        return self._read(final=False)

    def finish(self) -> int:
        """Read the rest, as the end of the text, and return the number of leading blocks that did not change."""
        kept = self.end()
        while self.is_behind:
            kept = min(kept, self.catch_up().start)
        return kept

    def end(self) -> int:
        """As `finish`, but leave it to `catch_up` to read anew what waited for an address."""
        self._take_fed(final=True)
        return self._read(final=True)

    def catch_up(self) -> range:
        """Read one piece of frozen text anew and return the numbers of its blocks."""
        piece = self._waiting.next_piece()
        if piece is None:
            return range(0)
        self.parsed_characters += len(piece.text)
        units = self._reader.read(piece.text, piece.start, ChainMap({}, self._references))
        # A definition changes what is said, never how many blocks say it.
        self.blocks[piece.first : piece.first + piece.count] = [block for unit in units for block in unit.blocks]
        return range(piece.first, piece.first + piece.count)

    def _take_fed(self, *, final: bool) -> None:
        fed = "".join(self._fed)
        self._fed.clear()
        if fed.endswith("\r") and not final:  # the newline of a Windows line end may follow
            fed = fed[:-1]
            self._fed.append("\r")
        self._tail += normalized(fed)

    def _read(self, *, final: bool) -> int:
        """Read the tail and return the number of leading blocks that did not change."""
        kept = self.frozen
        while True:
            if self._fence is not None and not self._continue_fence(self._fence, final=final):
                return kept
            self._pass_blank_lines()
            shown = self._tail if final else settled(self._tail)
            references = ChainMap[str, dict[str, object]]({}, self._references)
            units = self._reader.read(shown, self._start, references, growing=not final)
            self.parsed_characters += len(shown)
            long = cut_of_long_unit(units, self._tail)
            if long is None:
                break
            self._cut_long_unit(long)
        cut = len(units) if final else count_final(units, self._tail)
        length = len(self._tail) if final else length_until(units, cut, self._tail)
        defined = references.maps[0]
        fresh = final_definitions(defined, self._tail, length)
        if cut and len(fresh) < len(defined):
            # What was taken for a definition may turn out to be none; nothing final may depend on it.
            known = ChainMap[str, dict[str, object]]({}, fresh, self._references)
            sure = self._reader.read(self._tail[:length], self._start, known)
            units, cut = sure + units[cut:], len(sure)
        self._define(fresh)
        self._freeze(units, cut, length)
        if not final and len(units) - cut == 1 and units[cut].is_fence:
            self._open_fence(units[cut])
        return kept

    def _pass_blank_lines(self) -> None:
        """Freeze the blank lines that the tail begins with: there may be millions, and they say nothing."""
        end = blank_lines_end(self._tail)
        if end:
            self._advance(end, self._start.number, self.frozen)

    def _cut_long_unit(self, end: int) -> None:
        """Freeze the beginning of a unit that is too long, and what is before it; go on as with a new text."""
        text = self._tail[:end]
        references = ChainMap[str, dict[str, object]]({}, self._references)
        units = self._reader.read(text, self._start, references)
        self.parsed_characters += len(text)
        self._define(references.maps[0])
        self._freeze(units, len(units), end)

    def _freeze(self, units: list[Unit], cut: int, length: int) -> None:
        """Make the first `cut` units final; they take `length` characters of the tail."""
        del self.blocks[self.frozen :]
        first = self.frozen
        for unit in units[:cut]:
            self.blocks.extend(unit.blocks)
        self.frozen = len(self.blocks)
        for unit in units[cut:]:
            self.blocks.extend(unit.blocks)
        if length == 0:
            return
        line = self._tail.count("\n", 0, length)
        self._advance(length, None if cut == len(units) else units[cut].number, first)
        for unit in units[cut:]:  # count from the new start of the tail
            unit.first_line -= line
            unit.end_line -= line

    def _advance(self, length: int, number: int | None, first: int) -> None:
        """Move the first `length` characters of the tail to what is frozen; its blocks begin with number `first`."""
        done, self._tail = self._tail[:length], self._tail[length:]
        piece = Piece(done, self._start, first, self.frozen - first)
        self._before.append(piece)
        self._waiting.add(piece, self._references)
        spaced = not done[done.rfind("\n", 0, -1) + 1 :].strip()
        self._start = Start(self._start.offset + length, number, spaced)

    def _define(self, fresh: References) -> None:
        """Take over definitions; the frozen text that waited for them is read anew later."""
        self._references.update(fresh)
        self._waiting.define(fresh)

    def _open_fence(self, unit: Unit) -> None:
        """Go on without the parser where the tail is one open fence: only its closing line can matter."""
        block = unit.blocks[0]
        fence = opening_fence(self._tail)
        if unit.first_line == 0 and isinstance(block, Code) and not block.closed and fence and "\n" in self._tail:
            first = self._tail.index("\n") + 1
            self._fence = _OpenFence(fence, block, first, first)

    def _continue_fence(self, fence: "_OpenFence", *, final: bool) -> bool:
        """Read on in the open fence; True where it ended and more text may follow."""
        del self.blocks[self.frozen :]
        at = fence.scanned
        while (newline := self._tail.find("\n", at)) >= 0:
            if closes(self._tail[at:newline], fence.fence):
                self._end_fence(fence.block_until(self._tail, newline, text_end=at, closed=True), newline + 1)
                return True
            at = newline + 1
        fence.scanned = at
        if final:
            closed = closes(self._tail[at:], fence.fence)
            end = len(self._tail)
            text_end = at if closed or not self._tail[at:].strip(" \t") else end
            self._end_fence(fence.block_until(self._tail, end, text_end=text_end, closed=closed), end)
            return False
        end = at if may_close(self._tail[at:], fence.fence) else len(self._tail)
        self.blocks.append(fence.block_until(self._tail, end, text_end=end, closed=False))
        return False

    def _end_fence(self, block: Code, length: int) -> None:
        first = len(self.blocks)
        self.blocks.append(block)
        self.frozen = len(self.blocks)
        self._fence = None
        self._advance(length, None, first)


class _OpenFence:
    """A code fence that is not closed yet: `first` is where its text begins in the tail."""

    def __init__(self, fence: Fence, block: Code, first: int, scanned: int) -> None:
        self.fence = fence
        self.scanned = scanned
        self._block = block
        self._first = first

    def block_until(self, tail: str, end: int, *, text_end: int, closed: bool) -> Code:
        """Return the block as it is when its source ends at `end` and its text at `text_end`."""
        place = self._block.place
        length = end if closed else without_blank_end(tail, 0, end)
        text = tail[self._first : text_end].removesuffix("\n")
        return replace(self._block, place=replace(place, end=place.start + length), text=text, closed=closed)


def read_markdown(source: str, image_word: str = "") -> list[Block]:
    """Return the blocks of a whole text."""
    growing = GrowingMarkdown(image_word)
    fed = 0
    for piece in slices(source):
        if fed > growing.wanted:
            growing.refresh()
            fed = 0
        growing.feed(piece)
        fed += len(piece)
    growing.finish()
    return growing.blocks
