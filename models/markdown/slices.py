"""Pieces of a long text that can be read one by one within some milliseconds each."""

from collections.abc import Iterator
from typing import Final

from models.markdown.bounds import effort
from models.markdown.lines import blank_lines_end

_SLICE: Final = 4000  # characters
_SLICE_LINES: Final = 150  # or as much effort
_SLICE_BRACKETS: Final = 200  # each may be looked at again for every one before it
_BLANK: Final = 10_000  # characters of blank lines, which cost little


def slices(source: str) -> Iterator[str]:
    """Yield a text in pieces that can be read within some milliseconds, whole lines where lines are short."""
    start = 0
    while start < len(source):
        end = _end_of_slice(source, start)
        yield source[start:end]
        start = end


def _end_of_slice(source: str, start: int) -> int:
    blank = blank_lines_end(source[start : start + _BLANK])
    if blank > _SLICE_LINES:
        return start + blank
    end = min(len(source), start + _SLICE)
    if lines := _after_effort(source, start, end):
        end = lines
    if source.count("[", start, end) > _SLICE_BRACKETS and (newline := _after_brackets(source, start, end)):
        end = newline
    elif end < len(source) and (newline := source.rfind("\n", start, end)) >= 0:
        end = newline + 1
    return end


def _after_brackets(source: str, start: int, end: int) -> int:
    """Return the end of the last line before a piece has too many brackets, 0 where its first line has."""
    bracket = start
    for _ in range(_SLICE_BRACKETS):
        bracket = source.index("[", bracket, end) + 1
    return source.rfind("\n", start, bracket) + 1


def _after_effort(source: str, start: int, end: int) -> int:
    """Return the end of the last line before a piece takes too much effort, 0 where it does not."""
    left, line = _SLICE_LINES, start
    while (newline := source.find("\n", line, end)) >= 0:
        left -= effort(source[line:newline])
        if left < 0:
            return line if line > start else newline + 1
        line = newline + 1
    return 0
