"""Where things are in a chart: one panel above another with a common axis of temperatures."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from desktop.lab.chart.values import Chart

_EDGE = 0.6  # room beside the first and the last temperature, in steps between two
_LONE_STEP = 0.1
_LARGEST_EDGE = 0.2  # of the whole span
_DIVERSITY_PART = 0.38  # of the height of both panels
_BANDS = 22.0


@dataclass(frozen=True)
class Panel:
    """The area in which a share from 0 (its lower edge) to 1 (its upper edge) is drawn, below a heading."""

    area: QRectF

    def y(self, share: float) -> float:
        """Return the place of a share."""
        return self.area.bottom() - share * self.area.height()


@dataclass(frozen=True)
class Frame:
    """The panels of a chart and its axis, from `first` to `last`; `step` is the smallest between two temperatures.

    The bars of the `bands` stand right above the upper panel.
    """

    bands: QRectF
    passed: Panel
    diversity: Panel | None
    first: float
    last: float
    step: float

    @property
    def bottom(self) -> float:
        """The lower edge of the lowest panel."""
        return (self.diversity or self.passed).area.bottom()

    def x(self, temperature: float) -> float:
        """Return the place of a temperature."""
        area = self.passed.area
        return area.left() + (temperature - self.first) / (self.last - self.first) * area.width()

    def nearest(self, x: float, chart: Chart) -> float | None:
        """Return the measured temperature that is nearest to `x`."""
        return min(chart.temperatures, key=lambda one: abs(self.x(one) - x), default=None)


def frame_for(chart: Chart, size: QSizeF, font: QFont, *, top: float) -> Frame:
    """Divide the area below `top` of a chart of `size` whose texts have `font`."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    left = metrics.horizontalAdvance("100 %") + 0.8 * line
    width = max(size.width() - left - 0.4 * line, line)
    bands = _BANDS if chart.measured or chart.published else 0.0
    heading, axis = 1.7 * line, 2.7 * line
    first_top = top + heading + bands
    room = max(size.height() - first_top - axis, 4 * line)
    diversity = None
    upper = room
    if chart.has_diversity:
        between = 1.3 * line + heading
        lower = (room - between) * _DIVERSITY_PART
        upper = room - between - lower
        diversity = Panel(QRectF(QPointF(left, first_top + upper + between), QSizeF(width, lower)))
    passed = Panel(QRectF(QPointF(left, first_top), QSizeF(width, upper)))
    first, last, step = _span(chart.temperatures)
    return Frame(QRectF(left, first_top - bands, width, bands), passed, diversity, first, last, step)


def _span(temperatures: tuple[float, ...]) -> tuple[float, float, float]:
    """Return the ends of the axis and the smallest step on it."""
    if not temperatures:
        return 0.0, 1.0, _LONE_STEP
    step = min((after - before for before, after in pairwise(temperatures)), default=_LONE_STEP)
    span = temperatures[-1] - temperatures[0]
    edge = _EDGE * min(max(step, span / 8), _LARGEST_EDGE) if span else _LONE_STEP
    return temperatures[0] - edge, temperatures[-1] + edge, step
