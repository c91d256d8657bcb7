"""How wide the columns of a table are."""

import math
import re

from desktop.conversation.transcript.layout.stand_ins import StandIns
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from models.markdown import LINE_BREAK, Inline, Table

_LINE = re.compile(f"[^{LINE_BREAK}]*")
_WORD = re.compile(r"\S+")

_WIDEST_WORD = 160.0
_WIDE = "\u2e80"  # Han characters break anywhere


def column_widths(table: Table, around: Surroundings, width: float, padding: float) -> list[float]:
    """Return the widths of the columns, `padding` included.

    Every column gets what its longest line needs if that fits `width`. If not, each gets what its longest word needs
    and a share of the rest that follows what it lacks; the sum is larger than `width` if even the words do not fit.
    """
    wanted: list[float] = []
    least: list[float] = []
    for column in range(len(table.alignments)):
        cells = [_Cell(row[column], around, is_head=number == 0) for number, row in enumerate(table.rows)]
        wanted.append(max(cell.longest_line() for cell in cells) + padding)
        least.append(max(cell.longest_word() for cell in cells) + padding)
    least = [min(low, high) for low, high in zip(least, wanted, strict=True)]
    if sum(wanted) <= width:
        return wanted
    room = width - sum(least)
    lacking = sum(wanted) - sum(least)
    if room <= 0.0 or lacking <= 0.0:
        return least
    return [low + (high - low) / lacking * room for low, high in zip(least, wanted, strict=True)]


class _Cell:
    """The text of one cell and how wide its parts are."""

    def __init__(self, inline: Inline, around: Surroundings, *, is_head: bool) -> None:
        look = around.look
        self._font = look.bold() if is_head else look.body
        self._widest_word = look.scaled(_WIDEST_WORD)
        shown = StandIns(inline, self._font, math.inf, around.typesetter)
        self._text = shown.text
        self._formulas = {each.at: each.formula.width * each.scale for each in shown.formulas}

    def longest_line(self) -> float:
        """Return the width of the longest line if none is broken."""
        return max(self._width(match.start(), match.end()) for match in _LINE.finditer(self._text))

    def longest_word(self) -> float:
        """Return the least width: of a word, within reason, or of a formula."""
        words = [match for match in _WORD.finditer(self._text) if match[0] < _WIDE]
        widest = max((self._width(match.start(), match.end()) for match in words), default=0.0)
        return max(min(widest, self._widest_word), *self._formulas.values(), 0.0)

    def _width(self, start: int, end: int) -> float:
        # Marked text may be wider than plain: bold by a little, code by its own font.
        return (
            metrics(self._font).horizontalAdvance(self._text[start:end]) * 1.06
            + 2.0
            + sum(width for at, width in self._formulas.items() if start <= at < end)
        )
