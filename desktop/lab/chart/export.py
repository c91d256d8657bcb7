"""Writing a chart into a file: SVG for print and the web, PNG for everything else."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QSizeF
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from desktop.lab.chart.painter import ChartPainter
from desktop.lab.chart.values import Chart

SIZE = QSize(960, 560)
"""The size of a chart in a file, in device-independent pixels."""
_MARGIN = 24
_SHARP = 2  # pixels of the picture for each of the screen's
_DOTS_PER_INCH = 96


def svg_of(chart: Chart, painter: ChartPainter, font: QFont, *, title: str) -> bytes:
    """Return a chart as an SVG document."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setSize(SIZE)
    generator.setViewBox(QRect(0, 0, SIZE.width(), SIZE.height()))
    generator.setTitle(title)
    _paint(chart, painter, QPainter(generator), font)
    return bytes(buffer.data().data())


def png_of(chart: Chart, painter: ChartPainter, font: QFont) -> bytes:
    """Return a chart as a PNG picture, with twice as many pixels as an ordinary screen would show."""
    image = QImage(SIZE * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    _paint(chart, painter, QPainter(image), font)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _paint(chart: Chart, chart_painter: ChartPainter, painter: QPainter, font: QFont) -> None:
    area = QRect(0, 0, SIZE.width(), SIZE.height())
    painter.fillRect(area, chart_painter.theme.colour("surface"))
    painter.translate(_MARGIN, _MARGIN)
    chart_painter.paint(painter, chart, QSizeF(SIZE.width() - 2 * _MARGIN, SIZE.height() - 2 * _MARGIN), font)
    painter.end()
