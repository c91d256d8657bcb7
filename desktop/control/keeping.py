"""Chats beside the history of a newer program: what came from there is only read, what is begun here is not kept."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.control.conversation import ConversationController
from desktop.conversation import KeepingBar
from desktop.theme import Theme
from models.errors import UserError
from models.history import History
from models.texts import Phrasebook


class KeepingController(QObject):
    """Says of the chat on screen what becomes of it, and puts the ways to go on in the place of `asking`.

    `place` is the layout in which the parts of `asking`, which ask questions, stand. Does nothing where the history
    keeps everything.
    """

    failed = Signal(UserError)

    def __init__(
        self,
        *,
        history: History,
        conversation: ConversationController,
        place: QVBoxLayout,
        asking: tuple[QWidget, ...],
        say: Phrasebook,
        theme: Theme,
    ) -> None:
        super().__init__(conversation)
        self._history = history
        self._conversation = conversation
        self._asking = asking
        self.bar: KeepingBar | None = None
        if history.is_kept:
            return
        bar = self.bar = KeepingBar(say=say, theme=theme)
        bar.setMaximumWidth(asking[0].maximumWidth())
        place.insertWidget(0, bar)
        bar.copy_requested.connect(self._on_copy_requested)
        bar.new_requested.connect(lambda: conversation.open(None))
        conversation.shown.connect(self._on_shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self.bar is not None:
            self.bar.apply_theme(theme)

    def _on_shown(self, conversation: int | None) -> None:
        locked = not self._history.may_change(conversation)
        for part in self._asking:
            part.setVisible(not locked)
        if self.bar is not None and locked:
            self.bar.show_locked()
        elif self.bar is not None:
            self.bar.show_unkept()

    def _on_copy_requested(self) -> None:
        shown = self._conversation.conversation
        try:
            leaf = None if shown is None else self._history.conversations.get(shown).leaf
            copy = None if leaf is None else self._history.messages.branch(leaf)
        except UserError as error:
            self.failed.emit(error)
            return
        self._conversation.open(copy)
        self._conversation.list_changed.emit()
