"""A box that is too wide for the page, drawn smaller."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.layout import Box, Ink


class ScaledBox(Box):
    """Draws `inner` so that its `whole` width fits into `width`."""

    def __init__(self, inner: Box, width: float, whole: float) -> None:
        self._inner = inner
        self._factor = width / whole
        super().__init__(width, inner.height * self._factor)
        self.text = inner.text
        self.baseline = inner.baseline * self._factor

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw what `clip` touches."""
        factor = self._factor
        painter.save()
        painter.scale(factor, factor)
        inside = QRectF(clip.topLeft() / factor, clip.size() / factor)
        self._inner.paint(painter, inside, ink)
        painter.restore()

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        factor = self._factor
        return [QRectF(rect.topLeft() * factor, rect.size() * factor) for rect in self._inner.rects(start, end)]
