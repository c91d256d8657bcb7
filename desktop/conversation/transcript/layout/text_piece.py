"""One piece of wrapped text: the only place that knows QTextLayout."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextLine, QTextOption

from desktop.conversation.transcript.layout.utf16 import Offsets
from desktop.conversation.transcript.look import LINE_PITCH, Look
from desktop.conversation.transcript.markdown import Inline, Style

_BACKED = Style.CODE | Style.IMAGE
_BACK_RADIUS = 3.0
_BACK_OVERHANG = 2.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the layout: its Qt offsets, and the space it takes from `top` on."""

    line: QTextLine
    start: int
    end: int
    top: float
    height: float


class TextPiece:
    """Text laid out in `width`."""

    def __init__(
        self,
        inline: Inline,
        font: QFont,
        look: Look,
        *,
        width: float,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        self._inline = inline
        self._look = look
        self._offsets = Offsets(inline.text)
        self._layout = QTextLayout(inline.text, font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(_option(alignment))
        self._layout.setFormats([self._range(span.start, span.end, span.style) for span in inline.spans])
        self._lines = self._lay_out(font, max(width, 1.0))
        last = self._lines[-1]
        self.height = last.top + last.height
        self._backs = [
            rect for span in inline.spans if span.style & _BACKED for rect in self.rects(span.start, span.end)
        ]

    @property
    def baseline(self) -> float:
        """The baseline of the first line."""
        return self._lines[0].line.y() + self._lines[0].line.ascent()

    def _range(self, start: int, end: int, style: Style) -> QTextLayout.FormatRange:
        result = QTextLayout.FormatRange()
        result.start = self._offsets.to_qt(start)
        result.length = self._offsets.to_qt(end) - result.start
        result.format = self._look.format(style)
        return result

    def _lay_out(self, font: QFont, width: float) -> list[_Line]:
        pitch = math.ceil(font.pixelSize() * LINE_PITCH)
        lines: list[_Line] = []
        top = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            height = max(pitch, math.ceil(line.height()))
            line.setPosition(QPointF(0.0, top + math.floor((height - line.height()) / 2)))
            start = line.textStart()
            lines.append(_Line(line, start, start + line.textLength(), top, height))
            top += height
        self._layout.endLayout()
        return lines

    def draw(
        self, painter: QPainter, origin: QPointF, clip: QRectF, selected: tuple[int, int] | None, colour: QColor
    ) -> None:
        """Draw the lines that `clip` touches; `origin` and `clip` are in the painter's coordinates."""
        if self._backs:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.inline_code_background)
            for back in self._backs:
                inset = back.adjusted(-_BACK_OVERHANG, 2.0, _BACK_OVERHANG, -2.0)
                painter.drawRoundedRect(inset.translated(origin), _BACK_RADIUS, _BACK_RADIUS)
        if selected is not None:
            for rect in self.rects(*selected):
                painter.fillRect(rect.translated(origin), self._look.theme.colour("selection"))
        painter.setPen(colour)
        self._layout.draw(painter, origin, [], clip)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        return list(self._rects(self._offsets.to_qt(start), self._offsets.to_qt(end)))

    def _rects(self, start: int, end: int) -> Iterator[QRectF]:
        for line in self._lines:
            if line.end <= start or line.start >= end:
                continue
            first = x_of(line.line, max(start, line.start))
            last = x_of(line.line, min(end, line.end))
            left, right = min(first, last), max(first, last)
            yield QRectF(left, line.top, right - left, line.height)

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        line = self._line_at(point.y())
        return self._offsets.from_qt(line.line.xToCursor(point.x()))

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        for line in self._lines:
            if line.top <= point.y() < line.top + line.height:
                left, right = line.line.x(), line.line.x() + line.line.naturalTextWidth()
                if not left <= point.x() < right:
                    return None
                at = line.line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return self._offsets.from_qt(at)
        return None

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        at = self._offsets.to_qt(offset)
        line = next((line for line in self._lines if at < line.end), self._lines[-1])
        return QRectF(x_of(line.line, at), line.top, 1.0, line.height)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret."""
        mode = QTextLayout.CursorMode.SkipWords if by_word else QTextLayout.CursorMode.SkipCharacters
        at = self._offsets.to_qt(offset)
        move = self._layout.nextCursorPosition if forward else self._layout.previousCursorPosition
        return self._offsets.from_qt(move(at, mode))

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the line of `offset`."""
        at = self._offsets.to_qt(offset)
        line = next((line for line in self._lines if at < line.end), self._lines[-1])
        is_last = line is self._lines[-1]
        end = line.end if is_last else self._layout.previousCursorPosition(line.end)
        return self._offsets.from_qt(line.start), self._offsets.from_qt(end)

    def _line_at(self, y: float) -> _Line:
        return next((line for line in self._lines if y < line.top + line.height), self._lines[-1])


def x_of(line: QTextLine, offset: int) -> float:
    """Return where the gap before Qt's `offset` is in a line."""
    # The stubs do not say that PySide returns the offset again beside the place.
    return cast("tuple[float, int]", line.cursorToX(offset))[0]


def _option(alignment: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
