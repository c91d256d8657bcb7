"""The line above a chart that says what its marks and bars mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.lab.chart.marks import Shape, paint_line, paint_mark, shape_of
from desktop.lab.chart.values import Chart
from desktop.theme import Theme
from models.catalog import Band
from models.texts import Phrasebook, figure

BAR = 4.0
"""The thickness of the bars that stand for bands."""
_SAMPLE = 26.0
_GAP = 7.0
_BETWEEN = 20.0
_LINE = 1.5  # heights of a text from one line of the legend to the next


@dataclass(frozen=True)
class Key:
    """What one sample means: the shape of a series, or a bar in a colour of the theme."""

    text: str
    shape: Shape | None
    colour: str


def keys(chart: Chart, say: Phrasebook) -> tuple[Key, ...]:
    """Return what has to be explained of a chart; a lone series needs no name."""
    series = [Key(one.name, shape_of(number), "muted") for number, one in enumerate(chart.series)]
    bands = [
        Key(say(text, low=figure(band.low), high=figure(band.high)), None, colour)
        for band, text, colour in (
            (chart.measured, "lab.chart.band.measured", "good"),
            (chart.published, "lab.chart.band.published", "faint"),
        )
        if isinstance(band, Band)
    ]
    return (*(series if len(series) > 1 else ()), *bands)


def legend_height(entries: tuple[Key, ...], metrics: QFontMetricsF, width: float) -> float:
    """Return the room that a legend takes."""
    placed = list(_placed(entries, metrics, width))
    return placed[-1][1].y() + _LINE * metrics.height() if placed else 0.0


def paint_legend(painter: QPainter, entries: tuple[Key, ...], theme: Theme, width: float) -> None:
    """Paint a legend from the upper left corner, in lines as wide as there is room."""
    metrics = QFontMetricsF(painter.font())
    for key, at, text in _placed(entries, metrics, width):
        middle = at.y() + metrics.height() / 2
        if key.shape is not None:
            ends = [QPointF(at.x(), middle), QPointF(at.x() + _SAMPLE, middle)]
            paint_line(painter, ends, key.shape, theme.colour(key.colour))
            centre = QPointF(at.x() + _SAMPLE / 2, middle)
            paint_mark(painter, centre, key.shape, theme.colour(key.colour), theme.colour("surface"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(key.colour))
            painter.drawRoundedRect(QRectF(at.x(), middle - BAR / 2, _SAMPLE, BAR), BAR / 2, BAR / 2)
        painter.setPen(theme.colour("text"))
        painter.drawText(QPointF(at.x() + _SAMPLE + _GAP, at.y() + metrics.ascent()), text)


def _placed(entries: tuple[Key, ...], metrics: QFontMetricsF, width: float) -> Iterator[tuple[Key, QPointF, str]]:
    x = y = 0.0
    for key in entries:
        text = metrics.elidedText(key.text, Qt.TextElideMode.ElideMiddle, max(width - _SAMPLE - _GAP, 0.0))
        taken = _SAMPLE + _GAP + metrics.horizontalAdvance(text)
        if x and x + taken > width:
            x, y = 0.0, y + _LINE * metrics.height()
        yield key, QPointF(x, y), text
        x += taken + _BETWEEN
