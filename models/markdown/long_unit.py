"""Units that are too long to be read again with every change: where they are cut."""

from typing import Final

from models.markdown.lines import line_starts
from models.markdown.read import Unit

_LONGEST: Final = 20_000  # characters
_MOST_LINES: Final = 400
_TABLE: Final = 4  # times as long: the rest of a table that is cut is none


def cut_of_long_unit(units: list[Unit], text: str) -> int | None:
    """Return where the first unit that is too long is cut, None where all are short enough.

    `text` is what the units were read from, and may go on. The cut is at a line end; it depends on nothing but where
    the unit begins, so that text that grows is cut as if it had come at once. What follows is read as a new text. A
    single line is not cut.
    """
    if len(text) <= _LONGEST and text.count("\n") <= _MOST_LINES:
        return None
    starts = line_starts(text)
    for unit in units:
        if unit.is_fence:
            continue
        times = _TABLE if unit.is_table else 1
        newline = text.find("\n", starts[unit.first_line] + times * _LONGEST)
        end = len(text) if newline < 0 else newline + 1
        if unit.first_line + times * _MOST_LINES < len(starts):
            end = min(end, starts[unit.first_line + times * _MOST_LINES])
        if unit.end_line < len(starts) and starts[unit.end_line] > end:
            return end
    return None
