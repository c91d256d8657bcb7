"""How wide the columns of a table are."""

import math
import re

from desktop.conversation.transcript.layout.stand_ins import StandIns
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from models.markdown import LINE_BREAK, Inline, Style, Table

_LINE = re.compile(f"[^{LINE_BREAK}]*")
_WORD = re.compile(r"\S+")

_WIDEST_WORD = 160.0
_WIDE = "\u2e80"  # Han characters break anywhere


def column_widths(table: Table, around: Surroundings, width: float, padding: float) -> list[float]:
    """Return the widths of the columns, `padding` included.

    Every column gets what its longest line needs if that fits `width`. If not, each gets what its longest word needs
    and a share of the rest that follows what it lacks; the sum is larger than `width` if even the words do not fit.
    """
    measured = _Measure(around)
    cells = [[measured.cell(text, is_head=number == 0) for text in row] for number, row in enumerate(table.rows)]
    columns = [list(column) for column in zip(*cells, strict=True)]
    wanted = [max(cell.longest_line() for cell in column) + padding for column in columns]
    if sum(wanted) <= width:
        return wanted
    least = [max(cell.longest_word() for cell in column) + padding for column in columns]
    least = [min(low, high) for low, high in zip(least, wanted, strict=True)]
    room = width - sum(least)
    lacking = sum(wanted) - sum(least)
    if room <= 0.0 or lacking <= 0.0:
        return least
    return [low + (high - low) / lacking * room for low, high in zip(least, wanted, strict=True)]


class _Measure:
    """Measures the cells of one table; each word is measured once."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._fonts = (around.look.body, around.look.bold())
        self._metrics = tuple(metrics(font) for font in self._fonts)
        self._widths: dict[tuple[bool, str], float] = {}
        self.widest_word = around.look.scaled(_WIDEST_WORD)

    def cell(self, inline: Inline, *, is_head: bool) -> "_Cell":
        """Return a cell, ready to be measured."""
        if not any(Style.FORMULA in span.style for span in inline.spans):
            return _Cell(inline.text, {}, self, is_head=is_head)
        shown = StandIns(inline, self._fonts[is_head], math.inf, self._around.typesetter)
        return _Cell(
            shown.text, {each.at: each.formula.width * each.scale for each in shown.formulas}, self, is_head=is_head
        )

    def width(self, text: str, *, is_head: bool) -> float:
        """Return the width of a piece of text."""
        known = self._widths.get((is_head, text))
        if known is None:
            # Marked text may be wider than plain: bold by a little, code by its own font.
            known = self._metrics[is_head].horizontalAdvance(text) * 1.06 + 2.0
            self._widths[is_head, text] = known
        return known


class _Cell:
    """The text of one cell and how wide its parts are; `formulas` are the widths of what stands for one, by place."""

    def __init__(self, text: str, formulas: dict[int, float], measure: _Measure, *, is_head: bool) -> None:
        self._text = text
        self._formulas = formulas
        self._measure = measure
        self._is_head = is_head

    def longest_line(self) -> float:
        """Return the width of the longest line if none is broken."""
        return max(self._width(match.start(), match.end()) for match in _LINE.finditer(self._text))

    def longest_word(self) -> float:
        """Return the least width: of a word, within reason, or of a formula."""
        widest, limit = 0.0, self._measure.widest_word
        for match in _WORD.finditer(self._text):
            if match[0] < _WIDE:
                widest = max(widest, self._width(match.start(), match.end()))
                if widest >= limit:
                    break
        return max(min(widest, limit), *self._formulas.values(), 0.0)

    def _width(self, start: int, end: int) -> float:
        own = self._measure.width(self._text[start:end], is_head=self._is_head)
        return own + sum(width for at, width in self._formulas.items() if start <= at < end)
