"""The head of archive and recycle bin: the way back, where one is, and emptying the bin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.sidebar.erasing import ask_to_erase
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, ToolButton, set_role, tooltip
from models.texts import Phrasebook


class ShelfHead(QWidget):
    """Shown above every shelf but the list."""

    left = Signal()  # back to the list

    def __init__(self, *, requests: Requests, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self._say = say
        self._count = 0
        self._back = ToolButton("chevron-left", name=say("sidebar.shelf.back"), theme=theme)
        self._name = QLabel()
        set_role(self._name, Role.HEADING)
        self._empty = QPushButton(say("sidebar.bin.empty"))
        self._empty.setToolTip(tooltip(say("sidebar.bin.empty.help")))
        set_role(self._empty, Role.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._back)
        row.addWidget(self._name, 1)
        row.addWidget(self._empty)
        self._back.clicked.connect(self.left)
        self._empty.clicked.connect(self._on_empty)
        self.hide()

    def show_shelf(self, shelf: Shelf, count: int) -> None:
        """Show where one is; `count` says how many conversations are there."""
        self._count = count
        self.setVisible(shelf is not Shelf.LIST)
        if shelf is Shelf.LIST:
            return
        self._name.setText(self._say(shelf.text_id))
        self._empty.setVisible(shelf is Shelf.BIN and count > 0)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._back.apply_theme(theme)

    def _on_empty(self) -> None:
        ask_to_erase(self._count, self._requests.empty_bin.emit, say=self._say, parent=self)
