"""Icons drawn from the SVG files of `resources/icons`, tinted when they are loaded, sharp at every pixel ratio."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from models.resources import resource

ICON_SIZE = 20
"""The grid the icons are drawn on, in device-independent pixels."""

_TINT = b"currentColor"
_SIZES = (16, 20, 24)
_LARGEST = 48  # scaled down where a screen with another pixel ratio is plugged in later
_DISABLED_OPACITY = 0.4


def icon(name: str, colour: QColor) -> QIcon:
    """Return the icon `name` in `colour`; each pair is made once.

    Raises FileNotFoundError for an unknown name, ValueError for a file that is no SVG image.
    """
    return _tinted(name, colour.name())


@cache
def _tinted(name: str, colour: str) -> QIcon:
    svg = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(svg.replace(_TINT, colour.encode("ascii"))))
    if not renderer.isValid():
        message = f"{name}.svg is not an SVG image"
        raise ValueError(message)
    result = QIcon()
    for width in _widths():
        picture = _drawn(renderer, width)
        result.addPixmap(picture, QIcon.Mode.Normal)
        result.addPixmap(_paler(picture), QIcon.Mode.Disabled)
    return result


def _widths() -> list[int]:
    """Return the widths in device pixels that the screens at hand need.

    An icon engine would draw on demand, but PySide crashes when Qt clones one that is written in Python.
    """
    ratios = {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    return sorted({_LARGEST, *(round(size * ratio) for size in _SIZES for ratio in ratios)})


def _drawn(renderer: QSvgRenderer, width: int) -> QPixmap:
    picture = QPixmap(width, width)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, width, width))
    painter.end()
    return picture


def _paler(picture: QPixmap) -> QPixmap:
    result = QPixmap(picture.size())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(_DISABLED_OPACITY)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return result
