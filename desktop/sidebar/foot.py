"""The foot of the sidebar: the way back from what was just moved, and the way to archive and recycle bin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.sidebar.requests import Requests
from desktop.sidebar.shelf_bar import ShelfBar
from desktop.sidebar.shelves import Shelf
from desktop.sidebar.undo_bar import Moved, UndoBar
from desktop.theme import Theme
from models.texts import Phrasebook

_MARGIN = 8


class Foot(QWidget):
    """The undo bar, while there is something to undo, above the bar of shelves."""

    shelf_chosen = Signal(Shelf)
    undo_requested = Signal(Moved)
    undo_closed = Signal()

    def __init__(self, *, requests: Requests, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo = UndoBar(say=say, theme=theme)
        self._shelves = ShelfBar(requests=requests, say=say, theme=theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        column.setSpacing(_MARGIN)
        column.addWidget(self._undo)
        column.addWidget(self._shelves)
        self._undo.undo_requested.connect(self.undo_requested)
        self._undo.closed.connect(self.undo_closed)
        self._shelves.chosen.connect(self.shelf_chosen)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show which shelf is shown."""
        self._shelves.show_shelf(shelf)

    def show_undo(self, conversations: tuple[int, ...], title: str, *, to: Shelf) -> None:
        """Offer for a while to bring conversations back."""
        self._undo.offer(Moved(conversations, title, to))

    def undo(self) -> None:
        """Bring back what was moved last, if anything."""
        self._undo.undo()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._undo.apply_theme(theme)
        self._shelves.apply_theme(theme)
