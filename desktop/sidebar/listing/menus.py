"""The menus of the list: what can be done with conversations and with a folder."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.sidebar.erasing import ask_to_erase
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Theme, icon
from models.history import ConversationSummary, Folder
from models.texts import Phrasebook


class MenuMaker:
    """Makes the menus. Keys are shown beside the entries; they work in the list, not through the menu.

    `titling` is the conversation that the model looks for a title of.
    """

    def __init__(self, *, requests: Requests, say: Phrasebook, theme: Theme) -> None:
        self._requests = requests
        self._say = say
        self.theme = theme
        self.folders: Sequence[Folder] = ()
        self.titling: int | None = None

    def for_conversations(
        self, conversations: Sequence[ConversationSummary], shelf: Shelf, *, edit: Callable[[], None], parent: QWidget
    ) -> QMenu:
        """Return the menu of one conversation or of many; `edit` begins to change the title of the one."""
        menu = _menu(parent)
        ids = tuple(one.id for one in conversations)
        if any(one.locked for one in conversations):
            self._add(menu, "sidebar.export", lambda: self._requests.export.emit(ids), "share")
            return menu
        if shelf is Shelf.BIN:
            self._add_bin_actions(menu, ids)
            return menu
        if len(conversations) == 1:
            self._add(menu, "sidebar.rename", edit, "edit", key=Qt.Key.Key_F2)
            self._add_title(menu, ids[0])
            menu.addSeparator()
        if shelf is Shelf.LIST:
            self._add_pin(menu, conversations)
            self.add_folders(menu.addMenu(icon("folder", self._colour), self._say("sidebar.move")), conversations)
            self._add(menu, "sidebar.archive", lambda: self._requests.archive.emit(ids, True), "archive")  # noqa: FBT003
        else:
            self._add(menu, "sidebar.unarchive", lambda: self._requests.archive.emit(ids, False), "reset")  # noqa: FBT003
        self._add(menu, "sidebar.export", lambda: self._requests.export.emit(ids), "share")
        menu.addSeparator()
        self._add(menu, "sidebar.delete", lambda: self._requests.delete.emit(ids), "trash", key=Qt.Key.Key_Delete)
        return menu

    def for_folder(self, folder: Folder, *, edit: Callable[[], None], parent: QWidget) -> QMenu:
        """Return the menu of a folder; `edit` begins to change its name."""
        menu = _menu(parent)
        self._add(menu, "sidebar.rename", edit, "edit", key=Qt.Key.Key_F2)
        ids = [one.id for one in self.folders]
        place = ids.index(folder.id)
        for text_id, picture, other in (("up", "chevron-up", place - 1), ("down", "chevron-down", place + 1)):
            if 0 <= other < len(ids):
                order = list(ids)
                order[place], order[other] = order[other], order[place]
                self._add(
                    menu, f"sidebar.folder.{text_id}", partial(self._requests.order_folders.emit, tuple(order)), picture
                )
        menu.addSeparator()
        self._add(menu, "sidebar.folder.remove", lambda: self._requests.remove_folder.emit(folder.id), "trash")
        return menu

    def add_folders(self, menu: QMenu, conversations: Sequence[ConversationSummary]) -> None:
        """Fill a menu with the folders that conversations can be moved to; the one they are in is ticked."""
        ids = tuple(one.id for one in conversations)
        where = {one.folder for one in conversations}
        for folder in self.folders:
            self._add_folder(menu, folder.name, folder.id, ids, here=where == {folder.id})
        if self.folders:
            self._add_folder(menu, self._say("sidebar.folder.none"), None, ids, here=where == {None})
            menu.addSeparator()
        self._add(menu, "sidebar.folder.new", lambda: self._requests.new_folder.emit(ids), "folder-plus")

    def _add_bin_actions(self, menu: QMenu, ids: tuple[int, ...]) -> None:
        def erase() -> None:
            ask_to_erase(len(ids), lambda: self._requests.erase.emit(ids), say=self._say, parent=menu.parentWidget())

        self._add(menu, "sidebar.restore", lambda: self._requests.restore.emit(ids), "reset")
        menu.addSeparator()
        self._add(menu, "sidebar.erase", erase, "trash", key=Qt.Key.Key_Delete)

    def _add_title(self, menu: QMenu, conversation: int) -> None:
        if self.titling == conversation:
            self._add(menu, "sidebar.title.stop", self._requests.stop_title.emit, "stop")
        else:
            suggest = self._requests.suggest_title
            self._add(menu, "sidebar.title.suggest", lambda: suggest.emit(conversation), "mode-auto")

    def _add_pin(self, menu: QMenu, conversations: Sequence[ConversationSummary]) -> None:
        ids = tuple(one.id for one in conversations)
        pin = not all(one.pinned for one in conversations)
        self._add(menu, "sidebar.pin" if pin else "sidebar.unpin", lambda: self._requests.pin.emit(ids, pin), "pin")

    def _add_folder(self, menu: QMenu, name: str, folder: int | None, ids: tuple[int, ...], *, here: bool) -> None:
        action = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(here)
        action.triggered.connect(lambda: self._requests.move.emit(ids, folder))

    def _add(
        self, menu: QMenu, text_id: str, act: Callable[[], None], picture: str, *, key: Qt.Key | None = None
    ) -> QAction:
        text = self._say(text_id)
        if key is not None:
            text = f"{text}\t{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}"
        action = menu.addAction(icon(picture, self._colour), text)
        action.triggered.connect(lambda *_: act())
        return action

    @property
    def _colour(self) -> QColor:
        return self.theme.colour("muted")


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
