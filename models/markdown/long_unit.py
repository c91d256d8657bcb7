"""Units that are too long to be read again with every change: where they are cut."""

from typing import Final

from models.markdown.bounds import effort
from models.markdown.lines import blank_lines_end, line_starts
from models.markdown.read import Unit

_LONGEST: Final = 20_000  # characters
_MOST_LINES: Final = 400  # or as much effort
_TABLE: Final = 4  # times as long: the rest of a table that is cut is none
_SHORT: Final = 800  # characters: what is not longer takes no time


def cut_of_long_unit(units: list[Unit], text: str) -> int | None:
    """Return where the first unit that is too long is cut, None where all are short enough.

    `text` is what the units were read from, and may go on; blank lines after a unit count as its own. The cut is at a
    line end; it depends on nothing but where the unit begins, so that text that grows is cut as if it had come at once.
    What follows is read as a new text. A single line is not cut.
    """
    if len(text) <= _SHORT:
        return None
    starts = line_starts(text)
    for unit in units:
        if unit.is_fence:
            continue
        end = _longest(text, starts, unit)
        if blank_lines_end(text, starts[min(unit.end_line, len(starts) - 1)]) > end:
            return end
    return None


def _longest(text: str, starts: list[int], unit: Unit) -> int:
    """Return where a unit ends at the latest."""
    times = _TABLE if unit.is_table else 1
    newline = text.find("\n", starts[unit.first_line] + times * _LONGEST)
    end = len(text) if newline < 0 else newline + 1
    left = times * _MOST_LINES
    for line in range(unit.first_line, min(unit.end_line, len(starts) - 1)):
        left -= effort(text[starts[line] : starts[line + 1]])
        if left <= 0:
            return min(end, starts[line + 1])
    after = unit.end_line + left
    return min(end, starts[after]) if after < len(starts) else end
