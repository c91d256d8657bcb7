"""The conversation on screen and the list of all of them."""

from PySide6.QtCore import QObject

from desktop.control import (
    ConversationController,
    ExchangeController,
    KeepingController,
    ProgressController,
    SidebarController,
    UnfinishedEdits,
)
from desktop.controllers.group import Backstage, Group, Stage, open_link
from desktop.conversation import Editing
from desktop.theme import Theme


class Chats(Group):
    """Shows, lists, imports and exports conversations, keeps what is typed into them, and tells what goes on."""

    def __init__(self, stage: Stage, behind: Backstage, *, parent: QObject) -> None:
        super().__init__(parent)
        window = self._window = stage.window
        self.conversation = ConversationController(
            history=behind.history,
            answering=behind.answering,
            choice=behind.choice,
            transcript=window.transcript,
            composer=window.composer,
            say=stage.say,
            window=window,
        )
        self._edits = UnfinishedEdits(
            editing=window.transcript.editing,
            file=behind.paths.unfinished_edits if behind.history.is_kept else None,
            parent=self,
        )
        self._sidebar = SidebarController(
            sidebar=window.sidebar,
            history=behind.history,
            bridge=behind.bridge,
            answering=behind.answering,
            conversation=self.conversation,
            transcript=window.transcript,
            say=stage.say,
        )
        self._progress = ProgressController(
            bridge=behind.bridge,
            answering=behind.answering,
            loading=behind.loading,
            composer=window.composer,
            empty=window.empty,
            status=window.status,
        )
        self.exchange = ExchangeController(
            menu=window.menu_button,
            history=behind.history,
            conversation=self.conversation,
            notices=stage.notices,
            say=stage.say,
            window=window,
        )
        self._keeping = KeepingController(
            history=behind.history,
            conversation=self.conversation,
            place=window.bottom,
            asking=(window.composer, window.mode_bar),
            say=stage.say,
            theme=stage.theme,
        )
        self._connect(behind)

    def go_on_as(self, conversation: int | None, editing: Editing) -> None:
        """Go on as in another window: with its conversation on screen, and what was being changed there."""
        self.conversation.open(conversation)
        self._progress.refresh()
        self._edits.go_on_as(editing)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._keeping.apply_theme(theme)

    def close(self) -> None:
        """Keep what is typed, and end what works on the list."""
        self.conversation.close()
        self._edits.save()
        self._sidebar.close()
        self.exchange.close()

    def _connect(self, behind: Backstage) -> None:
        window = self._window
        for part in (self.conversation, self._keeping, self._sidebar, self.exchange):
            part.failed.connect(self.failed)
        behind.answering.unsaved.connect(self.failed)
        behind.answering.faulty.connect(self.notice)
        self._progress.notice.connect(self.notice)
        self._sidebar.deleted.connect(behind.bridge.forget)
        self._sidebar.export_requested.connect(self.exchange.export)
        self._edits.reopened.connect(window.transcript.edit_requested)
        self.conversation.shown.connect(self._on_shown)
        self.exchange.imported.connect(self._sidebar.refresh)
        self.exchange.branch_requested.connect(window.transcript.branch_requested)
        self.exchange.archive_requested.connect(window.sidebar.requests.archive)
        window.new_requested.connect(self._sidebar.new)
        window.transcript.link_activated.connect(open_link)

    def _on_shown(self, _conversation: int | None, anything: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._window.show_transcript(anything=anything)
        self._window.panel.show_instructions(self.conversation.instructions)
        self._progress.show_conversation()
