"""The lines of a code block whose text may grow at its end."""

from bisect import bisect_right

_WIDE = "\u2e80"  # where the Han characters and what is as wide as they begin


class CodeText:
    """Code, line by line; offsets count characters of the whole text."""

    def __init__(self, text: str) -> None:
        self.text = ""
        self._lines: list[str] = [""]
        self._starts: list[int] = [0]
        self._columns = 0
        self._measured = 0  # lines whose width is known
        self.replace(text)

    def __len__(self) -> int:
        return len(self._lines)

    def replace(self, text: str) -> int:
        """Take a new text and return the first line that changed; cheap where the old text is its beginning."""
        if text.startswith(self.text):
            first = len(self._lines) - 1
        else:
            first, self._columns = 0, 0
        kept = self._starts[first]
        del self._lines[first:]
        del self._starts[first:]
        for line in text[kept:].split("\n"):
            self._lines.append(line)
            self._starts.append(kept)
            kept += len(line) + 1
        self.text = text
        self._measured = min(self._measured, first)
        return first

    def line(self, number: int) -> str:
        """Return one line."""
        return self._lines[number]

    def span(self, number: int) -> tuple[int, int]:
        """Return where a line begins and ends."""
        start = self._starts[number]
        return start, start + len(self._lines[number])

    def line_of(self, offset: int) -> int:
        """Return the number of the line that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def columns(self, tab: int) -> int:
        """Return the width of the widest line, in columns of a monospaced font; Han characters take two."""
        for line in self._lines[self._measured :]:
            self._columns = max(self._columns, _columns(line, tab))
        self._measured = len(self._lines)
        return self._columns


def _columns(line: str, tab: int) -> int:
    if line.isascii():
        return len(line.expandtabs(tab)) if "\t" in line else len(line)
    return len(line.expandtabs(tab)) + sum(character >= _WIDE for character in line)
