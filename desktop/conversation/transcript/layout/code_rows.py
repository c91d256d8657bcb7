"""The rows of a code block on screen: its lines, broken where they are wider than a number of columns."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

TAB: Final = 4
"""Columns between two tab stops."""
_WIDE: Final = "\u2e80"  # where the Han characters and what is as wide as they begin
_JOINER: Final = "\u200d"
_WORD: Final = 24  # columns that are given up at most so that a word is not broken


class Row(NamedTuple):
    """The characters from `start` to `end` of the whole text; they begin at `column` of line `line`.

    `indent` is how many columns the row stands further right: what goes on after a break stands under its line.
    """

    line: int
    column: int
    start: int
    end: int
    indent: int = 0


class CodeRows:
    """Code, row by row, whose text may grow at its end; `most` limits how many rows are made."""

    def __init__(self, text: str, columns: int, most: int | None = None) -> None:
        self.text = ""
        self.columns = 0
        self._limit = columns
        self._most = most
        self._rows: list[Row] = [Row(0, 0, 0, 0)]
        self._starts: list[int] = [0]
        self.replace(text)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def end(self) -> int:
        """Where the last row ends; less than the length of the text where not all rows were made."""
        return self._rows[-1].end

    def replace(self, text: str) -> int:
        """Take a new text and return the first row that changed; cheap where the old text is its beginning."""
        grows = text.startswith(self.text)
        hides = self._is_full() and self.end < len(self.text)
        self.text = text
        if grows and hides:
            return len(self._rows)
        first = self._first_of(self._rows[-1].line) if grows else 0
        if first == 0:
            self.columns = 0
        line, start = self._rows[first].line, self._starts[first]
        del self._rows[first:]
        del self._starts[first:]
        for row in _rows(text, line, start, self._limit):
            if self._is_full():
                break
            self._rows.append(row)
            self._starts.append(row.start)
            self.columns = max(self.columns, row.indent + columns_of(text[row.start : row.end]))
        return first

    def row(self, number: int) -> Row:
        """Return one row."""
        return self._rows[number]

    def number_of(self, offset: int) -> int:
        """Return the number of the row that holds `offset`, the last one for what is beyond it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def ends_line(self, number: int) -> bool:
        """Return whether a line end follows a row."""
        end = self._rows[number].end
        return end < len(self.text) and self.text[end] == "\n"

    def _is_full(self) -> bool:
        return self._most is not None and len(self._rows) >= self._most

    def _first_of(self, line: int) -> int:
        """Return the first row of the last line."""
        number = len(self._rows) - 1
        while number > 0 and self._rows[number - 1].line == line:
            number -= 1
        return number


def columns_of(text: str) -> int:
    """Return how many columns of a monospaced font a piece of a line takes; Han characters take two."""
    if "\t" in text:
        text = text.expandtabs(TAB)
    if text.isascii():
        return len(text)
    return len(text) + sum(character >= _WIDE for character in text)


def _rows(text: str, line: int, start: int, limit: int) -> Iterator[Row]:
    """Yield the rows of everything from `start` on, where line number `line` begins."""
    while True:
        end = text.find("\n", start)
        whole = text[start : end if end >= 0 else len(text)]
        yield from _rows_of_line(whole, line, start, limit)
        if end < 0:
            return
        line, start = line + 1, end + 1


def _rows_of_line(text: str, line: int, start: int, limit: int) -> Iterator[Row]:
    at, indent = 0, 0
    while True:
        end = _fitting(text, at, limit - indent)
        yield Row(line, at, start + at, start + end, indent)
        if end >= len(text):
            return
        if at == 0:
            indent = min(columns_of(text[: len(text) - len(text.lstrip(" \t"))]), limit // 2)
        at = end


def _fitting(text: str, at: int, limit: int) -> int:
    """Return where a row that begins at `at` ends."""
    end = _widest(text, at, limit)
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(at + 1, end - _WORD), end)
    if space >= 0:
        return space + 1
    while end > at + 1 and _belongs_to_the_one_before(text, end):
        end -= 1
    return end


def _widest(text: str, at: int, limit: int) -> int:
    """Return the furthest place up to which the text takes `limit` columns at most, one character at least."""
    low, high = at + 1, min(len(text), at + limit)
    if high <= low or columns_of(text[at:high]) <= limit:
        return max(low, high)
    while low < high:  # `low` fits always, what is beyond `high` never
        middle = (low + high + 1) // 2
        if columns_of(text[at:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    """Return whether the character at `at` is drawn together with the one before it."""
    character = text[at]
    joined = character == _JOINER or text[at - 1] == _JOINER
    return joined or "\ufe00" <= character <= "\ufe0f" or bool(unicodedata.combining(character))
