"""Fonts, colours and measures of the transcript, made from a theme and a text scale."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat

from desktop.theme import SMALL, Theme, code_font, interface_font, mixed, temperature_colour, text_size
from models.markdown import Style

COLUMN: Final = 760.0
"""The widest column of text, in device-independent pixels."""
MARGIN: Final = 20.0
"""Least space beside the column."""
LINE_PITCH: Final = 1.55
"""Distance of baselines, in parts of the font's size."""

_FORMULA = 1.15  # of the text's size: the formula font's letters are smaller
_HEADINGS = (1.5, 1.3, 1.15, 1.0, 1.0, 1.0)
_CODE = 0.93  # of ordinary text: monospaced letters look larger
_HOT_FROM = 2 / 3  # where the temperature scale is amber


@dataclass(frozen=True)
class Look:
    """How text is drawn. `muted` is the quiet variant for thinking."""

    theme: Theme
    scale: float = 1.0
    muted: bool = False

    @property
    def text(self) -> QColor:
        """The colour of running text."""
        return self.theme.colour("muted" if self.muted else "text")

    @property
    def body(self) -> QFont:
        """The font of running text."""
        return _body(self.scale, 1.0)

    @property
    def line(self) -> float:
        """The distance of baselines in running text."""
        return float(math.ceil(self.body.pixelSize() * LINE_PITCH))

    @property
    def small(self) -> QFont:
        """The font of quiet lines."""
        return _body(self.scale, SMALL)

    @property
    def code(self) -> QFont:
        """The font of code blocks."""
        return _code(self.scale)

    def heading(self, level: int) -> QFont:
        """The font of a heading of `level` 1 to 6."""
        font = QFont(_body(self.scale, _HEADINGS[level - 1]))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def bold(self) -> QFont:
        """The font of a table's head."""
        font = QFont(self.body)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def format(self, style: Style) -> QTextCharFormat:
        """Return how text of `style` differs from what surrounds it."""
        return _format(self, style)

    def temperature(self, position: float) -> QColor:
        """Return the colour of a place on the temperature scale, 0 (cool) to 1 (hot)."""
        return temperature_colour(self.theme, position, _HOT_FROM, 1.0)

    @property
    def code_background(self) -> QColor:
        """What is behind a code block."""
        return self.theme.colour("raised")

    @property
    def inline_code_background(self) -> QColor:
        """What is behind a piece of code in running text."""
        return mixed(self.theme.colour("surface"), self.theme.colour("faint"), 0.2)

    def scaled(self, length: float) -> float:
        """Return a length at this text scale, in whole pixels."""
        return float(round(length * self.scale))


@lru_cache(maxsize=64)
def _body(scale: float, step: float) -> QFont:
    font = interface_font(scale)
    font.setPixelSize(text_size(step, scale))
    return font


@lru_cache(maxsize=8)
def _code(scale: float) -> QFont:
    font = code_font(scale)
    font.setPixelSize(text_size(_CODE, scale))
    return font


@lru_cache(maxsize=256)
def _format(look: Look, style: Style) -> QTextCharFormat:
    result = QTextCharFormat()
    if Style.BOLD in style:
        result.setFontWeight(QFont.Weight.DemiBold)
    if Style.ITALIC in style:
        result.setFontItalic(True)
    if Style.STRUCK in style:
        result.setFontStrikeOut(True)
    if style & (Style.CODE | Style.FORMULA):
        font = look.code
        result.setFontFamilies(font.families())
        result.setFontFixedPitch(True)
        result.setProperty(QTextCharFormat.Property.FontPixelSize, font.pixelSize())
    if Style.LINK in style:
        result.setForeground(look.theme.colour("accent"))
        result.setFontUnderline(Style.NOTE not in style)
    if Style.NOTE in style:
        result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    if style & (Style.IMAGE | Style.FORMULA) and Style.LINK not in style:
        result.setForeground(look.theme.colour("muted"))
    return result


def formula_size(font: QFont) -> float:
    """Return the size of formulas in text of a font, in pixels."""
    return font.pixelSize() * _FORMULA


_METRICS: dict[str, QFontMetricsF] = {}


def metrics(font: QFont) -> QFontMetricsF:
    """Return the measures of a font; each font is measured once."""
    key = font.key()
    if key not in _METRICS:
        _METRICS[key] = QFontMetricsF(font)
    return _METRICS[key]
