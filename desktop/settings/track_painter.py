"""Painting the temperature scale: the coloured track, the bands on it, the marks below it, and the handle."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import SMALL, Theme, mixed, temperature_colour
from models.catalog import Band
from models.texts import figure

if TYPE_CHECKING:
    from models.sampling import Preset

_MARGIN = 10.0  # room for the handle at both ends
_MIDDLE = 20.0  # the track's middle line, from the top
_TRACK = 6.0
_BAND = 10.0
_BRACKET = 7.0
_HANDLE = 8.0
_KNEE = 1.0  # up to here the scale has two thirds of the track: that is where the decisions are
_KNEE_AT = 2 / 3
_STOPS = 48
_DIMMED = 0.6


def position_of(widget: QWidget, temperature: float, *, highest: float) -> float:
    """Return the x of a temperature on the track of `widget`."""
    if highest <= _KNEE:
        share = temperature / highest
    elif temperature <= _KNEE:
        share = temperature / _KNEE * _KNEE_AT
    else:
        share = _KNEE_AT + (temperature - _KNEE) / (highest - _KNEE) * (1 - _KNEE_AT)
    return _MARGIN + share * (widget.width() - 2 * _MARGIN)


def temperature_at(widget: QWidget, x: float, *, highest: float) -> float:
    """Return the temperature at `x`: the inverse of `position_of`, held within the scale."""
    share = min(max((x - _MARGIN) / max(widget.width() - 2 * _MARGIN, 1.0), 0.0), 1.0)
    if highest <= _KNEE:
        return share * highest
    if share <= _KNEE_AT:
        return share / _KNEE_AT * _KNEE
    return _KNEE + (share - _KNEE_AT) / (1 - _KNEE_AT) * (highest - _KNEE)


class TrackPainter:
    """Paints one track; `theme` and `preset` may be changed between paintings. Without a preset the track is plain."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.preset: Preset | None = None

    def paint(self, painter: QPainter, widget: QWidget, *, value: float, highest: float) -> None:
        """Paint everything with the handle at `value`."""
        self._paint_track(painter, widget, highest)
        if self.preset is not None:
            self._paint_band(painter, widget, self.preset.band, highest)
            if self.preset.authors_band is not None:
                self._paint_authors(painter, widget, self.preset.authors_band, highest)
            if self.preset.measured is not None:
                self._paint_measured(painter, widget, self.preset.measured.band, highest)
            self._paint_mark(painter, widget, self.preset.caution_from, "caution", highest)
            self._paint_mark(painter, widget, self.preset.breaks_down_from, "danger", highest)
        self._paint_handle(painter, widget, value, highest)

    def _colour(self, temperature: float) -> QColor:
        if self.preset is None:
            return self.theme.colour("accent")
        return temperature_colour(self.theme, temperature, self.preset.caution_from, self.preset.breaks_down_from)

    def _gradient(self, widget: QWidget, highest: float, *, dimmed: float) -> QLinearGradient:
        gradient = QLinearGradient(_MARGIN, 0.0, widget.width() - _MARGIN, 0.0)
        length = widget.width() - 2 * _MARGIN
        for index in range(_STOPS + 1):
            share = index / _STOPS
            temperature = temperature_at(widget, _MARGIN + share * length, highest=highest)
            gradient.setColorAt(share, mixed(self._colour(temperature), self.theme.colour("window"), dimmed))
        return gradient

    def _paint_track(self, painter: QPainter, widget: QWidget, highest: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._gradient(widget, highest, dimmed=_DIMMED if self.preset else 0.0))
        track = QRectF(_MARGIN, _MIDDLE - _TRACK / 2, widget.width() - 2 * _MARGIN, _TRACK)
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)

    def _paint_band(self, painter: QPainter, widget: QWidget, band: Band, highest: float) -> None:
        left = position_of(widget, band.low, highest=highest)
        right = position_of(widget, band.high, highest=highest)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._gradient(widget, highest, dimmed=0.0))
        painter.drawRoundedRect(QRectF(left, _MIDDLE - _BAND / 2, right - left, _BAND), 3.0, 3.0)
        bracket = QPainterPath(QPointF(left, _BRACKET))
        bracket.lineTo(left, _BRACKET - 4)
        bracket.lineTo(right, _BRACKET - 4)
        bracket.lineTo(right, _BRACKET)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("muted"), 1.5))
        painter.drawPath(bracket)

    def _paint_authors(self, painter: QPainter, widget: QWidget, band: Band, highest: float) -> None:
        y = _MIDDLE + _HANDLE + 3
        pen = QPen(self.theme.colour("accent"), 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, right = (position_of(widget, end, highest=highest) for end in (band.low, band.high))
        painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _paint_measured(self, painter: QPainter, widget: QWidget, band: Band, highest: float) -> None:
        """Paint a dotted line above the track: what did well on this machine."""
        pen = QPen(self.theme.colour("good"), 2.0, Qt.PenStyle.DotLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, right = (position_of(widget, end, highest=highest) for end in (band.low, band.high))
        y = _MIDDLE - _HANDLE - 2
        painter.drawLine(QPointF(left - 1, y), QPointF(right + 1, y))

    def _paint_mark(self, painter: QPainter, widget: QWidget, temperature: float, name: str, highest: float) -> None:
        x = position_of(widget, temperature, highest=highest)
        top = _MIDDLE + _TRACK / 2 + 3
        painter.setPen(QPen(self.theme.colour(name), 1.5))
        painter.drawLine(QPointF(x, top), QPointF(x, top + 5))
        font = QFont(widget.font())
        font.setPixelSize(max(9, round(font.pixelSize() * SMALL) - 1))
        painter.setFont(font)
        text = QRectF(x - 24, top + 6, 48, widget.height() - top - 6)
        painter.drawText(text, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, figure(temperature))

    def _paint_handle(self, painter: QPainter, widget: QWidget, value: float, highest: float) -> None:
        centre = QPointF(position_of(widget, value, highest=highest), _MIDDLE)
        if widget.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), 2.0))
            painter.drawEllipse(centre, _HANDLE + 1.5, _HANDLE + 1.5)
        painter.setPen(QPen(self._colour(value), 3.0))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(centre, _HANDLE - 2, _HANDLE - 2)
