"""What is done with single messages of the conversation on screen."""

from PySide6.QtCore import QObject

from desktop.control import (
    ComparingController,
    ConversationController,
    ExcerptController,
    RecordController,
    TreeController,
    Undoing,
)
from desktop.controllers.group import Backstage, Group, Stage, open_link


class Messages(Group):
    """Changes, deletes, compares, quotes and saves messages, and opens the records of answers."""

    def __init__(
        self, stage: Stage, behind: Backstage, *, conversation: ConversationController, parent: QObject
    ) -> None:
        super().__init__(parent)
        window = stage.window
        self._records = RecordController(
            bridge=behind.bridge,
            history=behind.history,
            answering=behind.answering,
            transcript=window.transcript,
            say=stage.say,
            window=window,
        )
        self._excerpts = ExcerptController(
            transcript=window.transcript, composer=window.composer, say=stage.say, window=window
        )
        self.tree = TreeController(
            history=behind.history,
            answering=behind.answering,
            conversation=conversation,
            transcript=window.transcript,
            undoing=Undoing(notices=stage.notices, say=stage.say, parent=self),
            parent=self,
        )
        self._comparing = ComparingController(
            history=behind.history,
            answering=behind.answering,
            conversation=conversation,
            comparison=lambda: window.comparison,
            parent=self,
        )
        for part in (self._excerpts, self.tree, self._comparing):
            part.failed.connect(self.failed)
        self.tree.list_changed.connect(conversation.list_changed)
        self._comparing.link_activated.connect(open_link)
