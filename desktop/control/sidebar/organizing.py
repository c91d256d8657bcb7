"""Keeping order among the conversations: pins, folders, archive and recycle bin."""

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.control.answering import Answering
from desktop.sidebar import Moved, Requests, Shelf
from models.errors import UserError, user_error
from models.history import History
from models.texts import Phrasebook

_ERASING_SECONDS = 0.05  # at a time: the window must not wait for a full recycle bin


class Organizing(QObject):
    """Does to the history what the user requests, and tells what came of it."""

    leaving = Signal(tuple)  # conversations that are about to leave the list
    moved = Signal(tuple, str, Shelf)  # conversations, the title of the first, the shelf they went to: can be undone
    brought_back = Signal(tuple)  # conversations that are in the list again
    changed = Signal()  # anything else
    folder_made = Signal(int)  # it waits for its name
    deleted = Signal(int)  # conversation: it is in the recycle bin, or gone for good
    failed = Signal(UserError)

    def __init__(self, *, history: History, answering: Answering, say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._answering = answering
        self._say = say
        self._to_erase: deque[int] = deque()
        self._go_on = QTimer(self, interval=0, singleShot=True)
        self._go_on.timeout.connect(self._erase_some)

    def serve(self, requests: Requests) -> None:
        """Do what `requests` tells from now on."""
        conversations, folders = self._history.conversations, self._history.folders
        requests.rename.connect(lambda one, title: self._change(lambda: conversations.rename(one, title)))
        requests.pin.connect(lambda ids, pinned: self._change(lambda: conversations.pin(*ids, pinned=pinned)))
        requests.move.connect(lambda ids, folder: self._change(lambda: conversations.move(*ids, folder=folder)))
        requests.restore.connect(lambda ids: self._change(lambda: conversations.restore(*ids)))
        requests.archive.connect(self._on_archive)
        requests.delete.connect(self._on_delete)
        requests.erase.connect(self._erase)
        requests.empty_bin.connect(self._on_empty_bin)
        requests.new_folder.connect(self._on_new_folder)
        requests.rename_folder.connect(lambda folder, name: self._change(lambda: folders.rename(folder, name)))
        requests.order_folders.connect(lambda order: self._change(lambda: folders.reorder(*order)))
        requests.remove_folder.connect(lambda folder: self._change(lambda: folders.remove(folder)))

    def undo(self, moved: Moved) -> None:
        """Bring conversations back from the shelf they went to."""
        conversations, ids = self._history.conversations, moved.conversations
        if moved.to is Shelf.BIN:
            done = self._try(lambda: conversations.restore(*ids))
        else:
            done = self._try(lambda: conversations.archive(*ids, archived=False))
        if done:
            self.brought_back.emit(ids)

    def close(self) -> None:
        """Do what is left to do."""
        while self._to_erase:
            self._erase_next()

    def _on_archive(self, ids: tuple[int, ...], archived: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self._refuses(ids):
            return
        if not archived:
            self._change(lambda: self._history.conversations.archive(*ids, archived=False))
        else:
            self._send(ids, Shelf.ARCHIVE, lambda: self._history.conversations.archive(*ids, archived=True))

    def _on_delete(self, ids: tuple[int, ...]) -> None:
        if self._refuses(ids):
            return
        if self._answers(ids):
            self._answering.stop()
        if self._send(ids, Shelf.BIN, lambda: self._history.conversations.delete(*ids)):
            for conversation in ids:
                self.deleted.emit(conversation)

    def _on_empty_bin(self) -> None:
        ids: list[int] = []
        if self._try(lambda: ids.extend(one.id for one in self._history.conversations.deleted())):
            self._erase(tuple(ids))

    def _on_new_folder(self, ids: tuple[int, ...]) -> None:
        def make() -> None:
            folder = self._history.folders.create(self._say("sidebar.folder.default")).id
            if ids:
                self._history.conversations.move(*ids, folder=folder)
            made.append(folder)

        made: list[int] = []
        self._try(make)
        for folder in made:
            self.folder_made.emit(folder)

    def _send(self, ids: tuple[int, ...], to: Shelf, change: Callable[[], object]) -> bool:
        """Take conversations out of the list by `change`; return whether that could be done."""
        titles: list[str] = []
        done = self._try(lambda: titles.append(self._history.conversations.get(ids[0]).title))
        if done:
            self.leaving.emit(ids)
            done = self._try(change)
        if done:
            self.moved.emit(ids, titles[0], to)
        else:
            self.changed.emit()
        return done

    def _erase(self, ids: tuple[int, ...]) -> None:
        if self._refuses(ids):
            return
        if self._answers(ids):  # it would be written to what is gone
            self._answering.stop()
            self.failed.emit(user_error("error.erase.running"))
            return
        self.leaving.emit(ids)
        self._to_erase.extend(ids)
        self._erase_some()

    def _erase_some(self) -> None:
        end = time.monotonic() + _ERASING_SECONDS
        while self._to_erase and time.monotonic() < end:
            self._erase_next()
        if self._to_erase:
            self._go_on.start()
        else:
            self.changed.emit()

    def _erase_next(self) -> None:
        """Remove the next conversation, unless it was brought back meanwhile; where one cannot be, none can."""
        conversation = self._to_erase.popleft()
        try:
            if self._history.conversations.get(conversation).deleted_ms is not None:
                self._history.conversations.erase(conversation)
                self.deleted.emit(conversation)
        except UserError as error:
            self._to_erase.clear()
            self.failed.emit(error)
        except KeyError:
            return  # it is gone already

    def _refuses(self, ids: tuple[int, ...]) -> bool:
        """Say why not, where one of them cannot be changed."""
        locked = not all(self._history.may_change(conversation) for conversation in ids)
        if locked:
            self.failed.emit(user_error("history.newer.unchangeable"))
        return locked

    def _answers(self, ids: tuple[int, ...]) -> bool:
        running = self._answering.running
        return running is not None and running.conversation in ids

    def _change(self, change: Callable[[], object]) -> None:
        self._try(change)
        self.changed.emit()

    def _try(self, change: Callable[[], object]) -> bool:
        """Change the history; tell why where that fails. What the user sees may be gone meanwhile."""
        try:
            change()
        except UserError as error:
            self.failed.emit(error)
            return False
        except KeyError:
            return False
        return True
