"""Draws formulas that are set, as vectors, in any size and colour."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.conversation.transcript.formula.typeset import CURRENT_COLOUR, Typeset

_KEPT: Final = 300  # drawings


class Pictures:
    """Remembers the drawings that were used last."""

    def __init__(self) -> None:
        self._renderers: OrderedDict[tuple[bytes, int], QSvgRenderer] = OrderedDict()

    def paint(self, painter: QPainter, formula: Typeset, origin: QPointF, size: float, font: QFont) -> None:
        """Draw a formula in the painter's pen.

        `origin` is the left end of its baseline, `size` that of its font in pixels. What its own font does not have
        is drawn in `font`.
        """
        scale = formula.scale(size)
        colour = painter.pen().color()
        place = QRectF(origin.x(), origin.y() - formula.ascent * scale, formula.width * scale, formula.height * scale)
        self._renderer(formula.svg, colour).render(painter, place)
        for sign in formula.signs:
            written = QFont(font)
            written.setPixelSize(max(1, round(sign.size * scale)))
            painter.setFont(written)
            painter.drawText(origin + QPointF(sign.x, sign.y) * scale, sign.text)

    def _renderer(self, svg: bytes, colour: QColor) -> QSvgRenderer:
        key = svg, colour.rgba()
        known = self._renderers.get(key)
        if known is None:
            coloured = svg.replace(CURRENT_COLOUR.encode(), colour.name().encode())
            known = self._renderers[key] = QSvgRenderer(QByteArray(coloured))
            if len(self._renderers) > _KEPT:
                self._renderers.popitem(last=False)
        else:
            self._renderers.move_to_end(key)
        return known
