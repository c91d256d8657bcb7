"""Keeping the place in the list when all its rows are shown anew."""

from PySide6.QtCore import QItemSelectionModel, QObject
from PySide6.QtWidgets import QListView

from desktop.sidebar.listing.groups import Heading
from desktop.sidebar.listing.model import ConversationModel, RowRole


class SteadyPlace(QObject):
    """Puts focus and scroll position back after a reset of the model."""

    def __init__(self, view: QListView, model: ConversationModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._key = ""
        self._scroll = 0
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)

    def _on_about_to_be_reset(self) -> None:
        row = self._view.currentIndex().data(RowRole.ROW)
        self._key = "" if row is None else row.key if isinstance(row, Heading) else str(row.id)
        self._scroll = self._view.verticalScrollBar().value()

    def _on_reset(self) -> None:
        self._view.doItemsLayout()
        self._view.selectionModel().setCurrentIndex(
            self._model.index_of_key(self._key), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self._view.verticalScrollBar().setValue(self._scroll)
