"""The answer that is being written: asked of the engine, collected, and saved, whatever conversation is on screen."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.control.bridge import EngineBridge
from desktop.control.told import told_messages
from models.engine import Channel, ChatMessage, Done, Progress, Prompt, Role, TakenBack, Token
from models.errors import Text, UserError
from models.files import ChecksumCache
from models.history import AnswerState, History, Message
from models.record import AnswerRecord, StopReason
from models.sampling import SamplingSettings
from models.settings import OldThinking

_log = logging.getLogger(__name__)
_SAVE_EVERY_MS = 800


@dataclass(frozen=True)
class AnswerRequest:
    """How a question is to be answered."""

    settings: SamplingSettings
    mode: str
    instructions: str

    def instruction_messages(self) -> tuple[ChatMessage, ...]:
        """Return the instructions as the model is told them; nothing where there are none."""
        return (ChatMessage(Role.SYSTEM, self.instructions),) if self.instructions.strip() else ()


@dataclass
class RunningAnswer:
    """The answer in progress, what was asked, and its text so far."""

    id: int
    conversation: int
    request: AnswerRequest
    old_thinking: OldThinking
    content: str = ""
    thinking: str = ""
    saved: int = 0
    thinks: bool = False
    dropped: int | None = None
    """The oldest messages that the model is not told; None until that is known."""

    @property
    def size(self) -> int:
        """Characters so far."""
        return len(self.content) + len(self.thinking)


class Answering(QObject):
    """Asks one question at a time; what it was told stays on disk, at most a second behind what was on screen."""

    started = Signal(int, int)  # conversation, answer
    text = Signal(int, Channel, str)
    taken_back = Signal(int)  # answer; its text is shorter now
    thinking = Signal(bool)  # whether the answer thinks now
    prompt = Signal(Prompt)
    progress = Signal(Progress)
    finished = Signal(int, int)  # conversation, answer; saved as it will stay
    failed = Signal(int, UserError)  # answer; the text so far is saved
    faulty = Signal(Text)  # the answer does not obey its schema
    unsaved = Signal(UserError)  # saving failed; the answer goes on

    def __init__(self, *, bridge: EngineBridge, history: History, checksums: ChecksumCache) -> None:
        super().__init__()
        self._bridge = bridge
        self._history = history
        self._checksums = checksums
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history-writer")
        self._running: RunningAnswer | None = None
        self.old_thinking = OldThinking.NONE
        self._timer = QTimer(self)
        self._timer.setInterval(_SAVE_EVERY_MS)
        self._timer.timeout.connect(self._on_save_time)
        bridge.token.connect(self._on_token)
        bridge.taken_back.connect(self._on_taken_back)
        bridge.prompt.connect(self._on_prompt)
        bridge.progress.connect(self._on_progress)
        bridge.done.connect(self._on_done)
        bridge.failed.connect(self._on_failed)

    @property
    def running(self) -> RunningAnswer | None:
        """The answer in progress, None where there is none."""
        return self._running

    def answer(self, question: int, request: AnswerRequest) -> int:
        """Begin an answer to a saved question and return its id. Raises UserError where it cannot be saved."""
        if self._running is not None:
            message = "an answer is already being written"
            raise RuntimeError(message)
        thread = self._history.messages.path(question)
        answer = self._history.messages.begin_answer(question)
        self._running = RunningAnswer(answer, thread[-1].conversation, request, self.old_thinking)
        self._timer.start()
        messages = (*request.instruction_messages(), *prompt_messages(thread, self.old_thinking))
        self._bridge.generate(
            answer,
            messages,
            request.settings,
            mode=request.mode,
            conversation=self._running.conversation,
        )
        self.started.emit(self._running.conversation, answer)
        return answer

    def answer_now(self) -> None:
        """End the thinking of the answer: it goes on with what it has to say."""
        if self._running is not None:
            self._bridge.answer_now()

    def stop(self) -> None:
        """Stop the answer; it ends with what there is."""
        if self._running is not None:
            self._bridge.stop()

    def close(self) -> None:
        """Save what there is of a running answer, as stopped, and end the writing thread."""
        self._timer.stop()
        running, self._running = self._running, None
        if running is not None:
            self._save(lambda: self._finish(running, AnswerState.STOPPED))
        self._writer.shutdown(wait=True)

    def _mine(self, answer: int) -> RunningAnswer | None:
        running = self._running
        return running if running is not None and running.id == answer else None

    def _on_token(self, answer: int, token: Token) -> None:
        if running := self._mine(answer):
            thinks = token.channel is Channel.THINKING
            if thinks is not running.thinks:
                running.thinks = thinks
                self.thinking.emit(thinks)
            if not thinks:
                running.content += token.text
            else:
                running.thinking += token.text
            self.text.emit(answer, token.channel, token.text)

    def _on_taken_back(self, answer: int, event: TakenBack) -> None:
        if running := self._mine(answer):
            running.thinking = running.thinking[: event.thinking]
            running.content = running.content[: event.written]
            self.taken_back.emit(answer)

    def _on_prompt(self, answer: int, event: Prompt) -> None:
        if running := self._mine(answer):
            running.dropped = event.dropped_messages
            self.prompt.emit(event)

    def _on_progress(self, answer: int, event: Progress) -> None:
        if self._mine(answer):
            self.progress.emit(event)

    def _on_done(self, answer: int, done: Done) -> None:
        if running := self._mine(answer):
            state = AnswerState.STOPPED if done.stats.stop_reason is StopReason.STOPPED else AnswerState.COMPLETE
            self._end(running, state, done)
            if done.fault is not None and state is AnswerState.COMPLETE:
                self.faulty.emit(Text(done.fault.text_id, done.fault.fields))
            self.finished.emit(running.conversation, answer)

    def _on_failed(self, answer: int, error: UserError) -> None:
        if running := self._mine(answer):
            self._end(running, AnswerState.FAILED, None)
            self.failed.emit(answer, error)
            self.finished.emit(running.conversation, answer)

    def _end(self, running: RunningAnswer, state: AnswerState, done: Done | None) -> None:
        self._timer.stop()
        self._running = None
        self.thinking.emit(False)  # noqa: FBT003 - a signal's argument
        # Waited for: whoever is told that the answer is finished reads it from the history.
        self._save(lambda: self._finish(running, state, done)).result()

    def _on_save_time(self) -> None:
        running = self._running
        if running is None or running.size == running.saved:
            return
        running.saved = running.size
        answer, content, thinking = running.id, running.content, running.thinking or None
        self._save(lambda: self._history.messages.update_answer(answer, content=content, thinking=thinking))

    def _save(self, write: Callable[[], None]) -> Future[None]:
        return self._writer.submit(self._write, write)

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except UserError as error:
            self.unsaved.emit(error)

    def _finish(self, running: RunningAnswer, state: AnswerState, done: Done | None = None) -> None:
        self._history.messages.finish_answer(
            running.id,
            state=state,
            content=running.content,
            thinking=running.thinking or None,
            thinking_seconds=done.thinking_seconds if done else None,
            record=self._record(running, done) if done else None,
        )

    def _record(self, running: RunningAnswer, done: Done) -> AnswerRecord:
        model = done.model
        try:
            model = replace(model, sha256=self._checksums.known(Path(model.path)))
        except UserError:
            _log.info("the model's file is gone")
        return AnswerRecord(
            done.mode,
            done.mode_source,
            model,
            done.settings,
            done.engine,
            done.stats,
            evaluation=done.evaluation,
            instructions=running.request.instructions,
            old_thinking=running.old_thinking,
        )


def prompt_messages(thread: tuple[Message, ...], old_thinking: OldThinking) -> tuple[ChatMessage, ...]:
    """Return what the model is told of a thread: no thinking of old, or what `old_thinking` says."""
    messages = [
        ChatMessage(message.role, message.content, None if old_thinking is OldThinking.NONE else message.thinking)
        for message in told_messages(thread)
    ]
    if old_thinking is OldThinking.NEWEST:
        newest = max((place for place, message in enumerate(messages) if message.thinking), default=None)
        messages = [
            message if place == newest else replace(message, thinking=None) for place, message in enumerate(messages)
        ]
    return tuple(messages)
