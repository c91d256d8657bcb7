"""The marks and lines by which the series of a chart are told apart without their colours."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_RADIUS = 5.0
_PEN = 2.0
_LINE = 1.4


class Shape(Enum):
    """How a series marks its points; the next series takes the next one."""

    DISC = (False, Qt.PenStyle.SolidLine)
    DIAMOND = (True, Qt.PenStyle.DashLine)
    RING = (False, Qt.PenStyle.DotLine)
    HOLLOW_DIAMOND = (True, Qt.PenStyle.DashDotLine)

    @property
    def pointed(self) -> bool:
        """Whether it is a diamond."""
        return self.value[0]

    @property
    def hollow(self) -> bool:
        """Whether its inside shows what is behind it."""
        return self in (Shape.RING, Shape.HOLLOW_DIAMOND)

    @property
    def line(self) -> Qt.PenStyle:
        """How its points are joined."""
        return self.value[1]


def shape_of(number: int) -> Shape:
    """Return the shape of a series by its number; after the last one they begin again."""
    shapes = tuple(Shape)
    return shapes[number % len(shapes)]


def paint_mark(painter: QPainter, at: QPointF, shape: Shape, colour: QColor, inside: QColor) -> None:
    """Paint a point; `inside` fills those that are hollow."""
    painter.setPen(QPen(colour, _PEN))
    painter.setBrush(inside if shape.hollow else colour)
    if shape.pointed:
        reach = _RADIUS + 1
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
    else:
        painter.drawEllipse(QRectF(at.x() - _RADIUS, at.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))


def paint_line(painter: QPainter, points: list[QPointF], shape: Shape, colour: QColor) -> None:
    """Join points."""
    painter.setPen(QPen(colour, _LINE, shape.line, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
