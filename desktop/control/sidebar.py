"""Brings the sidebar and the history together: the list, new, renaming, deleting with undo."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering
from desktop.control.conversation import ConversationController
from desktop.sidebar import Sidebar
from models.errors import UserError
from models.history import History
from models.texts import Phrasebook


class SidebarController(QObject):
    """Shows what the history holds and changes it as the user wants."""

    deleted = Signal(int)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        sidebar: Sidebar,
        history: History,
        answering: Answering,
        conversation: ConversationController,
        say: Phrasebook,
    ) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._history = history
        self._answering = answering
        self._conversation = conversation
        self._say = say
        sidebar.new_requested.connect(self.new)
        sidebar.conversation_chosen.connect(self._on_chosen)
        sidebar.renamed.connect(self._on_renamed)
        sidebar.delete_requested.connect(self._on_delete)
        sidebar.undo_requested.connect(self._on_undo)
        conversation.list_changed.connect(self.refresh)
        conversation.shown.connect(self.refresh)
        answering.started.connect(self._on_answering)
        answering.finished.connect(self._on_answering)

    def new(self) -> None:
        """Show a new conversation."""
        self._conversation.open(None)

    def refresh(self) -> None:
        """Show the list as it is now."""
        self._sidebar.show_conversations(self._history.conversations.recent(), current=self._conversation.conversation)
        running = self._answering.running
        self._sidebar.set_busy(running.conversation if running else None)

    def _on_chosen(self, conversation: int) -> None:
        if conversation != self._conversation.conversation:
            self._conversation.open(conversation)

    def _on_answering(self) -> None:
        running = self._answering.running
        self._sidebar.set_busy(running.conversation if running else None)

    def _on_renamed(self, conversation: int, title: str) -> None:
        try:
            self._history.conversations.rename(conversation, title)
        except UserError as error:
            self.failed.emit(error)
        self.refresh()

    def _on_delete(self, conversation: int) -> None:
        title = self._history.conversations.get(conversation).title
        running = self._answering.running
        if running is not None and running.conversation == conversation:
            self._answering.stop()
        try:
            if conversation == self._conversation.conversation:
                self._conversation.open(None)
            self._history.conversations.delete(conversation)
        except UserError as error:
            self.failed.emit(error)
        else:
            self.deleted.emit(conversation)
            self._sidebar.show_undo(conversation, title or self._say("sidebar.untitled"))
        self.refresh()
        self._sidebar.focus_list()  # there Ctrl+Z undoes it

    def _on_undo(self, conversation: int) -> None:
        try:
            self._history.conversations.restore(conversation)
        except UserError as error:
            self.failed.emit(error)
            return
        self._conversation.open(conversation)
