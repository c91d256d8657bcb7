"""What can be done in a row of the list, by mouse, keyboard or menu."""

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QListView

from desktop.sidebar.erasing import ask_to_erase
from desktop.sidebar.listing.groups import Heading
from desktop.sidebar.listing.marks import Marks
from desktop.sidebar.listing.menus import MenuMaker
from desktop.sidebar.listing.model import RowRole
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from models.history import ConversationSummary
from models.texts import Phrasebook


class RowActions(QObject):
    """Does what the user asks for in the rows of `view`; `shelf` says which shelf it shows."""

    chosen = Signal(int)  # conversation to open
    folding_requested = Signal(str, bool)  # key of a heading, whether its group is to be folded

    def __init__(self, view: QListView, marks: Marks, *, requests: Requests, menus: MenuMaker, say: Phrasebook) -> None:
        super().__init__(view)
        self._view = view
        self._marks = marks
        self._requests = requests
        self._menus = menus
        self._say = say
        self.shelf = Shelf.LIST

    def worked_on(self, index: QModelIndex) -> tuple[ConversationSummary, ...]:
        """Return the conversations that something done in a row is done with: all selected ones, or that row's."""
        row = index.data(RowRole.ROW)
        if not isinstance(row, ConversationSummary):
            return ()
        return self._marks.conversations if self._marks.holds(index) else (row,)

    def act(self, index: QModelIndex) -> None:
        """Do what a click or Enter does: open a conversation, fold a group; in the recycle bin select only."""
        row = index.data(RowRole.ROW)
        if isinstance(row, Heading):
            self.folding_requested.emit(row.key, not row.folded)
        elif isinstance(row, ConversationSummary):
            if self.shelf is Shelf.BIN or self._marks.count > 1:
                self._marks.only(index)
            self._marks.begin_at(index)
            if self.shelf is not Shelf.BIN:
                self.chosen.emit(row.id)

    def fold(self, index: QModelIndex, *, folded: bool) -> None:
        """Fold the group of a heading away, or show it."""
        row = index.data(RowRole.ROW)
        if isinstance(row, Heading) and row.folded is not folded:
            self.folding_requested.emit(row.key, folded)

    def change_name(self, index: QModelIndex) -> None:
        """Let the user type another title, or another name of a folder."""
        if self.shelf is not Shelf.BIN and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._view.setCurrentIndex(index)
            self._view.edit(index)

    def delete(self, index: QModelIndex) -> None:
        """Ask to delete what is worked on in a row; from the recycle bin for good, when the user said yes."""
        ids = tuple(one.id for one in self.worked_on(index))
        if ids and self.shelf is Shelf.BIN:
            ask_to_erase(len(ids), lambda: self._requests.erase.emit(ids), say=self._say, parent=self._view)
        elif ids:
            self._requests.delete.emit(ids)

    def open_menu(self, index: QModelIndex, place: QPoint) -> None:
        """Open the menu of a row at a place of the screen; headings other than folders have none."""
        row = index.data(RowRole.ROW)
        self._view.setCurrentIndex(index)

        def edit() -> None:
            self.change_name(self._view.currentIndex())

        if isinstance(row, ConversationSummary):
            conversations = self.worked_on(index)
            menu = self._menus.for_conversations(conversations, self.shelf, edit=edit, parent=self._view)
        elif isinstance(row, Heading) and row.folder is not None:
            menu = self._menus.for_folder(row.folder, edit=edit, parent=self._view)
        else:
            return
        menu.popup(place)
