"""Markdown that grows at its end: what is finished is read once and never again."""

import re
from dataclasses import replace

from markdown_it.common.utils import normalizeReference

from desktop.conversation.transcript.markdown.blocks import Block, Code
from desktop.conversation.transcript.markdown.fence import Fence, closes, may_close, opening_fence
from desktop.conversation.transcript.markdown.lines import normalized, without_blank_end
from desktop.conversation.transcript.markdown.read import Reader, References, Start, Unit
from desktop.conversation.transcript.markdown.settled import settled


class GrowingMarkdown:
    """The blocks of a text to which more is fed.

    The blocks before `frozen` are final, save for links whose address is defined later. A unit (a top-level block or
    an item of a top-level list) is frozen once two whole lines of what follows it are known: nothing that comes later
    can change it then. `parsed_characters` counts what the parser was given.
    """

    def __init__(self, image_word: str = "") -> None:
        self.blocks: list[Block] = []
        self.frozen = 0
        self.parsed_characters = 0
        self._reader = Reader(image_word)
        self._before: list[str] = []  # the source of the frozen blocks, in pieces
        self._start = Start()  # of the tail
        self._tail = ""
        self._fed: list[str] = []
        self._references: References = {}
        self._fence: _OpenFence | None = None

    @property
    def source(self) -> str:
        """Everything that was fed, with its line ends normalized."""
        return "".join(self._before) + self._tail + normalized("".join(self._fed))

    def feed(self, text: str) -> None:
        """Add `text` at the end; it is read by the next `refresh`."""
        self._fed.append(text)

    def refresh(self) -> int:
        """Read what was fed and return the number of leading blocks that did not change."""
        self._take_fed(final=False)
        return self._read(final=False)

    def finish(self) -> int:
        """Read the rest, as the end of the text, and return the number of leading blocks that did not change."""
        self._take_fed(final=True)
        return self._read(final=True)

    def _take_fed(self, *, final: bool) -> None:
        fed = "".join(self._fed)
        self._fed.clear()
        if fed.endswith("\r") and not final:  # the newline of a Windows line end may follow
            fed = fed[:-1]
            self._fed.append("\r")
        self._tail += normalized(fed)

    def _read(self, *, final: bool) -> int:
        kept = self.frozen
        if self._fence is not None and not self._continue_fence(self._fence, final=final):
            return kept
        shown = self._tail if final else settled(self._tail)
        references = dict(self._references)
        units = self._reader.read(shown, self._start, references)
        self.parsed_characters += len(shown)
        cut = len(units) if final else self._count_final(units)
        self._freeze(units, cut, final=final)
        if self._define(references, units, cut, final=final):
            return 0
        if not final and len(units) - cut == 1 and units[cut].is_fence:
            self._open_fence(units[cut])
        return kept

    def _count_final(self, units: list[Unit]) -> int:
        """Return how many leading units nothing that follows can change."""
        whole = self._tail.count("\n")  # the last line may go on
        if units and units[-1].is_fence and _is_closed(units[-1]) and units[-1].end_line <= whole:
            return len(units)
        for index in range(len(units) - 1, 0, -1):
            first = units[index].first_line
            touching = units[index - 1].end_line >= first
            # The line after next decides whether a table begins; a link definition may still take lines back.
            if first + 1 < whole and (touching or not self._line(first - 1).strip()):
                return index
        return 0

    def _freeze(self, units: list[Unit], cut: int, *, final: bool) -> None:
        del self.blocks[self.frozen :]
        for unit in units[:cut]:
            self.blocks.extend(unit.blocks)
        self.frozen = len(self.blocks)
        for unit in units[cut:]:
            self.blocks.extend(unit.blocks)
        if cut == 0:
            return
        number = None if cut == len(units) else units[cut].number
        line = units[cut - 1].end_line if cut == len(units) else units[cut].first_line
        self._advance(len(self._tail) if final else self._offset_of(line), number)
        for unit in units[cut:]:  # count from the new start of the tail
            unit.first_line -= line
            unit.end_line -= line

    def _advance(self, length: int, number: int | None) -> None:
        """Move the first `length` characters of the tail to what is frozen."""
        done, self._tail = self._tail[:length], self._tail[length:]
        self._before.append(done)
        spaced = not done[done.rfind("\n", 0, -1) + 1 :].strip()
        self._start = Start(self._start.offset + length, number, spaced)

    def _define(self, references: References, units: list[Unit], cut: int, *, final: bool) -> bool:
        """Keep the link definitions before the cut; read everything anew if frozen text waited for one of them."""
        if len(references) == len(self._references):
            return False
        # Lines of definitions count from where the tail began before it was cut.
        fresh = {label: value for label, value in references.items() if label not in self._references}
        if not final:
            if cut == 0:
                return False
            line = self._before[-1].count("\n")
            fresh = {label: value for label, value in fresh.items() if _end_line(value) <= line}
        self._references |= fresh
        text = normalizeReference("".join(self._before[:-1]))
        if not any(re.search(rf"\[ ?{re.escape(label)} ?\]", text) for label in fresh):
            return False
        self._read_anew(units, cut)
        return True

    def _read_anew(self, units: list[Unit], cut: int) -> None:
        before = "".join(self._before)
        self.parsed_characters += len(before)
        self.blocks.clear()
        for unit in self._reader.read(before, Start(), dict(self._references)):
            self.blocks.extend(unit.blocks)
        self.frozen = len(self.blocks)
        for unit in units[cut:]:
            self.blocks.extend(unit.blocks)

    def _line(self, index: int) -> str:
        start = self._offset_of(index)
        return self._tail[start : self._offset_of(index + 1)]

    def _offset_of(self, line: int) -> int:
        at = 0
        for _ in range(line):
            at = self._tail.find("\n", at) + 1
        return at

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
        self.blocks.append(block)
        self.frozen = len(self.blocks)
        self._fence = None
        self._advance(length, None)


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
    growing.feed(source)
    growing.finish()
    return growing.blocks


def _is_closed(unit: Unit) -> bool:
    block = unit.blocks[0]
    return isinstance(block, Code) and block.closed


def _end_line(definition: dict[str, object]) -> int:
    lines = definition.get("map")
    return int(lines[1]) if isinstance(lines, list | tuple) else 0
