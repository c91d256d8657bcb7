"""A small picture of the idea behind the modes: one scale from cool to warm."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import SMALL, Theme, temperature_colour
from models.texts import Phrasebook

_BAR_HEIGHT = 6
_GAP = 8
_CAUTION, _HOTTEST = 1.0, 1.3  # the marks of a model without figures of its own; the picture ends before it breaks
_SHOWN = 1.1
_STOPS = 12


class TemperatureLegend(QWidget):
    """The temperature scale with a word at each end and in the middle."""

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = tuple(say(f"empty.scale.{end}") for end in ("cool", "middle", "warm"))
        self.setAccessibleName(", ".join(self._words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar and the words below it."""
        return QSize(320, _BAR_HEIGHT + _GAP + self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scale."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), _BAR_HEIGHT)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for stop in range(_STOPS + 1):
            share = stop / _STOPS
            gradient.setColorAt(share, temperature_colour(self._theme, share * _SHOWN, _CAUTION, _HOTTEST))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        font = QFont(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        painter.setFont(font)
        painter.setPen(self._theme.colour("muted"))
        below = QRectF(0, _BAR_HEIGHT + _GAP / 2, self.width(), self.height() - _BAR_HEIGHT - _GAP / 2)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for word, side in zip(self._words, sides, strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignTop, word)
        painter.end()
