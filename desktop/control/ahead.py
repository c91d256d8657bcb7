"""Working ahead: the next prompt is computed while it is typed, and the conversation so far while it is read."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from desktop.control.answering import Answering
from desktop.control.attaching import attachments_of
from desktop.control.bridge import EngineBridge
from desktop.control.conversation import ConversationController
from desktop.conversation import Composer
from models.engine import ChatMessage, Draft
from models.history import told_text
from models.settings import WorkAhead

_REST_MS = 250
"""A draft that was left alone so long may be sent as it is.

The composer tells of it after a rest of 300 ms, but after 900 ms of typing even where the last key was just now: then
it is looked at once more.
"""

_LONG = 20_000
"""Characters of a draft, its files included, that is not looked at with each key any more."""


class AheadController(QObject):
    """Asks the engine for the next prompt. It answers nobody: the next question just finds the work done."""

    def __init__(
        self,
        *,
        bridge: EngineBridge,
        answering: Answering,
        conversation: ConversationController,
        composer: Composer,
    ) -> None:
        super().__init__(composer)
        self._bridge = bridge
        self._answering = answering
        self._conversation = conversation
        self._composer = composer
        self._allowed = WorkAhead.NEVER  # until it is told
        self._so_far: tuple[ChatMessage, ...] | None = None
        self._told = ""
        self._untouched = QElapsedTimer()
        self._untouched.start()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(lambda: self._on_draft_changed(composer.text))
        composer.edited.connect(self._on_edited)
        composer.draft_changed.connect(self._on_draft_changed)
        composer.tray.changed.connect(self._on_files_changed)
        conversation.thread_changed.connect(self._on_thread_changed)
        answering.finished.connect(self._on_finished)

    def allow(self, allowed: WorkAhead) -> None:
        """Take what the user allows."""
        self._allowed = allowed

    def _on_edited(self) -> None:
        self._untouched.restart()
        self._rest.stop()
        text = self._composer.text
        # Word by word: whoever sends without a rest waits for the last word alone.
        if 0 < len(text) <= _LONG - self._length_of_files() and _ends_a_word(text) and text.startswith(self._told):
            self._work(text, rested=False)

    def _on_draft_changed(self, text: str) -> None:
        if text.strip() or self._composer.tray.files:
            left = _REST_MS - self._untouched.elapsed()
            self._work(text, rested=left <= 0)
            if left > 0:
                self._rest.start(left)

    def _on_files_changed(self) -> None:
        self._told = ""
        if self._composer.tray.files and not self._composer.tray.reading:
            self._work(self._composer.text, rested=False)

    def _length_of_files(self) -> int:
        return sum(len(file.text or "") for file in self._composer.tray.files)

    def _on_thread_changed(self) -> None:
        self._rest.stop()
        self._so_far = None
        self._told = ""

    def _on_finished(self, conversation: int, answer: int) -> None:
        self._so_far = None
        if conversation != self._conversation.conversation:
            return
        # A cut answer may be wanted to go on: until the user types, the context keeps what it holds of it.
        if not self._conversation.view.view_of(answer).can_continue:
            self._work(self._composer.text, rested=True)

    def _work(self, draft: str, *, rested: bool) -> None:
        if self._allowed is WorkAhead.NEVER or self._answering.running is not None:
            return
        if self._so_far is None:
            self._so_far = self._conversation.messages_so_far()
        self._told = draft.strip("\n").rstrip()
        request, conversation = self._conversation.request, self._conversation.conversation
        wanted = Draft(
            (*request.instruction_messages(), *self._so_far),
            told_text(self._told, attachments_of(self._composer.tray.files)),
            complete=rested,
            answer_tokens=request.settings.max_tokens,
            conversation="" if conversation is None else str(conversation),
            overflow=request.settings.overflow,
        )
        self._bridge.prefill(wanted, on_battery=self._allowed is WorkAhead.ALWAYS)


def _ends_a_word(text: str) -> bool:
    """Return whether more letters would begin another word: after a space or a sign, and after any Chinese letter."""
    return not (text[-1].isascii() and text[-1].isalnum())
