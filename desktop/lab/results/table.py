"""The table of a measurement: a row for each task, a column for each temperature."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QHeaderView, QTableView

from desktop.lab.results.figures import CellFigures, TableRow
from desktop.theme import with_text
from models.texts import Phrasebook, figure

_ROW = 34
_NARROWEST = 76
_NAMES = 330  # the widest that the names of tasks may be

AnyIndex = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """The figures, as a table in words."""

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._temperatures: tuple[float, ...] = ()
        self.rows: tuple[TableRow, ...] = ()

    def show(self, temperatures: tuple[float, ...], rows: tuple[TableRow, ...]) -> None:
        """Show figures; where only they changed, the selection stays."""
        same = temperatures == self._temperatures and _names(rows) == _names(self.rows)
        if same:
            self.rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(temperatures) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._temperatures, self.rows = temperatures, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of temperatures."""
        return 0 if parent is not None and parent.isValid() else len(self._temperatures)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a temperature or the name of a row."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return figure(self._temperatures[section])
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[section].name
        return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) if role == _ALIGNMENT else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the figures of a cell in short, or in words for screen readers."""
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._short(cell)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._long(row, self._temperatures[index.column()], cell)
        if role == _ALIGNMENT:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.FontRole and row.task is None:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _short(self, cell: CellFigures | None) -> str:
        if cell is None or not cell.done:
            return "–"
        if not cell.judged:
            return self._say("lab.table.unjudged", done=cell.done)
        return self._say("lab.table.cell", passed=cell.passed, judged=cell.judged)

    def _long(self, row: TableRow, temperature: float, cell: CellFigures | None) -> str:
        if cell is None:
            return self._say("lab.table.none")
        return self._say(
            "lab.table.words",
            task=row.name,
            temperature=figure(temperature),
            passed=cell.passed,
            judged=cell.judged,
            done=cell.done,
            total=cell.total,
        )


_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole


class ResultsTable(QTableView):
    """Shows the figures at their full height. `cell_chosen` carries a row and the number of a temperature."""

    cell_chosen = Signal(object, int)  # TableRow

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._model = ResultsModel(say=say)
        self.setModel(self._model)
        self.setAccessibleName(say("lab.table.name"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.setTabKeyNavigation(False)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.setMinimumSectionSize(with_text(_NARROWEST, self.font()))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setHighlightSections(False)
        rows.setDefaultSectionSize(with_text(_ROW, self.font()))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMaximumWidth(with_text(_NAMES, self.font()))
        rows.setHighlightSections(False)
        rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end tells two quantizations apart
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def show_figures(self, temperatures: tuple[float, ...], rows: tuple[TableRow, ...]) -> None:
        """Show figures."""
        self._model.show(temperatures, rows)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the height of all rows: the page scrolls, not the table."""
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 2
        if self.horizontalScrollBar().isVisible():
            height += self.horizontalScrollBar().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Never be lower than all rows."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def _on_chosen(self, index: QModelIndex) -> None:
        self.cell_chosen.emit(self._model.rows[index.row()], index.column())


def _names(rows: tuple[TableRow, ...]) -> list[tuple[str, str, int, int | None]]:
    return [(row.name, row.run, row.arm, row.task) for row in rows]
