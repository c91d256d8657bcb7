"""The menu of the conversation on screen, and what becomes of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.errors import UserError, user_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.control.conversation import ConversationController
    from desktop.control.exchange.exporting import ExportController
    from desktop.control.exchange.importing import ImportController
    from desktop.exchange import MenuButton
    from desktop.notices import NoticeBar
    from models.history import History
    from models.texts import Phrasebook


class ExchangeController(QObject):
    """Exports, imports, and hands on what others do: `branch_requested`, `archive_requested`, `restore_requested`.

    `notices` makes the bar of notices when it is needed.
    """

    branch_requested = Signal(int)  # message
    archive_requested = Signal(tuple, bool)  # conversations, True
    restore_requested = Signal(int)  # message
    imported = Signal()
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        menu: MenuButton,
        history: History,
        conversation: ConversationController,
        notices: Callable[[], NoticeBar],
        say: Phrasebook,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._menu = menu
        self._history = history
        self._conversation = conversation
        self._notices = notices
        self._say = say
        self._window = window
        self._made: list[ExportController | ImportController] = []
        menu.export_requested.connect(self._on_export)
        menu.export_all_requested.connect(self._on_export_all)
        menu.import_requested.connect(self._on_import)
        menu.branch_requested.connect(self._on_branch)
        menu.archive_requested.connect(self._on_archive)
        menu.restore_requested.connect(self._on_restore)
        menu.opening.connect(lambda: menu.show_deleted(there=self._last_deleted() is not None))
        conversation.shown.connect(self._on_shown)

    @cached_property
    def exports(self) -> ExportController:
        """What writes files."""
        from desktop.control.exchange.exporting import ExportController  # seldom needed: not at start

        exports = ExportController(history=self._history, notices=self._notices, say=self._say, window=self._window)
        exports.failed.connect(self.failed)
        self._made.append(exports)
        return exports

    @cached_property
    def imports(self) -> ImportController:
        """What takes files in."""
        from desktop.control.exchange.importing import ImportController  # seldom needed: not at start

        imports = ImportController(history=self._history, say=self._say, window=self._window)
        imports.imported.connect(self.imported)
        self._made.append(imports)
        return imports

    def export(self, conversations: tuple[int, ...]) -> None:
        """Ask what becomes of conversations, and write them."""
        self.exports.ask(conversations)

    def close(self) -> None:
        """Stop what goes on, and wait for its end."""
        for part in self._made:
            part.close()

    def _on_shown(self, _conversation: int | None, anything: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._menu.show_conversation(there=anything)

    def _on_export(self) -> None:
        if self._conversation.conversation is not None:
            self.export((self._conversation.conversation,))

    def _on_export_all(self) -> None:
        try:
            self.exports.ask_for_all()
        except UserError as error:
            self.failed.emit(error)

    def _on_import(self) -> None:
        if self._history.is_kept:
            self.imports.ask()
        else:
            self.failed.emit(user_error("history.newer"))

    def _on_branch(self) -> None:
        if self._conversation.conversation is not None:
            try:
                thread = self._history.messages.thread(self._conversation.conversation)
            except UserError as error:
                self.failed.emit(error)
                return
            self.branch_requested.emit(thread[-1].id)

    def _on_archive(self) -> None:
        if self._conversation.conversation is not None:
            self.archive_requested.emit((self._conversation.conversation,), True)  # noqa: FBT003 - a signal's argument

    def _on_restore(self) -> None:
        message = self._last_deleted()
        if message is not None:
            self.restore_requested.emit(message)

    def _last_deleted(self) -> int | None:
        """Return the message of the conversation on screen that can be brought back first."""
        conversation = self._conversation.conversation
        if conversation is None or not self._history.may_change(conversation):
            return None
        try:
            return self._history.messages.last_hidden(conversation)
        except UserError as error:
            self.failed.emit(error)
            return None
