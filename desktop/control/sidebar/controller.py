"""Brings the sidebar and the history together: what is listed, what is opened, and the parts that do the rest."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering
from desktop.control.bridge import EngineBridge
from desktop.control.conversation import ConversationController
from desktop.control.sidebar.organizing import Organizing
from desktop.control.sidebar.searching import Searching
from desktop.control.sidebar.titling import Titling
from desktop.conversation import Transcript
from desktop.sidebar import Shelf, Sidebar
from models.errors import UserError
from models.history import History
from models.texts import Phrasebook


class SidebarController(QObject):
    """Shows what the history holds and changes it as the user wants."""

    deleted = Signal(int)
    export_requested = Signal(tuple)  # conversations
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        sidebar: Sidebar,
        history: History,
        bridge: EngineBridge,
        answering: Answering,
        conversation: ConversationController,
        transcript: Transcript,
        say: Phrasebook,
    ) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._history = history
        self._answering = answering
        self._conversation = conversation
        self._shelf = Shelf.LIST
        self._organizing = Organizing(history=history, answering=answering, say=say, parent=self)
        self._searching = Searching(
            sidebar=sidebar, history=history, conversation=conversation, transcript=transcript, parent=self
        )
        self._titling = Titling(bridge=bridge, history=history, answering=answering, parent=self)
        self._connect_sidebar()
        self._connect_parts()
        conversation.list_changed.connect(self.refresh)
        conversation.shown.connect(self.refresh)
        answering.started.connect(self._on_answering)
        answering.finished.connect(self._on_answering)

    def new(self) -> None:
        """Show a new conversation."""
        self._conversation.open(None)

    def refresh(self) -> None:
        """Show the shelf as it is now; where it cannot be read, what is shown stays."""
        conversations = self._history.conversations
        shelves = {
            Shelf.LIST: conversations.recent,
            Shelf.ARCHIVE: conversations.archived,
            Shelf.BIN: conversations.deleted,
        }
        try:
            listed, folders = shelves[self._shelf](), self._history.folders.all()
        except UserError as error:
            self.failed.emit(error)
            return
        self._sidebar.show_conversations(
            listed, current=self._conversation.conversation, folders=folders, shelf=self._shelf
        )
        self._on_answering()
        self._searching.index_soon()

    def close(self) -> None:
        """End what works beside the window."""
        self._organizing.close()
        self._searching.close()
        self._titling.stop()

    def _connect_sidebar(self) -> None:
        sidebar, requests = self._sidebar, self._sidebar.requests
        sidebar.new_requested.connect(self.new)
        sidebar.conversation_chosen.connect(self._on_chosen)
        sidebar.shelf_chosen.connect(self._on_shelf)
        sidebar.undo_requested.connect(self._organizing.undo)
        requests.suggest_title.connect(self._titling.start)
        requests.stop_title.connect(self._titling.stop)
        requests.export.connect(self.export_requested)
        self._organizing.serve(requests)

    def _connect_parts(self) -> None:
        organizing, titling = self._organizing, self._titling
        organizing.leaving.connect(self._on_leaving)
        organizing.moved.connect(self._on_moved)
        organizing.changed.connect(self.refresh)
        organizing.brought_back.connect(self._on_brought_back)
        organizing.folder_made.connect(self._on_folder_made)
        organizing.deleted.connect(self.deleted)
        titling.changed.connect(lambda: self._sidebar.set_titling(titling.conversation))
        titling.titled.connect(self.refresh)
        for part in (organizing, self._searching, titling):
            part.failed.connect(self.failed)

    def _on_chosen(self, conversation: int) -> None:
        if conversation != self._conversation.conversation:
            self._conversation.open(conversation)

    def _on_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.refresh()
        self._sidebar.focus_list()

    def _on_answering(self) -> None:
        running = self._answering.running
        self._sidebar.set_busy(running.conversation if running else None)

    def _on_leaving(self, conversations: tuple[int, ...]) -> None:
        """Let go of the conversation on screen before it leaves the list."""
        if self._conversation.conversation in conversations:
            self._conversation.open(None)

    def _on_moved(self, conversations: tuple[int, ...], title: str, to: Shelf) -> None:
        self.refresh()
        self._sidebar.show_undo(conversations, title, to=to)
        self._sidebar.focus_list()  # there Ctrl+Z undoes it

    def _on_brought_back(self, conversations: tuple[int, ...]) -> None:
        if len(conversations) == 1 and self._shelf is Shelf.LIST:
            self._conversation.open(conversations[0])
        else:
            self.refresh()

    def _on_folder_made(self, folder: int) -> None:
        self._shelf = Shelf.LIST
        self.refresh()
        self._sidebar.edit_folder(folder)
