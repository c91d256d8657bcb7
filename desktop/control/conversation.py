"""One conversation on screen: what is typed, sent, stopped, answered again and chosen goes through here."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.control.adapting import AnswerAdapter
from desktop.control.answering import SEVERAL, Answering, prompt_messages
from desktop.control.attaching import attachments_of, draft_files
from desktop.control.running_answer import AnswerRequest
from desktop.control.sampling_choice import Resolved, SamplingChoice
from desktop.control.thread_view import ThreadView
from desktop.control.told import with_files
from desktop.conversation import Composer, Transcript
from models.catalog import AUTO
from models.engine import ChatMessage
from models.errors import UserError
from models.history import History, Message, SamplingOverrides
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
        self._adapter = AnswerAdapter(history=history, choice=choice)
        self._thread = ThreadView(
            transcript=transcript, history=history, answering=answering, adapter=self._adapter, say=say
        )
        choice.changed.connect(self._thread.refresh_tries)
        composer.sent.connect(self._on_sent)
        composer.several_sent.connect(partial(self._on_sent, answers=SEVERAL))
        self._thread.changed.connect(self.thread_changed)
        composer.stop_requested.connect(answering.stop)
        composer.answer_now_requested.connect(answering.answer_now)
        answering.thinking.connect(self._on_thinking)
        composer.draft_changed.connect(self._on_draft_changed)
        composer.tray.changed.connect(self._on_files_changed)
        choice.chosen.connect(self._on_chosen)

    @property
    def conversation(self) -> int | None:
        """The conversation on screen, None while it is new and empty."""
        return self._thread.conversation

    @property
    def view(self) -> ThreadView:
        """What the transcript shows of it."""
        return self._thread

    @property
    def instructions(self) -> str:
        """The instructions of the conversation on screen."""
        return self._instructions

    @property
    def request(self) -> AnswerRequest:
        """How the next question is to be answered, as far as that is known before it is sent."""
        return _request(self._choice.now, self._instructions, self._say)

    def request_for(
        self,
        question: str,
        *,
        instead_of: Message | None = None,
        several: bool = False,
        going_on: Message | None = None,
    ) -> AnswerRequest:
        """Return how a question is to be answered; in Auto that follows from its text.

        With `instead_of` it is answered once more, or several times; `going_on` is an answer that was cut.
        """
        if instead_of is not None:
            resolved = self._adapter.for_another_try(instead_of, question, several=several)
        elif going_on is not None:
            resolved = self._adapter.for_going_on(going_on, question)
        else:
            resolved = self._adapter.for_question(question, self.conversation)
        return _request(resolved, self._instructions, self._say)

    def messages_so_far(self) -> tuple[ChatMessage, ...]:
        """Return what the model is told of the conversation before the next question."""
        if self.conversation is None:
            return ()
        thread = with_files(self._history.messages.thread(self.conversation), self._history)
        return prompt_messages(thread, self._answering.old_thinking)

    def begin(self) -> None:
        """Show the first, new conversation of the window; what is typed already belongs to it."""
        self._choice.show(AUTO, SamplingOverrides())
        self.shown.emit(None, self._thread.show(None))
        if self._composer.text:
            self._on_draft_changed(self._composer.text)

    def open(self, conversation: int | None) -> None:
        """Show a conversation, None for a new one. What was typed in the one before is kept with it.

        Where it cannot be read, the one before stays on screen.
        """
        self._composer.flush_draft()
        conversations = self._history.conversations
        try:
            found = None if conversation is None else conversations.get(conversation)
            files = () if conversation is None else conversations.draft_attachments(conversation)
            anything = self._thread.show(conversation)
        except UserError as error:
            self.failed.emit(error)
            return
        self._instructions = found.instructions if found else ""
        if found is None:
            self._choice.show(AUTO, SamplingOverrides())
        else:
            self._choice.show(found.mode, found.overrides, asked=self._thread.last_question)
        self._composer.tray.show_files(draft_files(files))
        self._composer.set_draft(found.draft if found else "")
        self.shown.emit(conversation, anything)
        self._composer.setFocus()

    def show_again(self) -> None:
        """Show the conversation on screen once more, as it is now."""
        self.shown.emit(self.conversation, self._thread.show(self.conversation))
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

    def _on_sent(self, text: str, *, answers: int = 1) -> None:
        if self._answering.running is not None:
            return
        try:
            if self.conversation is None:
                self._thread.show(self._create())
            conversation = self._existing()
            files = attachments_of(self._composer.tray.files)
            question = self._history.messages.ask(conversation, text, files)
            self._choice.follow(text)  # it may have been sent before Auto had looked at it
            self._composer.accept()
            self._thread.add(question)
            self._transcript.jump_to_latest()
            self.shown.emit(conversation, True)  # noqa: FBT003 - a signal's argument
            if answers > 1:
                self._answering.answer_together(question, self.request_for(text), answers)
            else:
                self._answering.answer(question, self.request_for(text))
        except UserError as error:  # it could not be saved: the question stays in the composer
            self.failed.emit(error)
        self.list_changed.emit()

    def _on_thinking(self, thinks: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._composer.set_thinking(thinking=thinks)

    def _on_draft_changed(self, text: str) -> None:
        try:
            if self._history.may_change(self.conversation) and (self.conversation is not None or text.strip()):
                self._history.conversations.save_draft(self._for_draft(), text)
        except UserError as error:
            self.failed.emit(error)

    def _on_files_changed(self) -> None:
        files = attachments_of(self._composer.tray.files)
        try:
            if self._history.may_change(self.conversation) and (self.conversation is not None or files):
                self._history.conversations.save_draft_attachments(self._for_draft(), files)
        except UserError as error:
            self.failed.emit(error)

    def _for_draft(self) -> int:
        """Return the conversation that keeps what is typed; a new one is made where there is none."""
        if self.conversation is None:
            conversation = self._create()
            self.shown.emit(conversation, self._thread.show(conversation))
            self.list_changed.emit()
        return self._existing()

    def _on_chosen(self, mode: str, overrides: SamplingOverrides) -> None:
        if self.conversation is None or not self._history.may_change(self.conversation):
            return
        try:
            self._history.conversations.save_mode(self.conversation, mode, overrides)
        except UserError as error:
            self.failed.emit(error)


def _request(resolved: Resolved, instructions: str, say: Phrasebook) -> AnswerRequest:
    """Return how a question is to be answered: the mode's words follow the conversation's `instructions`."""
    preset, own = resolved.preset, resolved.preset.own
    words = say(preset.instruction) if preset.instruction else ""
    if own is not None and own.instructions:
        words = own.instructions.strip()
    told = "\n\n".join(filter(None, (instructions.strip(), words)))
    return AnswerRequest(resolved.settings, preset.id, told, resolved.source, own.name if own else "", resolved.adapted)
