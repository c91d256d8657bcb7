"""Making an answer again: asks the engine for the very same computation and compares the texts."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering, prompt_messages
from desktop.control.bridge import EngineBridge
from desktop.control.running_answer import AnswerRequest
from desktop.control.told import with_files
from models.engine import Channel, ChatMessage, Continuation, Done, Prompt, TakenBack, Token
from models.errors import UserError, user_error
from models.history import History, Message
from models.record import AnswerRecord, Evaluation
from models.reproduce import Comparison, Difference, compare, differences


class Reproducing(QObject):
    """Makes one answer of the history again. It is compared and then thrown away: nothing is saved."""

    prompt = Signal(Prompt)
    tokens = Signal(int)  # so far
    finished = Signal(Comparison)
    failed = Signal(UserError)

    def __init__(self, *, bridge: EngineBridge, history: History, answering: Answering, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._history = history
        self._answering = answering
        self._number = 0
        self._then = ""
        self._thinking = self._written = ""
        self._count = 0
        bridge.prompt.connect(self._on_prompt)
        bridge.token.connect(self._on_token)
        bridge.taken_back.connect(self._on_taken_back)
        bridge.done.connect(self._on_done)
        bridge.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether an answer is being made again."""
        return self._number != 0

    def differences(self, record: AnswerRecord) -> tuple[Difference, ...]:
        """Return what is not as it was. Raises UserError where the answer cannot be made again at all."""
        loaded = self._bridge.loaded_now
        if record.evaluation is None:
            raise user_error("reproduce.no_evaluation")
        if loaded is None:
            raise user_error("engine.no_model")
        return differences(record, loaded.model, loaded.engine)

    def start(self, answer: int) -> None:
        """Begin. Raises UserError where the answer cannot be made again."""
        message = self._history.messages.get(answer)
        record = message.record
        if record is None or record.evaluation is None:
            raise user_error("reproduce.no_evaluation")
        if self.running or self._answering.running is not None:
            raise user_error("reproduce.busy")
        before = _before(message, record.evaluation)
        self._then = _text_after(message, before)
        self._thinking, self._written, self._count = "", "", 0
        self._number = -answer  # no message of the history has such a number
        self._bridge.generate(
            self._number,
            self._messages(message, record),
            record.settings.to_settings(),
            mode=record.mode,
            conversation=message.conversation,
            replay=record.evaluation,
            continuation=before,
        )

    def stop(self) -> None:
        """Give up; nothing more is told of it."""
        if self.running:
            self._number = 0
            self._bridge.stop()

    def _messages(self, message: Message, record: AnswerRecord) -> tuple[ChatMessage, ...]:
        thread = with_files(self._history.messages.path(message.id)[:-1], self._history)
        request = AnswerRequest(record.settings.to_settings(), record.mode, record.instructions)
        return (*request.instruction_messages(), *prompt_messages(thread, record.old_thinking))

    def _on_prompt(self, number: int, event: Prompt) -> None:
        if self.running and number == self._number:
            self.prompt.emit(event)

    def _on_token(self, number: int, token: Token) -> None:
        if self.running and number == self._number:
            self._count += token.count
            if token.channel is Channel.THINKING:
                self._thinking += token.text
            else:
                self._written += token.text
            self.tokens.emit(self._count)

    def _on_taken_back(self, number: int, event: TakenBack) -> None:
        if self.running and number == self._number:
            self._thinking = self._thinking[: event.thinking]
            self._written = self._written[: event.written]

    def _on_done(self, number: int, _done: Done) -> None:
        if self.running and number == self._number:
            self._number = 0
            self.finished.emit(compare(self._then, f"{self._thinking}\n{self._written}"))

    def _on_failed(self, number: int, error: UserError) -> None:
        if self.running and number == self._number:
            self._number = 0
            self.failed.emit(error)


def _before(message: Message, evaluation: Evaluation) -> Continuation | None:
    """Return what was there of an answer before it went on, None where it was made from its beginning."""
    begun = evaluation.continued
    if begun is None:
        return None
    thinking = (message.thinking or "")[: begun.thinking]
    return Continuation(thinking or None, message.content[: begun.written], thinking_ended=begun.thinking_ended)


def _text_after(message: Message, before: Continuation | None) -> str:
    """Return the text that is to be made again."""
    thinking, written = (len(before.thinking or ""), len(before.content)) if before else (0, 0)
    return f"{(message.thinking or '')[thinking:]}\n{message.content[written:]}"
