"""The bar for doing something with all selected conversations at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from desktop.sidebar.erasing import ask_to_erase
from desktop.sidebar.listing.menus import MenuMaker
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, ToolButton, set_role
from models.history import ConversationSummary
from models.texts import Phrasebook


class BulkBar(QFrame):
    """Says how many conversations are selected and offers what can be done with them on their shelf."""

    closed = Signal()  # nothing more is to be done with them

    def __init__(
        self, *, requests: Requests, menus: MenuMaker, say: Phrasebook, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._requests = requests
        self._menus = menus
        self._say = say
        self._theme = theme
        self._chosen: Sequence[ConversationSummary] = ()
        self._count = QLabel()
        self._pin = self._button("pin", "sidebar.pin", self._on_pin)
        self._move = self._button("folder", "sidebar.move", self._on_move)
        self._archive = self._button("archive", "sidebar.archive", self._on_archive)
        self._back = self._button("reset", "sidebar.restore", self._on_back)
        self._export = self._button("share", "sidebar.export", self._on_export)
        self._delete = self._button("trash", "sidebar.delete", self._on_delete)
        self._close = self._button("close", "sidebar.selected.close", self.closed.emit)
        self._shelf = Shelf.LIST
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(self._count, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.hide()

    def offer(self, chosen: Sequence[ConversationSummary], shelf: Shelf) -> None:
        """Show the bar for selected conversations, or hide it where there are none to work on together."""
        least = 1 if shelf is Shelf.BIN else 2
        grown = len(chosen) >= least and len(chosen) != len(self._chosen)
        self._chosen, self._shelf = chosen, shelf
        self.setVisible(len(chosen) >= least)
        if not grown:
            return
        text = self._say("sidebar.selected", count=len(chosen))
        locked = any(one.locked for one in chosen)
        self._count.setText(str(len(chosen)))
        self._count.setToolTip(text)
        self._count.setAccessibleName(text)
        for button, shelves in (
            (self._pin, (Shelf.LIST,)),
            (self._move, (Shelf.LIST,)),
            (self._archive, (Shelf.LIST,)),
            (self._back, (Shelf.ARCHIVE, Shelf.BIN)),
            (self._export, (Shelf.LIST, Shelf.ARCHIVE)),
        ):
            button.setVisible(shelf in shelves and (button is self._export or not locked))
        self._delete.setVisible(not locked)
        self._back.rename(self._say("sidebar.unarchive" if shelf is Shelf.ARCHIVE else "sidebar.restore"))
        self._delete.rename(self._say("sidebar.erase" if shelf is Shelf.BIN else "sidebar.delete"))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for button in self._buttons:
            button.apply_theme(theme)

    @property
    def _buttons(self) -> tuple[ToolButton, ...]:
        return (self._pin, self._move, self._archive, self._back, self._export, self._delete, self._close)

    @property
    def _ids(self) -> tuple[int, ...]:
        return tuple(one.id for one in self._chosen)

    def _button(self, picture: str, text_id: str, act: Callable[[], None]) -> ToolButton:
        button = ToolButton(picture, name=self._say(text_id), theme=self._theme)
        button.clicked.connect(lambda *_: act())
        return button

    def _on_pin(self) -> None:
        self._requests.pin.emit(self._ids, not all(one.pinned for one in self._chosen))

    def _on_move(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._menus.add_folders(menu, self._chosen)
        menu.popup(self._move.mapToGlobal(self._move.rect().bottomLeft()))

    def _on_archive(self) -> None:
        self._requests.archive.emit(self._ids, True)  # noqa: FBT003 - a signal's argument

    def _on_back(self) -> None:
        if self._shelf is Shelf.BIN:
            self._requests.restore.emit(self._ids)
        else:
            self._requests.archive.emit(self._ids, False)  # noqa: FBT003 - a signal's argument

    def _on_export(self) -> None:
        self._requests.export.emit(self._ids)

    def _on_delete(self) -> None:
        ids = self._ids
        if self._shelf is Shelf.BIN:
            ask_to_erase(len(ids), lambda: self._requests.erase.emit(ids), say=self._say, parent=self)
        else:
            self._requests.delete.emit(ids)
