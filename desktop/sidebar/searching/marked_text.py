"""Drawing a text of which parts are marked, on one or more lines with the end cut off where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QTextCharFormat, QTextLayout

_PITCH = 1.4  # of the font's size; Chinese characters come from another font, which is higher

Mark = tuple[int, int]
"""Where a marked part begins and where it ends, in characters."""


def line_pitch(font: QFont) -> int:
    """Return the distance of two baselines, whichever fonts the characters come from."""
    return max(round(QFontInfo(font).pixelSize() * _PITCH), QFontMetrics(font).lineSpacing())


def draw_marked(
    painter: QPainter, room: QRect, text: str, marks: Sequence[Mark], *, font: QFont, look: QTextCharFormat, lines: int
) -> None:
    """Draw `text` with `painter`'s pen in at most `lines` lines of `room`, its `marks` in `look`."""
    metrics = QFontMetrics(font)
    left, pitch = room.left(), line_pitch(font)
    baseline = room.top() + (pitch - metrics.height()) // 2 + metrics.ascent()
    for number in range(lines):
        last = number == lines - 1
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()) if last else text
        end = len(shown) - 1 if last and shown != text else len(shown)  # no mark on the ellipsis
        layout = QTextLayout(shown, font)
        layout.setFormats([_range(shown, mark, end, look) for mark in marks if mark[0] < end and mark[1] > 0])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        line.setPosition(QPointF(0.0, 0.0))
        line.draw(painter, QPointF(left, baseline - line.ascent()))
        used = _characters(shown, line.textLength())
        text, marks = text[used:], [(first - used, after - used) for first, after in marks]
        baseline += pitch
        if not text or last:
            return


def _range(text: str, mark: Mark, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    first, after = max(mark[0], 0), min(mark[1], end)
    result = QTextLayout.FormatRange()
    result.start = _units(text[:first])
    result.length = _units(text[first:after])
    result.format = look
    return result


def _units(text: str) -> int:
    """Return how long a text is for Qt, which counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    """Return how many characters a number of UTF-16 units is."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))
