"""Running text in which each formula that is set is one character, as wide as the formula."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from desktop.conversation.transcript.formula import Asked, Typeset, Typesetter
from desktop.conversation.transcript.layout.utf16 import Offsets
from desktop.conversation.transcript.look import Look, formula_size, metrics
from models.markdown import Inline, Span, Style, tex_of

_DASH: Final = "\u2014"  # lines may break beside it, but not before a comma
_NO_BREAK: Final = "\u00a0"  # for a formula that touches a letter: the nth
_SMALLEST: Final = 0.5  # of its size; a formula that is still too wide for the column is shown as its source


@dataclass(frozen=True, slots=True)
class StandIn:
    """A formula in the text: its characters in the source, and the one that stands for them."""

    start: int
    end: int
    at: int
    formula: Typeset
    size: float

    @property
    def scale(self) -> float:
        """What a length of the formula is multiplied with."""
        return self.formula.scale(self.size)


class StandIns:
    """The text that is laid out in place of `inline`, and where what is in it.

    `awaited` are the formulas that are not set yet: their source is shown.
    """

    def __init__(self, inline: Inline, font: QFont, width: float, typesetter: Typesetter | None) -> None:
        self.formulas: list[StandIn] = []
        self.awaited: list[Asked] = []
        self.spans: list[Span] = []
        pieces: list[str] = []
        done = length = 0
        for span in inline.spans:
            formula = self._formula(inline.text[span.start : span.end], span, typesetter)
            if formula is None:
                self.spans.append(span)
                continue
            size = formula_size(font)
            natural = formula.width * formula.scale(size)
            if natural * _SMALLEST > width:
                self.spans.append(span)
                continue
            pieces += [inline.text[done : span.start], _stand_in(inline.text, span)]
            length += span.start - done
            self.formulas.append(StandIn(span.start, span.end, length, formula, size * min(1.0, width / natural)))
            length += 1
            done = span.end
        pieces.append(inline.text[done:])
        self.text = "".join(pieces)
        self._starts = [each.start for each in self.formulas]
        self._ats = [each.at for each in self.formulas]
        self._offsets = Offsets(self.text)

    def _formula(self, source: str, span: Span, typesetter: Typesetter | None) -> Typeset | None:
        tex = tex_of(source) if typesetter is not None and Style.FORMULA in span.style else None
        if tex is None or typesetter is None:
            return None
        asked = Asked(tex.tex, tex.display)
        formula = typesetter.typeset(asked)
        if formula is None and not typesetter.knows(asked):
            self.awaited.append(asked)
        return formula

    def to_qt(self, offset: int, *, is_end: bool = False) -> int:
        """Return Qt's offset of a place in the source; inside a formula, that of its start or its end."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return self._offsets.to_qt(offset)
        last = self.formulas[number]
        if offset >= last.end:
            return self._offsets.to_qt(last.at + 1 + offset - last.end)
        return self._offsets.to_qt(last.at + (is_end and offset > last.start))

    def from_qt(self, offset: int) -> int:
        """Return the place in the source of Qt's `offset`."""
        shown = self._offsets.from_qt(offset)
        number = bisect_left(self._ats, shown) - 1
        if number < 0:
            return shown
        last = self.formulas[number]
        return last.end + shown - last.at - 1

    def qt_at(self, formula: StandIn) -> int:
        """Return Qt's offset of the character that stands for a formula."""
        return self._offsets.to_qt(formula.at)

    def reach(self, start: int, end: int) -> tuple[float, float]:
        """Return how far the formulas between two of Qt's offsets reach above and below the baseline."""
        ascent = depth = 0.0
        for each in self.formulas:
            if start <= self.qt_at(each) < end:
                ascent = max(ascent, each.formula.ascent * each.scale)
                depth = max(depth, each.formula.depth * each.scale)
        return ascent, depth

    def formula_at(self, offset: int) -> StandIn | None:
        """Return the formula that holds the character at `offset` of the source."""
        number = bisect_right(self._starts, offset) - 1
        return self.formulas[number] if number >= 0 and offset < self.formulas[number].end else None


def _stand_in(text: str, span: Span) -> str:
    beside = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
    return _NO_BREAK if any(character.isascii() and character.isalnum() for character in beside) else _DASH


def stand_in_format(formula: StandIn, look: Look, character: str) -> QTextCharFormat:
    """Return how the character is drawn that stands for a formula: not at all, and as wide as the formula."""
    result = QTextCharFormat()
    result.setFont(look.body)
    result.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    width = formula.formula.width * formula.scale
    result.setFontLetterSpacing(width - metrics(look.body).horizontalAdvance(character))
    result.setForeground(QColor(0, 0, 0, 0))
    return result
