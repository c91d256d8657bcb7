"""The chart of a measurement: pass rate with its confidence interval, and diversity, against temperature.

`ChartView` shows a `Chart` of `Series` of `Point`s; `ChartPainter` paints one anywhere, `svg_of` and `png_of` into
files.
"""

from desktop.lab.chart.export import png_of, svg_of
from desktop.lab.chart.painter import ChartPainter
from desktop.lab.chart.values import Chart, Point, Series
from desktop.lab.chart.view import ChartView

__all__ = ["Chart", "ChartPainter", "ChartView", "Point", "Series", "png_of", "svg_of"]
