"""Code blocks: a head with the language and controls, and rows that scroll sideways or wrap; long ones fold."""

import math
from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout

from desktop.conversation.transcript.code_view import FOLDED_ROWS, CodeView, is_long
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.highlight import Marks
from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.code_head import CodeHead
from desktop.conversation.transcript.layout.code_line import shaped
from desktop.conversation.transcript.layout.code_rows import CodeRows
from desktop.conversation.transcript.layout.fold_row import FOLD_ROW, fold_label, fold_rect, paint_fold_row
from desktop.conversation.transcript.layout.frame import paint_frame, paint_thumb
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.text_piece import x_of
from desktop.conversation.transcript.layout.utf16 import Offsets
from desktop.conversation.transcript.look import LINE_PITCH, metrics
from models.markdown import Code

_PADDING: Final = 12.0
_LEAST_COLUMNS: Final = 20  # of a wrapped row
_MOST_COLUMNS: Final = 4_000  # of any row: shaping a longer one takes too long
_ROWS_KEPT: Final = 300


class CodeBox(Box):
    """A code block. Only the rows on screen are shaped; `grow` takes over a longer text of the same block.

    What is hidden while the block is folded is one place for carets: the end of the text.
    """

    def __init__(
        self, block: Code, around: Surroundings, width: float, section: Section, index: int, view: CodeView
    ) -> None:
        super().__init__(width, 0.0)
        self._around = around
        self._look = around.look
        self._block = block
        self._view = view
        self._fold = Control(ControlKind.FOLD_CODE, section, index)
        self._head = CodeHead(around, width, section, index)
        self._top = self._head.height + _PADDING / 2  # of the first row
        self._pitch = math.ceil(self._look.code.pixelSize() * LINE_PITCH)
        self._column = metrics(self._look.code).horizontalAdvance("0")
        self._marks: Marks = ()
        self._shaped: OrderedDict[int, tuple[QTextLayout, Offsets]] = OrderedDict()
        self.show_as_wanted()

    def grow(self, block: Code) -> None:
        """Show a newer state of the same block."""
        self._block = block
        if is_long(block.text) != self._foldable:
            self.show_as_wanted()
            return
        first = self._rows.replace(block.text)
        for number in [number for number in self._shaped if number >= first]:
            del self._shaped[number]
        self._measure()

    def show_as_wanted(self) -> None:
        """Wrap and fold as the block's view says now."""
        columns = _MOST_COLUMNS
        if self._view.wrapped:
            columns = max(_LEAST_COLUMNS, int((self.width - 2 * _PADDING) / self._column))
        self._foldable = is_long(self._block.text)
        folded = self._foldable and not self._view.unfolded
        self._rows = CodeRows(self._block.text, columns, FOLDED_ROWS if folded else None)
        self._shaped.clear()
        self._measure()

    def _measure(self) -> None:
        self.text = self._block.text
        self.foot = self._look.scaled(FOLD_ROW) if self._foldable else 0.0
        self.height = self._head.height + len(self._rows) * self._pitch + 2 * _PADDING + self.foot
        inner = self.width - 2 * _PADDING
        widest = math.ceil(self._rows.columns * self._column) + self._column
        self.overflow = 0.0 if self._view.wrapped else max(0.0, widest - inner)
        self.scroll_x = min(self.scroll_x, self.overflow)

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw the rows that `clip` touches."""
        paint_frame(painter, QRectF(0.0, 0.0, self.width, self.height), self._look)
        if clip.top() < self._head.height:
            self._head.paint(painter, ink, self._block.language, wrapped=self._view.wrapped)
        self._take_marks()
        painter.save()
        painter.setClipRect(QRectF(1.0, 0.0, self.width - 2.0, self.height), Qt.ClipOperation.IntersectClip)
        first = max(0, int((clip.top() - self._top) // self._pitch))
        last = min(len(self._rows), int((clip.bottom() - self._top) // self._pitch) + 1)
        for number in range(first, last):
            self._paint_row(painter, number, ink.selected)
        painter.restore()
        if self._foldable:
            label = fold_label(self._around, self._view, self.text)
            state = ink.state(self._fold)
            paint_fold_row(painter, self._fold_space(), self._around, label, state, unfolded=self._view.unfolded)
        paint_thumb(painter, self, self._look)

    def _fold_space(self) -> QRectF:
        return QRectF(0.0, self.height - self.foot, self.width, self.foot)

    def _take_marks(self) -> None:
        if not self._block.closed or self._marks:
            return
        marks = self._around.highlighter.marks(self._block.text, self._block.language)
        if marks:
            self._marks = marks
            self._shaped.clear()

    def _paint_row(self, painter: QPainter, number: int, selected: tuple[int, int] | None) -> None:
        top = self._top + number * self._pitch
        layout, _ = self._row(number)
        row = self._rows.row(number)
        if selected is not None:
            over_end = selected[1] > row.end >= selected[0] and self._rows.ends_line(number)
            for rect in self._row_rects(number, selected[0], selected[1], to_edge=over_end):
                painter.fillRect(rect, self._look.theme.colour("selection"))
        painter.setPen(self._look.text)
        height = layout.lineAt(0).height()
        layout.draw(painter, QPointF(self._left(number), top + math.floor((self._pitch - height) / 2)))

    def _left(self, number: int) -> float:
        return _PADDING - self.scroll_x + self._rows.row(number).indent * self._column

    def _row(self, number: int) -> tuple[QTextLayout, Offsets]:
        known = self._shaped.get(number)
        if known is not None:
            self._shaped.move_to_end(number)
            return known
        row = self._rows.row(number)
        marks = self._marks[row.line] if row.line < len(self._marks) else ()
        made = shaped(self.text[row.start : row.end], marks, row.column, self._look)
        self._shaped[number] = made
        while len(self._shaped) > _ROWS_KEPT:
            self._shaped.popitem(last=False)
        return made

    def hides(self, offset: int) -> bool:
        """Return whether a place is hidden because the block is folded."""
        return offset > self._rows.end

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        if point.y() < self._top - self._head.height / 2:
            return 0
        if self._rows.end < len(self.text) and point.y() > self._fold_space().top():
            return len(self.text)
        number = min(max(int((point.y() - self._top) // self._pitch), 0), len(self._rows) - 1)
        layout, offsets = self._row(number)
        at = layout.lineAt(0).xToCursor(point.x() - self._left(number))
        return self._rows.row(number).start + offsets.from_qt(at)

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        if self.hides(offset):
            return QRectF(_PADDING, self._fold_space().top(), 1.0, self.foot)
        number = self._rows.number_of(offset)
        rects = self._row_rects(number, offset, offset, to_edge=False)
        return QRectF(rects[0].left(), rects[0].top(), 1.0, self._pitch)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret, `offset` itself at the end."""
        if self.hides(offset):
            return len(self.text) if forward else self._rows.end
        number = self._rows.number_of(offset)
        row = self._rows.row(number)
        if forward and offset == row.end:
            hidden = offset == self._rows.end < len(self.text)
            return len(self.text) if hidden else min(offset + 1, len(self.text))
        if not forward and offset == row.start:
            if number == 0 or self._rows.ends_line(number - 1):
                return max(offset - 1, 0)
            number -= 1
            row = self._rows.row(number)
        layout, offsets = self._row(number)
        mode = QTextLayout.CursorMode.SkipWords if by_word else QTextLayout.CursorMode.SkipCharacters
        move = layout.nextCursorPosition if forward else layout.previousCursorPosition
        return row.start + offsets.from_qt(move(offsets.to_qt(offset - row.start), mode))

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the row of `offset`."""
        if self.hides(offset):
            return offset, offset
        number = self._rows.number_of(offset)
        row = self._rows.row(number)
        is_broken = number + 1 < len(self._rows) and not self._rows.ends_line(number)
        return row.start, self.step(row.end, forward=False, by_word=False) if is_broken else row.end

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each row."""
        rows = range(self._rows.number_of(start), self._rows.number_of(end) + 1)
        return [rect for number in rows for rect in self._row_rects(number, start, end, to_edge=False)]

    def _row_rects(self, number: int, start: int, end: int, *, to_edge: bool) -> list[QRectF]:
        row = self._rows.row(number)
        if end < row.start or start > row.end:
            return []
        layout, offsets = self._row(number)
        line = layout.lineAt(0)
        left = x_of(line, offsets.to_qt(max(start, row.start) - row.start))
        right = x_of(line, offsets.to_qt(min(end, row.end) - row.start))
        if to_edge:  # the line end is selected too
            right += self._column / 2
        return [QRectF(self._left(number) + left, self._top + number * self._pitch, right - left, self._pitch)]

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        at = self.offset_at(point)
        return at if point.y() >= self._top and at < self._rows.end else None

    def control_at(self, point: QPointF) -> Control | None:
        """Return the control under `point`."""
        if self._foldable and self.control_rect(self._fold).contains(point):
            return self._fold
        return next((control for control, rect in self._head.rects.items() if rect.contains(point)), None)

    def control_rect(self, control: Control) -> QRectF:
        """Return where a control is."""
        if control == self._fold:
            return fold_rect(self._around, self._fold_space(), fold_label(self._around, self._view, self.text))
        return self._head.rects[control]
