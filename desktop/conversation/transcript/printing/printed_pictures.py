"""Formulas on paper."""

from PySide6.QtGui import QColor
from PySide6.QtSvg import QSvgRenderer

from desktop.conversation.transcript.formula import Pictures

_STROKE = b' stroke="'
_ROOT = b"<svg"


class PrintedPictures(Pictures):
    """Draws formulas without outlines.

    Qt draws SVG shapes that have no stroke with a pen without a colour. Screens show nothing of it; the PDF engine
    takes it for black, and all letters become bold. A stroke that is there but transparent leaves them as they are.
    """

    def _renderer(self, svg: bytes, colour: QColor) -> QSvgRenderer:
        stroked = svg.replace(_STROKE, b' stroke-opacity="1"' + _STROKE)
        return super()._renderer(stroked.replace(_ROOT, _ROOT + b' stroke="#000" stroke-opacity="0"', 1), colour)
