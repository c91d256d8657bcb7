"""Tables: a grid whose columns share the width, or scroll sideways where even the narrowest do not fit."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from desktop.conversation.transcript.controls import Control, ControlKind, Link, Section, links_of
from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import BUTTON, paint_button, paint_focus
from desktop.conversation.transcript.layout.frame import FRAME_RADIUS, paint_thumb
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.table_columns import column_widths
from desktop.conversation.transcript.layout.table_rows import PAD_X, Cell, TableRows
from desktop.conversation.transcript.layout.text_piece import TextPiece
from models.markdown import Alignment, Inline, Table, plain_text

_BESIDE: Final = 4.0  # between the table and its button
_ALIGNMENTS: Final = {
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft,
    Alignment.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class TableBox(Box):
    """A table. Its plain text has a tab between cells and a line end between rows."""

    def __init__(
        self,
        block: Table,
        around: Surroundings,
        width: float,
        section: Section,
        index: int,
        before: Box | None = None,
    ) -> None:
        self._look = look = around.look
        self._typesetter = around.typesetter
        self._copy = Control(ControlKind.COPY_TABLE, section, index)
        beside = look.scaled(BUTTON) + _BESIDE
        self._columns = column_widths(block, around, width - beside, 2 * PAD_X)
        rows = before._grid if isinstance(before, TableBox) else None  # noqa: SLF001 - of its own kind
        self._grid: TableRows = TableRows(block, self._columns, (look.body, look.bold()), self._piece, rows)
        table_width = sum(self._columns)
        super().__init__(min(width - beside, table_width), self._grid.height)
        overflow = table_width - self.width
        self.overflow = overflow if overflow >= 1.0 else 0.0  # less is what the sums lost
        self.scroll_x = min(before.scroll_x, self.overflow) if before is not None else 0.0
        self.text = plain_text(block)
        self._links: list[tuple[Control, Link]] = [
            (Control(ControlKind.LINK, section, index, number), link) for number, link in enumerate(links_of(block))
        ]

    def _piece(self, text: Inline, font: QFont, alignment: Alignment, width: float) -> TextPiece:
        return TextPiece(
            text,
            font,
            self._look,
            width=width - 2 * PAD_X,
            alignment=_ALIGNMENTS[alignment],
            typesetter=self._typesetter,
        )

    @property
    def is_stale(self) -> bool:
        """Whether a formula in a cell is set by now."""
        return self._grid.is_stale

    @property
    def is_unfinished(self) -> bool:
        """Whether rows wait for being laid out."""
        return self._grid.is_unfinished

    def go_on(self) -> None:
        """Lay out some rows more."""
        self._grid.go_on()
        self.height = self._grid.height

    def _need(self, first: int, last: int) -> None:
        """Lay out the rows from `first` to `last`, which somebody asks for."""
        self._grid.need(first, last)
        self.height = self._grid.height

    def whole_at(self, offset: int) -> tuple[int, int] | None:
        """Return the ends of the formula that holds the character at `offset`."""
        cell = self._cell_of(offset)
        found = cell.piece.whole_at(offset - cell.start) if cell.start <= offset < cell.end else None
        return None if found is None else (found[0] + cell.start, found[1] + cell.start)

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw the rows that `clip` touches."""
        outer = QRectF(0.5, 0.5, self.width - 1.0, self.height - 1.0)
        painter.save()
        painter.setClipRect(outer.adjusted(-1.0, -1.0, 1.0, 1.0), Qt.ClipOperation.IntersectClip)
        self._paint_grid(painter, outer)
        painter.translate(-self.scroll_x, 0.0)
        inside = clip.translated(self.scroll_x, 0.0)
        for cell in self._grid.cells(self._grid.number_at(clip.top()), self._grid.number_at(clip.bottom())):
            selected = None
            if ink.selected is not None and ink.selected[0] < cell.end and ink.selected[1] > cell.start:
                selected = max(ink.selected[0] - cell.start, 0), min(ink.selected[1], cell.end) - cell.start
            cell.piece.draw(painter, cell.origin, inside, selected, self._look.text)
        painter.restore()
        for control, link in self._links:
            if State.FOCUSED in ink.state(control):
                for rect in self.rects(link.start, link.end):
                    paint_focus(painter, rect, self._look)
        paint_thumb(painter, self, self._look)
        paint_button(painter, self.control_rect(self._copy), "copy", self._look, ink.state(self._copy))

    def _paint_grid(self, painter: QPainter, outer: QRectF) -> None:
        painter.setPen(QPen(self._look.theme.colour("border"), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        head_end = self._grid.tops[1] if len(self._grid.tops) > 1 else self.height
        painter.save()
        painter.setClipRect(QRectF(0.0, 0.0, self.width, head_end), Qt.ClipOperation.IntersectClip)
        painter.setBrush(self._look.code_background)
        painter.drawRoundedRect(outer, FRAME_RADIUS, FRAME_RADIUS)
        painter.restore()
        painter.drawRoundedRect(outer, FRAME_RADIUS, FRAME_RADIUS)
        for top in self._grid.tops[1:]:
            painter.drawLine(QPointF(0.5, top + 0.5), QPointF(self.width - 0.5, top + 0.5))
        x = -self.scroll_x
        for width in self._columns[:-1]:
            x += width
            painter.drawLine(QPointF(x + 0.5, 0.5), QPointF(x + 0.5, self.height - 0.5))

    def _cell_at(self, point: QPointF) -> Cell:
        number = self._grid.number_at(point.y())
        self._need(number, number)
        cells = self._grid.rows[number].cells
        right = -self.scroll_x
        for cell, width in zip(cells, self._columns, strict=True):
            right += width
            if point.x() < right:
                return cell
        return cells[-1]

    def _cell_of(self, offset: int) -> Cell:
        number = self._grid.number_of(offset)
        self._need(number, number)
        cells = self._grid.rows[number].cells
        return next((cell for cell in cells if offset <= cell.end), cells[-1])

    def _inside(self, cell: Cell, point: QPointF) -> QPointF:
        return point + QPointF(self.scroll_x, 0.0) - cell.origin

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        cell = self._cell_at(point)
        return cell.start + cell.piece.offset_at(self._inside(cell, point))

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        cell = self._cell_at(point)
        at = cell.piece.character_at(self._inside(cell, point))
        return None if at is None else cell.start + at

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        cell = self._cell_of(offset)
        return cell.piece.caret(offset - cell.start).translated(cell.origin - QPointF(self.scroll_x, 0.0))

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret, `offset` itself at the end."""
        cell = self._cell_of(offset)
        if forward and offset == cell.end:
            return min(offset + 1, len(self.text))
        if not forward and offset == cell.start:
            return max(offset - 1, 0)
        return cell.start + cell.piece.step(offset - cell.start, forward=forward, by_word=by_word)

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the cell of `offset`."""
        cell = self._cell_of(offset)
        return cell.start, cell.end

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        found: list[QRectF] = []
        first, last = self._grid.number_of(start), self._grid.number_of(end)
        self._need(first, last)
        for cell in self._grid.cells(first, last):
            if start < cell.end and end > cell.start:
                shift = cell.origin - QPointF(self.scroll_x, 0.0)
                inside = cell.piece.rects(max(start - cell.start, 0), min(end, cell.end) - cell.start)
                found.extend(rect.translated(shift) for rect in inside)
        return found

    def control_at(self, point: QPointF) -> Control | None:
        """Return the link under `point`, or the button beside the table's head."""
        if self.control_rect(self._copy).contains(point):
            return self._copy
        if point.x() >= self.width:
            return None
        at = self.character_at(point) if self._links else None
        if at is None:
            return None
        return next((control for control, link in self._links if link.start <= at < link.end), None)

    def control_rect(self, control: Control) -> QRectF:
        """Return where the button is, or where a link begins."""
        if control == self._copy:
            side = self._look.scaled(BUTTON)
            return QRectF(self.width + _BESIDE, 0.0, side, side)
        link = self._links[control.number][1]
        return next(iter(self.rects(link.start, link.end)), QRectF())
