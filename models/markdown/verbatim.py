"""Reading what the user typed: text as it stands, with only fenced code taken as code."""

from collections.abc import Iterable, Iterator
from typing import Final

from models.markdown.blocks import Block, Code, Paragraph, Place
from models.markdown.fence import Fence, closes, opening_fence
from models.markdown.inline import LINE_BREAK, Inline
from models.markdown.lines import normalized
from models.markdown.raw import raw_paragraphs

_LONGEST_RUN: Final = 40  # lines: a pasted file is laid out in pieces, when they come near
_LONGEST: Final = 6000  # characters: a line that is longer is laid out in pieces too
_MANY: Final = 2000  # blocks; behind them, paragraphs stand together in one
_LONGEST_RUN_OF_MANY: Final = 120  # lines


def read_verbatim(source: str) -> list[Block]:
    """Return the blocks of the user's own text: paragraphs with every character, and fenced code."""
    return list(verbatim_blocks(source))


def verbatim_blocks(source: str) -> Iterator[Block]:
    """Yield the blocks of the user's own text one by one; what was not asked for is not read."""
    return _Walk(normalized(source).split("\n")).blocks()


class _Walk:
    """One walk over the lines of a text."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._endless: dict[str, int] = {}  # for each mark: how long a fence is that no later line closes
        self._done = 0  # blocks

    def blocks(self) -> Iterator[Block]:
        lines = self._lines
        offset, index, spaced = 0, 0, False
        while index < len(lines):
            if not lines[index].strip():
                offset, index, spaced = offset + len(lines[index]) + 1, index + 1, True
                continue
            count, blocks = self._fenced(index, offset, spaced=spaced) or self._run(index, offset, spaced=spaced)
            yield from blocks
            self._done += 1
            offset += sum(len(line) + 1 for line in lines[index : index + count])
            index, spaced = index + count, False

    def _fenced(self, first: int, offset: int, *, spaced: bool) -> tuple[int, Iterable[Block]] | None:
        """Return how many lines the code takes that a line opens, and its block; None where it opens none."""
        lines, fence = self._lines, self._opening(first)
        if fence is None:
            return None
        for last in range(first + 1, len(lines)):
            if closes(lines[last], fence):
                text = "\n".join(lines[first + 1 : last])
                place = Place(offset, offset + len("\n".join(lines[first : last + 1])), spaced=spaced)
                return last - first + 1, [Code(place, text, fence.language, closed=True)]
        self._endless[fence.mark] = fence.count
        return None

    def _run(self, first: int, offset: int, *, spaced: bool) -> tuple[int, Iterable[Block]]:
        """Return how many lines a paragraph takes, and its block: several where it is too long for one."""
        lines = self._lines
        last, most = first + 1, _LONGEST_RUN if self._done < _MANY else _LONGEST_RUN_OF_MANY
        while last < len(lines) and last - first < most and self._goes_on(last):
            last += 1
        while not lines[last - 1].strip():
            last -= 1
        text = "\n".join(lines[first:last])
        place = Place(offset, offset + len(text), spaced=spaced)
        if len(text) > _LONGEST:
            return last - first, raw_paragraphs(text, place)
        return last - first, [Paragraph(place, Inline(text.replace("\n", LINE_BREAK)))]

    def _goes_on(self, index: int) -> bool:
        """Return whether a line belongs to the paragraph before it; of very many short ones, the blank lines do."""
        return (bool(self._lines[index].strip()) or self._done >= _MANY) and not self._opening(index)

    def _opening(self, index: int) -> Fence | None:
        """Return the fence that a line opens; None where there is none, or where it is known never to be closed."""
        fence = opening_fence(self._lines[index])
        if fence is None or fence.count >= self._endless.get(fence.mark, fence.count + 1):
            return None
        return fence
