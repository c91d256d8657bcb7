"""Code blocks: a head with the language and a copy button, and lines that scroll sideways."""

import math
from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.highlight import Kind, Mark, Marks
from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.button import BUTTON, paint_button
from desktop.conversation.transcript.layout.code_text import CodeText
from desktop.conversation.transcript.layout.frame import paint_frame, paint_thumb
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.text_piece import x_of
from desktop.conversation.transcript.layout.utf16 import Offsets
from desktop.conversation.transcript.look import LINE_PITCH, Look, metrics
from desktop.conversation.transcript.markdown import Code

_HEAD: Final = 34.0
_PADDING: Final = 12.0
_TAB: Final = 4  # columns
_LINES_KEPT = 300
_COLOURS: Final = {
    Kind.KEYWORD: "accent",
    Kind.STRING: "good",
    Kind.NUMBER: "caution",
    Kind.COMMENT: "muted",
    Kind.NAME: "cool",
    Kind.BUILTIN: "danger",
    Kind.INSERTED: "good",
    Kind.DELETED: "danger",
}


class CodeBox(Box):
    """A code block. Only the lines on screen are laid out; `grow` takes over a longer text of the same block."""

    def __init__(self, block: Code, around: Surroundings, width: float, section: Section, index: int) -> None:
        self._around = around
        self._look = around.look
        self._control = Control(ControlKind.COPY_CODE, section, index)
        self._pitch = math.ceil(self._look.code.pixelSize() * LINE_PITCH)
        self._head = self._look.scaled(_HEAD)
        self._column = metrics(self._look.code).horizontalAdvance("0")
        self._block = block
        self._code = CodeText(block.text)
        self._marks: Marks = ()
        self._layouts: OrderedDict[int, tuple[QTextLayout, Offsets]] = OrderedDict()
        super().__init__(width, 0.0)
        self._measure()

    def grow(self, block: Code) -> None:
        """Show a newer state of the same block."""
        first = self._code.replace(block.text)
        for line in [line for line in self._layouts if line >= first]:
            del self._layouts[line]
        self._block = block
        self._measure()

    def _measure(self) -> None:
        self.text = self._code.text
        self.height = self._head + len(self._code) * self._pitch + 2 * _PADDING
        inner = self.width - 2 * _PADDING
        self.overflow = max(0.0, math.ceil(self._code.columns(_TAB) * self._column) + self._column - inner)
        self.scroll_x = min(self.scroll_x, self.overflow)

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw the lines that `clip` touches."""
        paint_frame(painter, QRectF(0.0, 0.0, self.width, self.height), self._look)
        if clip.top() < self._head:
            self._paint_head(painter, ink)
        self._take_marks()
        painter.save()
        painter.setClipRect(QRectF(1.0, 0.0, self.width - 2.0, self.height), Qt.ClipOperation.IntersectClip)
        first = max(0, int((clip.top() - self._top()) // self._pitch))
        last = min(len(self._code), int((clip.bottom() - self._top()) // self._pitch) + 1)
        for number in range(first, last):
            self._paint_line(painter, number, ink.selected)
        painter.restore()
        paint_thumb(painter, self, self._look)

    def _paint_head(self, painter: QPainter, ink: Ink) -> None:
        button = self.control_rect(self._control)
        label = self._block.language or self._around.say("transcript.code")
        space = QRectF(_PADDING, 0.0, button.left() - 2 * _PADDING, self._head)
        font = self._look.small
        painter.setFont(font)
        painter.setPen(self._look.theme.colour("muted"))
        shown = metrics(font).elidedText(label, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        paint_button(painter, button, "copy", self._look, ink.state(self._control))

    def _take_marks(self) -> None:
        if not self._block.closed or self._marks:
            return
        marks = self._around.highlighter.marks(self._block.text, self._block.language)
        if marks:
            self._marks = marks
            self._layouts.clear()

    def _paint_line(self, painter: QPainter, number: int, selected: tuple[int, int] | None) -> None:
        top = self._top() + number * self._pitch
        layout, _ = self._line(number)
        if selected is not None:
            end = self._code.span(number)[1]
            for rect in self._line_rects(number, selected[0], selected[1], to_edge=selected[1] > end >= selected[0]):
                painter.fillRect(rect, self._look.theme.colour("selection"))
        painter.setPen(self._look.text)
        height = layout.lineAt(0).height()
        layout.draw(painter, QPointF(_PADDING - self.scroll_x, top + math.floor((self._pitch - height) / 2)))

    def _line(self, number: int) -> tuple[QTextLayout, Offsets]:
        known = self._layouts.get(number)
        if known is not None:
            self._layouts.move_to_end(number)
            return known
        text = self._code.line(number)
        offsets = Offsets(text)
        layout = QTextLayout(text, self._look.code)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTabStopDistance(_TAB * self._column)
        layout.setTextOption(option)
        if number < len(self._marks):
            layout.setFormats([_coloured(mark, offsets, self._look) for mark in self._marks[number]])
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        self._layouts[number] = layout, offsets
        while len(self._layouts) > _LINES_KEPT:
            self._layouts.popitem(last=False)
        return layout, offsets

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        number = min(max(int((point.y() - self._top()) // self._pitch), 0), len(self._code) - 1)
        if point.y() < self._top() - self._head / 2:
            return 0
        layout, offsets = self._line(number)
        at = layout.lineAt(0).xToCursor(point.x() - _PADDING + self.scroll_x)
        return self._code.span(number)[0] + offsets.from_qt(at)

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        number = self._code.line_of(offset)
        rects = self._line_rects(number, offset, offset, to_edge=False)
        return QRectF(rects[0].left(), rects[0].top(), 1.0, self._pitch)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret, `offset` itself at the end."""
        number = self._code.line_of(offset)
        start, end = self._code.span(number)
        if forward and offset == end:
            return min(offset + 1, len(self.text))
        if not forward and offset == start:
            return max(offset - 1, 0)
        layout, offsets = self._line(number)
        mode = QTextLayout.CursorMode.SkipWords if by_word else QTextLayout.CursorMode.SkipCharacters
        move = layout.nextCursorPosition if forward else layout.previousCursorPosition
        return start + offsets.from_qt(move(offsets.to_qt(offset - start), mode))

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the line of `offset`."""
        return self._code.span(self._code.line_of(offset))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        lines = range(self._code.line_of(start), self._code.line_of(end) + 1)
        return [rect for number in lines for rect in self._line_rects(number, start, end, to_edge=False)]

    def _line_rects(self, number: int, start: int, end: int, *, to_edge: bool) -> list[QRectF]:
        first, last = self._code.span(number)
        if end < first or start > last:
            return []
        layout, offsets = self._line(number)
        line = layout.lineAt(0)
        left = x_of(line, offsets.to_qt(max(start, first) - first))
        right = x_of(line, offsets.to_qt(min(end, last) - first))
        if to_edge:  # the line end is selected too
            right += self._column / 2
        x = _PADDING - self.scroll_x
        return [QRectF(x + left, self._top() + number * self._pitch, right - left, self._pitch)]

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        at = self.offset_at(point)
        return at if point.y() >= self._top() and at < len(self.text) else None

    def control_at(self, point: QPointF) -> Control | None:
        """Return the copy button if `point` is on it."""
        return self._control if self.control_rect(self._control).contains(point) else None

    def control_rect(self, control: Control) -> QRectF:  # noqa: ARG002 - there is one
        """Return where the copy button is."""
        side = self._look.scaled(BUTTON)
        return QRectF(self.width - side - 4.0, (self._head - side) / 2, side, side)

    def _top(self) -> float:
        return self._head + _PADDING / 2


def _coloured(mark: Mark, offsets: Offsets, look: Look) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = offsets.to_qt(mark.start)
    result.length = offsets.to_qt(mark.start + mark.length) - result.start
    style = QTextCharFormat()
    colour: QColor = look.theme.colour(_COLOURS[mark.kind])
    style.setForeground(colour)
    if mark.kind is Kind.COMMENT:
        style.setFontItalic(True)
    result.format = style
    return result
