"""Painting a chart: the same strokes on the screen, into a picture and into an SVG file."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.lab.chart.frame import Frame, Panel, frame_for
from desktop.lab.chart.legend import BAR, keys, legend_height, paint_legend
from desktop.lab.chart.marks import Shape, paint_line, paint_mark, shape_of
from desktop.lab.chart.values import Chart, Series
from desktop.theme import Theme, mixed, temperature_colour
from models.catalog import Band
from models.texts import Phrasebook, figure

_RATES = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHARES = (0.0, 0.5, 1.0)
_TINT = 0.14
_DODGE = 0.22  # of a step between temperatures: several series stand beside each other
_LARGEST_DODGE = 14.0
_BEYOND = 7.0  # how far a bar reaches beyond the temperatures it is about
_CAP = 4.0
_TICK = 5.0


class ChartPainter:
    """Paints charts in a theme and a language."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        self._say = say
        self.theme = theme

    def frame(self, chart: Chart, size: QSizeF, font: QFont) -> Frame:
        """Return where things are in a chart of `size`."""
        return frame_for(
            chart, size, font, top=legend_height(keys(chart, self._say), QFontMetricsF(font), size.width())
        )

    def paint(self, painter: QPainter, chart: Chart, size: QSizeF, font: QFont, *, marked: float | None = None) -> None:
        """Paint `chart` into an area of `size`, with the temperature `marked` made to stand out."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        paint_legend(painter, keys(chart, self._say), self.theme, size.width())
        frame = self.frame(chart, size, font)
        panels = [panel for panel in (frame.passed, frame.diversity) if panel is not None]
        self._paint_measured(painter, chart, frame, panels)
        self._paint_panel(painter, frame.passed, self._say("lab.chart.passed"), frame.bands.height(), rates=True)
        if frame.diversity is not None:
            self._paint_panel(painter, frame.diversity, self._say("lab.chart.diversity"), 0.0, rates=False)
        self._paint_bars(painter, chart, frame)
        self._paint_axis(painter, chart, frame)
        if marked is not None:
            self._paint_marked(painter, frame, panels, marked)
        for number, series in enumerate(chart.series):
            offset = _offset(number, chart, frame)
            self._paint_rates(painter, chart, frame, series, shape_of(number), offset)
            if frame.diversity is not None:
                self._paint_diversity(painter, chart, frame, frame.diversity, series, shape_of(number), offset)

    def _paint_measured(self, painter: QPainter, chart: Chart, frame: Frame, panels: list[Panel]) -> None:
        if chart.measured is None:
            return
        left, right = _reach(chart.measured, frame)
        tint = mixed(self.theme.colour("surface"), self.theme.colour("good"), _TINT)
        for panel in panels:
            painter.fillRect(QRectF(left, panel.area.top(), right - left, panel.area.height()), tint)

    def _paint_bars(self, painter: QPainter, chart: Chart, frame: Frame) -> None:
        y = frame.bands.bottom() - 2 * BAR - 2
        for band, colour in ((chart.measured, "good"), (chart.published, "faint")):
            if band is not None and band.high >= frame.first and band.low <= frame.last:
                left, right = _reach(band, frame)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.theme.colour(colour))
                painter.drawRoundedRect(QRectF(left, y, right - left, BAR), BAR / 2, BAR / 2)
            y -= BAR + 2

    def _paint_panel(self, painter: QPainter, panel: Panel, heading: str, above: float, *, rates: bool) -> None:
        metrics, area = QFontMetricsF(painter.font()), panel.area
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setFont(bold)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(QPointF(0, area.top() - above - 0.6 * metrics.height() - metrics.descent()), heading)
        painter.restore()
        for share in _RATES if rates else _SHARES:
            y = panel.y(share)
            painter.setPen(QPen(self.theme.colour("border"), 1.0))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            text = f"{round(100 * share)} %" if rates else f"{share:.1f}"
            painter.setPen(self.theme.colour("muted"))
            place = QPointF(area.left() - metrics.horizontalAdvance(text) - 0.6 * metrics.height(), 0)
            painter.drawText(QPointF(place.x(), y + metrics.capHeight() / 2), text)

    def _paint_axis(self, painter: QPainter, chart: Chart, frame: Frame) -> None:
        metrics, bottom = QFontMetricsF(painter.font()), frame.bottom
        line, free = metrics.height(), -1.0
        for temperature in chart.temperatures:
            x, text = frame.x(temperature), figure(temperature)
            painter.setPen(QPen(self._colour(chart, temperature), 2.0))
            painter.drawLine(QLineF(x, bottom + 1, x, bottom + 1 + _TICK))
            width = metrics.horizontalAdvance(text)
            if x - width / 2 > free:
                painter.setPen(self.theme.colour("text"))
                painter.drawText(QPointF(x - width / 2, bottom + _TICK + line), text)
                free = x + width / 2 + line / 3
        title = self._say("lab.chart.temperature")
        painter.setPen(self.theme.colour("muted"))
        middle = frame.passed.area.center().x() - metrics.horizontalAdvance(title) / 2
        painter.drawText(QPointF(middle, bottom + _TICK + 2.1 * line), title)

    def _paint_marked(self, painter: QPainter, frame: Frame, panels: list[Panel], temperature: float) -> None:
        painter.setPen(QPen(self.theme.colour("accent"), 1.0, Qt.PenStyle.DashLine))
        for panel in panels:
            painter.drawLine(QLineF(frame.x(temperature), panel.area.top(), frame.x(temperature), panel.area.bottom()))

    def _paint_rates(
        self, painter: QPainter, chart: Chart, frame: Frame, series: Series, shape: Shape, offset: float
    ) -> None:
        panel = frame.passed
        found = [(point, point.rate) for point in series.points]
        places = [
            (point, QPointF(frame.x(point.temperature) + offset, panel.y(rate)))
            for point, rate in found
            if rate is not None
        ]
        paint_line(painter, [place for _, place in places], shape, self.theme.colour("faint"))
        for point, place in places:
            colour = self._colour(chart, point.temperature)
            painter.setPen(QPen(colour, 2.0))
            top, bottom = panel.y(point.high), panel.y(point.low)
            painter.drawLine(QLineF(place.x(), top, place.x(), bottom))
            for end in (top, bottom):
                painter.drawLine(QLineF(place.x() - _CAP, end, place.x() + _CAP, end))
            paint_mark(painter, place, shape, colour, self.theme.colour("surface"))

    def _paint_diversity(
        self,
        painter: QPainter,
        chart: Chart,
        frame: Frame,
        panel: Panel,
        series: Series,
        shape: Shape,
        offset: float,
    ) -> None:
        places = [
            (point, QPointF(frame.x(point.temperature) + offset, panel.y(point.diversity)))
            for point in series.points
            if point.diversity is not None
        ]
        paint_line(painter, [place for _, place in places], shape, self.theme.colour("faint"))
        for point, place in places:
            paint_mark(painter, place, shape, self._colour(chart, point.temperature), self.theme.colour("surface"))

    def _colour(self, chart: Chart, temperature: float) -> QColor:
        return temperature_colour(self.theme, temperature, chart.caution_from, chart.breaks_down_from)


def _reach(band: Band, frame: Frame) -> tuple[float, float]:
    """Return from where to where a bar reaches that is about a band; a single temperature has a bar too."""
    area = frame.passed.area
    return max(frame.x(band.low) - _BEYOND, area.left()), min(frame.x(band.high) + _BEYOND, area.right())


def _offset(number: int, chart: Chart, frame: Frame) -> float:
    """Return how far beside its temperature a series stands, so that none hides another."""
    step = frame.x(frame.first + frame.step) - frame.x(frame.first)
    return (number - (len(chart.series) - 1) / 2) * min(_DODGE * step, _LARGEST_DODGE)
