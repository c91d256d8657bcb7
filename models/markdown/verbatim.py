"""Reading what the user typed: text as it stands, with only fenced code taken as code."""

from collections.abc import Iterator

from models.markdown.blocks import Block, Code, Paragraph, Place
from models.markdown.fence import Fence, closes, opening_fence
from models.markdown.inline import LINE_BREAK, Inline
from models.markdown.lines import normalized

_LONGEST_RUN = 40  # lines: a pasted file is laid out in pieces, when they come near


def read_verbatim(source: str) -> list[Block]:
    """Return the blocks of the user's own text: paragraphs with every character, and fenced code."""
    return list(_Walk(normalized(source).split("\n")).blocks())


class _Walk:
    """One walk over the lines of a text."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._endless: dict[str, int] = {}  # for each mark: how long a fence is that no later line closes

    def blocks(self) -> Iterator[Block]:
        lines = self._lines
        offset, index, spaced = 0, 0, False
        while index < len(lines):
            if not lines[index].strip():
                offset, index, spaced = offset + len(lines[index]) + 1, index + 1, True
                continue
            count, block = self._fenced(index, offset, spaced=spaced) or self._run(index, offset, spaced=spaced)
            yield block
            offset += sum(len(line) + 1 for line in lines[index : index + count])
            index, spaced = index + count, False

    def _fenced(self, first: int, offset: int, *, spaced: bool) -> tuple[int, Block] | None:
        """Return how many lines the code takes that a line opens, and its block; None where it opens none."""
        lines, fence = self._lines, self._opening(first)
        if fence is None:
            return None
        for last in range(first + 1, len(lines)):
            if closes(lines[last], fence):
                text = "\n".join(lines[first + 1 : last])
                place = Place(offset, offset + len("\n".join(lines[first : last + 1])), spaced=spaced)
                return last - first + 1, Code(place, text, fence.language, closed=True)
        self._endless[fence.mark] = fence.count
        return None

    def _run(self, first: int, offset: int, *, spaced: bool) -> tuple[int, Block]:
        lines = self._lines
        last = first + 1
        while last < len(lines) and last - first < _LONGEST_RUN and lines[last].strip() and not self._opening(last):
            last += 1
        text = "\n".join(lines[first:last])
        place = Place(offset, offset + len(text), spaced=spaced)
        return last - first, Paragraph(place, Inline(text.replace("\n", LINE_BREAK)))

    def _opening(self, index: int) -> Fence | None:
        """Return the fence that a line opens; None where there is none, or where it is known never to be closed."""
        fence = opening_fence(self._lines[index])
        if fence is None or fence.count >= self._endless.get(fence.mark, fence.count + 1):
            return None
        return fence
