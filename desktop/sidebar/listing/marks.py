"""Which conversations of the list are selected: one, or many for doing something with all of them."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QListView

from desktop.sidebar.listing.model import ConversationModel
from models.history import ConversationSummary

_Flag = QItemSelectionModel.SelectionFlag


class Marks:
    """The selection of a list view. Headings are never in it."""

    def __init__(self, view: QListView, model: ConversationModel) -> None:
        self._view = view
        self._model = model
        self._first = QPersistentModelIndex()  # where a range begins

    @property
    def conversations(self) -> tuple[ConversationSummary, ...]:
        """The selected conversations, in the order of the list."""
        ranges = sorted((one.top(), one.bottom()) for one in self._selection.selection().toList())
        return tuple(row for top, bottom in ranges for row in self._model.conversations_between(top, bottom))

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the selected conversations, in the order of the list."""
        return tuple(one.id for one in self.conversations)

    @property
    def count(self) -> int:
        """How many conversations are selected."""
        return len(self.conversations)

    def holds(self, index: QModelIndex) -> bool:
        """Return whether a row is selected."""
        return self._selection.isSelected(index)

    def begin_at(self, index: QModelIndex) -> None:
        """Let the next range begin here."""
        self._first = QPersistentModelIndex(index)

    def only(self, index: QModelIndex) -> None:
        """Select one row, or nothing where the index is not valid."""
        self.begin_at(index)
        self._selection.select(index, _Flag.ClearAndSelect)

    def toggle(self, index: QModelIndex) -> None:
        """Select a row too, or no longer."""
        self.begin_at(index)
        self._selection.select(index, _Flag.Toggle)

    def extend_to(self, index: QModelIndex, *, begin: QModelIndex | None = None) -> None:
        """Select what is between the row selected last and this one, both included.

        Where that row is gone, the range begins at `begin`, else at this row.
        """
        first = self._model_index(self._first) if self._first.isValid() else begin or index
        top, bottom = sorted((first.row(), index.row()))
        self._selection.select(QItemSelection(self._model.index(top), self._model.index(bottom)), _Flag.ClearAndSelect)
        self._first = QPersistentModelIndex(first)

    def everything(self) -> None:
        """Select all conversations that are shown."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self._selection.select(QItemSelection(self._model.index(0), self._model.index(last)), _Flag.ClearAndSelect)

    def _model_index(self, kept: QPersistentModelIndex) -> QModelIndex:
        return self._model.index(kept.row())

    @property
    def _selection(self) -> QItemSelectionModel:
        return self._view.selectionModel()
