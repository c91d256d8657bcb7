"""The font of formulas, which says what it cannot draw instead of drawing boxes."""

import unicodedata
from typing import Final
from xml.etree.ElementTree import Element

from ziafont.fonttypes import BBox
from ziafont.glyph import SimpleGlyph
from ziafont.svgpath import fmt
from ziamath.mathfont import MathFont
from ziamath.styles import MathVariant

SIGN_TAG: Final = "sign"
_WIDE: Final = frozenset("WF")  # East Asian widths of one em
_ASCENT: Final = 0.88  # of a Chinese character's square
_MISSING: Final = 0  # the number of the glyph that stands for what a font does not have


class MissingGlyphError(Exception):
    """The font has no shape for a character."""


class WideGlyph(SimpleGlyph):
    """The square of a Chinese character; the window draws the character itself, in a font of its own."""

    def __init__(self, character: str, font: MathFont) -> None:
        em = font.info.layout.unitsperem
        super().__init__(_MISSING, [], BBox(0, em, -(1 - _ASCENT) * em, _ASCENT * em), font)
        self._character = character
        self._em: int = em

    def advance(self, nextchr: SimpleGlyph | None = None) -> int:  # noqa: ARG002 - squares are not kerned
        """Return the width of the square in font units."""
        return self._em

    def place(self, x: float, y: float, point_size: float) -> Element:
        """Return a mark for the character's place in the drawing."""
        element = Element(SIGN_TAG, {"x": fmt(x), "y": fmt(y), "size": fmt(point_size)})
        element.text = self._character
        return element


class FormulaFont(MathFont):
    """The formula font with room for Chinese; raises MissingGlyphError for what neither can draw."""

    def findglyph(self, char: str, variant: MathVariant) -> SimpleGlyph:
        """Return the glyph of a character."""
        if unicodedata.east_asian_width(char) in _WIDE:
            return WideGlyph(char, self)
        glyph = super().findglyph(char, variant)
        if glyph.index == _MISSING:
            raise MissingGlyphError(char)
        return glyph
