"""The rows of a table, laid out some at a time: a large table takes longer than one turn of the event loop."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from desktop.conversation.transcript.layout.text_piece import TextPiece
from models.markdown import Alignment, Inline, Table

PAD_X: Final = 12.0
_PAD_Y: Final = 7.0
_TURN: Final = 150  # cells that are laid out in one turn of the event loop
_LONG: Final = 140  # characters that take as long as one cell more

MakePiece = Callable[[Inline, QFont, Alignment, float], TextPiece]
"""Lays out the text of one cell in a column of a width."""


class Cell:
    """One cell: its text, where it stands in the table, and where its text begins in the table's plain text."""

    def __init__(self, piece: TextPiece, start: int, end: int, inside: QPointF) -> None:
        self.piece = piece
        self.start = start
        self.end = end
        self.inside = inside
        """Where it stands in its row."""
        self.origin = inside


@dataclass(slots=True)
class Row:
    """One row. `columns` are those it is laid out for; without `cells`, it is only as high as rows mostly are."""

    texts: tuple[Inline, ...]
    start: int
    height: float
    columns: Sequence[float] = ()
    cells: Sequence[Cell] = ()

    @property
    def is_stale(self) -> bool:
        """Whether a formula in it is set by now."""
        return any(cell.piece.is_stale for cell in self.cells)


class TableRows:
    """The rows of a table in `columns`. `before` are those of an earlier state of it: what is the same is taken over.

    `laid_out` counts the cells that were laid out.
    """

    def __init__(
        self,
        table: Table,
        columns: Sequence[float],
        fonts: tuple[QFont, QFont],
        make: MakePiece,
        before: "TableRows | None" = None,
    ) -> None:
        self.columns = tuple(columns)
        self.tops: list[float] = []
        self.height = 0.0
        self.laid_out = 0
        self._alignments = table.alignments
        self._body, self._head = fonts
        self._make = make
        usual = self._body.pixelSize() * 1.55 + 2 * _PAD_Y
        self.rows: list[Row] = []
        start = 0
        for number, texts in enumerate(table.rows):
            row = _taken_over(before, number, start) or Row(texts, start, usual)
            self.rows.append(row if row.texts == texts else Row(texts, start, row.height))
            start += sum(len(text.text) + 1 for text in texts)
        self._starts = [row.start for row in self.rows]
        self._left = [number for number, row in enumerate(self.rows) if not row.cells]
        self._left += [
            number
            for number, row in enumerate(self.rows)
            if row.cells and (row.columns != self.columns or row.is_stale)
        ]
        self._left.reverse()
        self.go_on()

    @property
    def is_unfinished(self) -> bool:
        """Whether rows wait for being laid out."""
        return bool(self._left)

    @property
    def is_stale(self) -> bool:
        """Whether a formula is set by now in a row that does not wait for being laid out."""
        waiting = set(self._left)
        return any(row.is_stale for number, row in enumerate(self.rows) if number not in waiting)

    def go_on(self) -> None:
        """Lay out as many rows more as can be in one turn."""
        effort = 0
        while self._left and effort < _TURN:
            row = self._left.pop()
            self._lay_out(row)
            effort += sum(1 + len(text.text) // _LONG for text in self.rows[row].texts)
        self._stack()

    def need(self, first: int, last: int) -> None:
        """Lay out the rows from `first` to `last` now."""
        wanted = [number for number in range(first, last + 1) if not self.rows[number].cells]
        if wanted:
            for number in wanted:
                self._lay_out(number)
                self._left.remove(number)
            self._stack()

    def number_at(self, y: float) -> int:
        """Return the number of the row at `y`, the nearest where there is none."""
        return max(0, bisect_right(self.tops, y) - 1)

    def number_of(self, offset: int) -> int:
        """Return the number of the row that holds a place in the table's plain text."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def cells(self, first: int = 0, last: int | None = None) -> Iterator[Cell]:
        """Yield the cells that are laid out, of the rows from `first` to `last`."""
        for row in self.rows[first : None if last is None else last + 1]:
            yield from row.cells

    def _lay_out(self, number: int) -> None:
        row = self.rows[number]
        font = self._body if number else self._head
        cells: list[Cell] = []
        left, start = 0.0, row.start
        for text, alignment, width in zip(row.texts, self._alignments, self.columns, strict=True):
            end = start + len(text.text)
            cells.append(Cell(self._make(text, font, alignment, width), start, end, QPointF(left + PAD_X, _PAD_Y)))
            left, start = left + width, end + 1
        baseline = max((cell.piece.baseline for cell in cells), default=0.0)
        for cell in cells:  # a high formula pushes the text beside it down
            cell.inside += QPointF(0.0, baseline - cell.piece.baseline)
        row.height = max((cell.inside.y() + cell.piece.height for cell in cells), default=_PAD_Y) + _PAD_Y
        row.cells, row.columns = cells, self.columns
        self.laid_out += len(cells)

    def _stack(self) -> None:
        """Put the rows one below the other."""
        self.tops.clear()
        top = 0.0
        for row in self.rows:
            self.tops.append(top)
            for cell in row.cells:
                cell.origin = QPointF(cell.inside.x(), top + cell.inside.y())
            top += row.height
        self.height = top


def _taken_over(before: TableRows | None, number: int, start: int) -> Row | None:
    """Return the row that was at a place before, None where there was none."""
    if before is None or number >= len(before.rows):
        return None
    row = before.rows[number]
    return row if row.start == start else None
