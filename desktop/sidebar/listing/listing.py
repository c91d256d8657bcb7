"""One shelf of conversations: its head, its rows, what is said while it is empty, and the bar for many at once."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.sidebar.listing.bulk_bar import BulkBar
from desktop.sidebar.listing.groups import deleted, flat_rows, folder_key, last_used, rows
from desktop.sidebar.listing.menus import MenuMaker
from desktop.sidebar.listing.model import ConversationModel
from desktop.sidebar.listing.shelf_head import ShelfHead
from desktop.sidebar.listing.view import ConversationList
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, set_role
from models.history import ConversationSummary, Folder
from models.texts import Phrasebook

_MARGIN = 8


class Listing(QWidget):
    """Shows the conversations of one shelf. It changes nothing itself: `requests` tells what the user wants."""

    chosen = Signal(int)
    shelf_left = Signal()  # back to the list

    def __init__(self, *, requests: Requests, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._shelf = Shelf.LIST
        self._conversations: Sequence[ConversationSummary] = ()
        self._folders: Sequence[Folder] = ()
        self._current: int | None = None
        self._today = date.min
        self._folded: dict[Shelf, set[str]] = {shelf: set() for shelf in Shelf}
        self._menus = MenuMaker(requests=requests, say=say, theme=theme)
        self._model = ConversationModel(say=say, parent=self)
        self._model.renamed.connect(requests.rename)
        self._model.folder_renamed.connect(requests.rename_folder)
        self._head = ShelfHead(requests=requests, say=say, theme=theme)
        self._list = ConversationList(self._model, requests=requests, menus=self._menus, say=say, theme=theme)
        self._bulk = BulkBar(requests=requests, menus=self._menus, say=say, theme=theme)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_role(self._empty, Role.HINT)
        self._lay_out()
        self._list.actions_.chosen.connect(self.chosen)
        self._list.actions_.folding_requested.connect(self._on_folding)
        self._list.marked.connect(self._on_marked)
        self._bulk.closed.connect(self._on_bulk_closed)
        self._head.left.connect(self.shelf_left)
        self.setFocusProxy(self._list)

    @property
    def shelf(self) -> Shelf:
        """The shelf that is shown."""
        return self._shelf

    def show_shelf(
        self,
        shelf: Shelf,
        conversations: Sequence[ConversationSummary],
        *,
        folders: Sequence[Folder],
        current: int | None,
        today: date,
    ) -> None:
        """Show the conversations of a shelf and mark the one on screen; what stays keeps place, focus and editor."""
        if shelf is not self._shelf:
            self._shelf = self._list.actions_.shelf = shelf
            self._list.selectionModel().clear()
        self._conversations, self._folders, self._today = conversations, folders, today
        self._menus.folders = folders
        self._current = current
        self._show_rows()
        self._head.show_shelf(shelf, len(conversations))
        anything = bool(conversations) or (shelf is Shelf.LIST and bool(folders))
        self._list.setVisible(anything)
        self._empty.setText(self._say(f"sidebar.empty.{shelf.value}"))
        self._empty.setVisible(not anything)
        self._on_marked()

    def show_day(self, today: date) -> None:
        """Group the conversations as on another day."""
        self._today = today
        self._show_rows()

    def set_busy(self, conversation: int | None) -> None:
        """Mark the conversation that is being answered, None where nothing is."""
        self._model.set_busy(conversation)

    def set_titling(self, conversation: int | None) -> None:
        """Say that the model looks for a conversation's title, None where it does not."""
        self._model.set_titling(conversation)
        self._menus.titling = conversation

    def edit_folder(self, folder: int) -> None:
        """Let the user type a folder's name."""
        index = self._model.index_of_key(folder_key(folder))
        if index.isValid():
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._list.scrollTo(index)
            self._list.actions_.change_name(index)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._menus.theme = theme
        for part in (self._head, self._list, self._bulk):
            part.apply_theme(theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_MARGIN)
        self._head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self._empty.setContentsMargins(2 * _MARGIN + 4, 0, 2 * _MARGIN, 0)
        column.addWidget(self._head)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1000)  # all the room there is
        column.addStretch(1)
        bulk = QVBoxLayout()
        bulk.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        bulk.addWidget(self._bulk)
        column.addLayout(bulk)

    def _show_rows(self) -> None:
        folded = self._folded[self._shelf]
        if self._shelf is Shelf.LIST:
            shown = rows(self._conversations, self._today, folders=self._folders, folded=folded)
        else:
            when = deleted if self._shelf is Shelf.BIN else last_used
            shown = flat_rows(self._conversations, self._today, when=when, folded=folded)
        self._model.show_rows(shown)
        self._list.show_open(self._current)

    def _on_folding(self, key: str, folded: bool) -> None:  # noqa: FBT001 - a signal's argument
        if folded:
            self._folded[self._shelf].add(key)
        else:
            self._folded[self._shelf].discard(key)
        self._show_rows()

    def _on_marked(self) -> None:
        self._bulk.offer(self._list.marks.conversations, self._shelf)

    def _on_bulk_closed(self) -> None:
        self._list.marks.only(self._list.currentIndex() if self._shelf is not Shelf.BIN else self._model.index(-1))
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
