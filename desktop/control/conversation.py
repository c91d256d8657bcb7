"""One conversation on screen: what is typed, sent, stopped, answered again and chosen goes through here."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.control.answering import Answering, AnswerRequest, prompt_messages
from desktop.control.sampling_choice import SamplingChoice
from desktop.control.thread_view import ThreadView
from desktop.conversation import Composer, Transcript
from models.engine import ChatMessage
from models.errors import UserError
from models.history import History, SamplingOverrides
from models.texts import Phrasebook


class ConversationController(QObject):
    """Brings composer, transcript and the choice of settings together for the conversation on screen.

    A new conversation is saved with its first question, or when it is left with a draft.
    """

    shown = Signal(object, bool)  # the conversation's id or None, whether there is anything to read
    list_changed = Signal()
    thread_changed = Signal()
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        history: History,
        answering: Answering,
        choice: SamplingChoice,
        transcript: Transcript,
        composer: Composer,
        say: Phrasebook,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._history = history
        self._answering = answering
        self._choice = choice
        self._transcript = transcript
        self._composer = composer
        self._say = say
        self._instructions = ""
        self._thread = ThreadView(transcript=transcript, history=history, answering=answering, say=say)
        composer.sent.connect(self._on_sent)
        self._thread.changed.connect(self.thread_changed)
        composer.stop_requested.connect(answering.stop)
        composer.answer_now_requested.connect(answering.answer_now)
        answering.thinking.connect(self._on_thinking)
        composer.draft_changed.connect(self._on_draft_changed)
        choice.chosen.connect(self._on_chosen)
        transcript.regenerate_requested.connect(self._on_regenerate)
        transcript.sibling_requested.connect(self._on_sibling)

    @property
    def conversation(self) -> int | None:
        """The conversation on screen, None while it is new and empty."""
        return self._thread.conversation

    @property
    def instructions(self) -> str:
        """The instructions of the conversation on screen."""
        return self._instructions

    @property
    def request(self) -> AnswerRequest:
        """How the next question is to be answered."""
        instruction = self._choice.preset.instruction
        parts = (self._instructions.strip(), self._say(instruction) if instruction else "")
        return AnswerRequest(self._choice.settings, self._choice.mode, "\n\n".join(filter(None, parts)))

    def messages_so_far(self) -> tuple[ChatMessage, ...]:
        """Return what the model is told of the conversation before the next question."""
        if self.conversation is None:
            return ()
        thread = self._history.messages.thread(self.conversation)
        return prompt_messages(thread, self._answering.old_thinking)

    def begin(self) -> None:
        """Show the first, new conversation of the window; what is typed already belongs to it."""
        self._choice.show(self._choice.mode, SamplingOverrides())
        self.shown.emit(None, self._thread.show(None))
        if self._composer.text:
            self._on_draft_changed(self._composer.text)

    def open(self, conversation: int | None) -> None:
        """Show a conversation, None for a new one. What was typed in the one before is kept with it."""
        self._composer.flush_draft()
        if conversation is None:
            self._instructions = ""
            self._choice.show(self._choice.mode, SamplingOverrides())
            self._composer.set_draft("")
        else:
            found = self._history.conversations.get(conversation)
            self._instructions = found.instructions
            self._choice.show(found.mode, found.overrides)
            self._composer.set_draft(found.draft)
        self.shown.emit(conversation, self._thread.show(conversation))
        self._composer.setFocus()

    def set_instructions(self, text: str) -> None:
        """Keep the instructions of the conversation on screen."""
        self._instructions = text
        if self.conversation is None:
            return
        try:
            self._history.conversations.save_instructions(self.conversation, text)
        except UserError as error:
            self.failed.emit(error)

    def close(self) -> None:
        """Keep what is typed."""
        self._composer.flush_draft()

    def _existing(self) -> int:
        if self.conversation is None:
            raise RuntimeError("no conversation is shown")
        return self.conversation

    def _create(self) -> int:
        made = self._history.conversations.create(
            mode=self._choice.mode, overrides=self._choice.overrides, instructions=self._instructions
        )
        return made.id

    def _on_sent(self, text: str) -> None:
        if self._answering.running is not None:
            return
        try:
            if self.conversation is None:
                self._thread.show(self._create())
            conversation = self._existing()
            question = self._history.messages.ask(conversation, text)
            self._composer.accept()
            self._thread.add(question)
            self._transcript.jump_to_latest()
            self.shown.emit(conversation, True)  # noqa: FBT003 - a signal's argument
            self._answering.answer(question, self.request)
        except UserError as error:  # it could not be saved: the question stays in the composer
            self.failed.emit(error)
        self.list_changed.emit()

    def _on_thinking(self, thinks: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._composer.set_thinking(thinking=thinks)

    def _on_draft_changed(self, text: str) -> None:
        try:
            if self.conversation is not None:
                self._history.conversations.save_draft(self.conversation, text)
            elif text.strip():
                conversation = self._create()
                self._history.conversations.save_draft(conversation, text)
                self.shown.emit(conversation, self._thread.show(conversation))
                self.list_changed.emit()
        except UserError as error:
            self.failed.emit(error)

    def _on_chosen(self, mode: str, overrides: SamplingOverrides) -> None:
        if self.conversation is None:
            return
        try:
            self._history.conversations.save_mode(self.conversation, mode, overrides)
        except UserError as error:
            self.failed.emit(error)

    def _on_regenerate(self, answer: int) -> None:
        question = self._history.messages.get(answer).parent
        if question is None or self._answering.running is not None or self.conversation is None:
            return
        try:
            self._answering.answer(question, self.request)
        except UserError as error:
            self.failed.emit(error)

    def _on_sibling(self, message: int, step: int) -> None:
        siblings = self._history.messages.siblings(message)
        wanted = siblings.index(message) + step
        if 0 <= wanted < len(siblings):
            self._history.messages.choose(siblings[wanted])
            self._thread.show(self.conversation)
