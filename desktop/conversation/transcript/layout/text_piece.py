"""One piece of wrapped text: the only place that knows QTextLayout."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop.conversation.transcript.formula import Pictures, Typesetter
from desktop.conversation.transcript.layout.stand_ins import StandIns, stand_in_format
from desktop.conversation.transcript.look import LINE_PITCH, Look
from models.markdown import Inline, Style

_BACKED = Style.CODE | Style.IMAGE
_BACK_RADIUS = 3.0
_BACK_OVERHANG = 2.0
_FORMULA_GAP = 2.0  # between a high formula and the lines above and below


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the layout: its Qt offsets, and the space it takes from `top` on.

    `above` and `below` are what high formulas add to it.
    """

    line: QTextLine
    start: int
    end: int
    top: float
    height: float
    above: float
    below: float


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
        typesetter: Typesetter | None = None,
    ) -> None:
        self._inline = inline
        self._look = look
        self._typesetter = typesetter
        self._stand_ins = StandIns(inline, font, max(width, 1.0), typesetter)
        self._layout = QTextLayout(self._stand_ins.text, font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(_option(alignment))
        self._layout.setFormats([*self._ranges()])
        self._lines = self._lay_out(font, max(width, 1.0))
        last = self._lines[-1]
        self.height = last.top + last.height
        self._backs = [
            rect.adjusted(0.0, line.above, 0.0, -line.below)
            for span in inline.spans
            if span.style & _BACKED
            for line, rect in self._rects(self._stand_ins.to_qt(span.start), self._stand_ins.to_qt(span.end))
        ]

    @property
    def baseline(self) -> float:
        """The baseline of the first line."""
        return self._lines[0].line.y() + self._lines[0].line.ascent()

    @property
    def is_stale(self) -> bool:
        """Whether a formula that is shown as its source is set by now."""
        known = self._typesetter
        return known is not None and any(known.knows(asked) for asked in self._stand_ins.awaited)

    def _ranges(self) -> Iterator[QTextLayout.FormatRange]:
        shown = self._stand_ins
        for span in shown.spans:
            start = shown.to_qt(span.start)
            yield _range(start, shown.to_qt(span.end) - start, self._look.format(span.style))
        for each in shown.formulas:
            yield _range(shown.qt_at(each), 1, stand_in_format(each, self._look, shown.text[each.at]))

    def _lay_out(self, font: QFont, width: float) -> list[_Line]:
        pitch = math.ceil(font.pixelSize() * LINE_PITCH)
        lines: list[_Line] = []
        top = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            start, end = line.textStart(), line.textStart() + line.textLength()
            height = max(pitch, math.ceil(line.height()))
            above = math.floor((height - line.height()) / 2)
            baseline = above + line.ascent()
            ascent, depth = self._stand_ins.reach(start, end)
            more = max(0, math.ceil(ascent + _FORMULA_GAP - baseline))
            below = max(0, math.ceil(depth + _FORMULA_GAP - (height - baseline)))
            line.setPosition(QPointF(0.0, top + more + above))
            lines.append(_Line(line, start, end, top, more + height + below, more, below))
            top = lines[-1].top + lines[-1].height
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
        if self._stand_ins.formulas and self._typesetter is not None:
            self._draw_formulas(painter, origin, clip, colour, self._typesetter.pictures)

    def _draw_formulas(
        self, painter: QPainter, origin: QPointF, clip: QRectF, colour: QColor, pictures: Pictures
    ) -> None:
        painter.setPen(colour)
        for each in self._stand_ins.formulas:
            at = self._stand_ins.qt_at(each)
            line = next((line for line in self._lines if at < line.end), self._lines[-1])
            top = origin.y() + line.top
            if top < clip.bottom() and top + line.height > clip.top():
                place = QPointF(x_of(line.line, at), line.line.y() + line.line.ascent())
                pictures.paint(painter, each.formula, origin + place, each.size, self._look.body)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        ends = self._stand_ins.to_qt(start), self._stand_ins.to_qt(end, is_end=True)
        return [rect for _, rect in self._rects(*ends)]

    def _rects(self, start: int, end: int) -> Iterator[tuple[_Line, QRectF]]:
        for line in self._lines:
            if line.end <= start or line.start >= end:
                continue
            first = x_of(line.line, max(start, line.start))
            last = x_of(line.line, min(end, line.end))
            left, right = min(first, last), max(first, last)
            yield line, QRectF(left, line.top, right - left, line.height)

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        line = self._line_at(point.y())
        return self._stand_ins.from_qt(line.line.xToCursor(point.x()))

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        for line in self._lines:
            if line.top <= point.y() < line.top + line.height:
                left, right = line.line.x(), line.line.x() + line.line.naturalTextWidth()
                if not left <= point.x() < right:
                    return None
                at = line.line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return self._stand_ins.from_qt(at)
        return None

    def whole_at(self, offset: int) -> tuple[int, int] | None:
        """Return the ends of the formula that holds the character at `offset`, None where there is none."""
        found = self._stand_ins.formula_at(offset)
        return None if found is None else (found.start, found.end)

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        at = self._stand_ins.to_qt(offset)
        line = next((line for line in self._lines if at < line.end), self._lines[-1])
        return QRectF(x_of(line.line, at), line.top, 1.0, line.height)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret."""
        mode = QTextLayout.CursorMode.SkipWords if by_word else QTextLayout.CursorMode.SkipCharacters
        at = self._stand_ins.to_qt(offset)
        move = self._layout.nextCursorPosition if forward else self._layout.previousCursorPosition
        return self._stand_ins.from_qt(move(at, mode))

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the line of `offset`."""
        at = self._stand_ins.to_qt(offset)
        line = next((line for line in self._lines if at < line.end), self._lines[-1])
        is_last = line is self._lines[-1]
        end = line.end if is_last else self._layout.previousCursorPosition(line.end)
        return self._stand_ins.from_qt(line.start), self._stand_ins.from_qt(end)

    def _line_at(self, y: float) -> _Line:
        return next((line for line in self._lines if y < line.top + line.height), self._lines[-1])


def x_of(line: QTextLine, offset: int) -> float:
    """Return where the gap before Qt's `offset` is in a line."""
    # The stubs do not say that PySide returns the offset again beside the place.
    return cast("tuple[float, int]", line.cursorToX(offset))[0]


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = start, length, form
    return result


def _option(alignment: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
