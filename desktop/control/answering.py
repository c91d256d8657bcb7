"""The answers that are being written: asked of the engine, collected, and saved, whatever conversation is on screen."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.control.answer_keeper import AnswerKeeper
from desktop.control.bridge import EngineBridge
from desktop.control.running_answer import AnswerRequest, RunningAnswer, continuation_of, sections_of
from desktop.control.told import told_messages, with_files
from models.engine import Channel, ChatMessage, Done, Progress, Prompt, TakenBack, Token
from models.errors import Text, UserError
from models.files import ChecksumCache
from models.history import AnswerState, History, Message
from models.record import StopReason
from models.sampling import SamplingSettings
from models.settings import OldThinking

SEVERAL = 3
"""How many answers are made together where several are asked for."""

_SAVE_EVERY_MS = 800
_SEEDS = 2**32 - 1


class Answering(QObject):
    """Has one question answered at a time, once or several times together.

    What was told stays on disk, at most a second behind what was on screen; `keeper` holds what cannot be written.
    """

    started = Signal(int, int)  # conversation, answer; the first one of those that are made together
    text = Signal(int, Channel, str)
    taken_back = Signal(int)  # answer; its text is shorter now
    thinking = Signal(bool)  # whether an answer thinks now
    prompt = Signal(Prompt)
    progress = Signal(Progress)
    sections = Signal(int)  # answer; it is told what wrote its text so far
    finished = Signal(int, int)  # conversation, answer; saved as it will stay
    failed = Signal(int, UserError)  # answer; the text so far is saved
    faulty = Signal(Text)  # the answer does not obey its schema
    unsaved = Signal(UserError)  # saving failed; the answer goes on

    def __init__(self, *, bridge: EngineBridge, history: History, checksums: ChecksumCache) -> None:
        super().__init__()
        self._bridge = bridge
        self._history = history
        self.keeper = AnswerKeeper(history=history, checksums=checksums, unsaved=self.unsaved.emit)
        self._running: dict[int, RunningAnswer] = {}
        self._together: tuple[int, ...] = ()
        self._thinks = False
        self.old_thinking = OldThinking.NONE
        self._timer = QTimer(self)
        self._timer.setInterval(_SAVE_EVERY_MS)
        self._timer.timeout.connect(partial(_save, self.keeper, self._running, self._timer))
        bridge.token.connect(self._on_token)
        bridge.taken_back.connect(self._on_taken_back)
        bridge.prompt.connect(self._on_prompt)
        bridge.progress.connect(self._on_progress)
        bridge.done.connect(self._on_done)
        bridge.failed.connect(self._on_failed)

    @property
    def running(self) -> RunningAnswer | None:
        """The answer in progress, the first one of several; None where there is none."""
        return next(iter(self._running.values()), None)

    @property
    def together(self) -> tuple[int, ...]:
        """The answers that are made together, those too that are at their end; none where one is made alone."""
        return self._together if self._running else ()

    def of(self, answer: int) -> RunningAnswer | None:
        """Return an answer in progress, None where it is not."""
        return self._running.get(answer)

    def answer(self, question: int, request: AnswerRequest) -> int:
        """Begin an answer to a saved question and return its id. Raises UserError where it cannot be saved."""
        _refuse_second(self._running)
        thread = self._history.messages.path(question)
        told = _told(map(self.keeper.whole, thread), request, self._history, self.old_thinking)
        running = self._begin(self._history.messages.begin_answer(question), thread, request)
        self._together = ()
        self._ask(running, told)
        return running.id

    def answer_together(self, question: int, request: AnswerRequest, count: int) -> tuple[int, ...]:
        """Begin several answers to a saved question and return their ids. Raises UserError as `answer`."""
        _refuse_second(self._running)
        thread = self._history.messages.path(question)
        told = _told(map(self.keeper.whole, thread), request, self._history, self.old_thinking)
        answers = tuple(self._history.messages.begin_answer(question) for _ in range(count))
        begun = [self._begin(answer, thread, request) for answer in answers]
        self._together = answers
        self._bridge.generate_many(
            answers,
            told,
            _seeded(request, count),
            mode=request.mode,
            mode_source=request.mode_source,
            conversation=begun[0].conversation,
        )
        self.started.emit(begun[0].conversation, answers[0])
        return answers

    def go_on(self, answer: int, request: AnswerRequest) -> int:
        """Let a cut answer go on, as its sibling; return the sibling's id. Raises UserError as `answer`."""
        _refuse_second(self._running)
        cut = self._history.messages.get(answer)
        thread = self._history.messages.path(answer)[:-1]
        told = _told(map(self.keeper.whole, thread), request, self._history, self.old_thinking)
        running = self._begin(self._history.messages.begin_continuation(answer), thread, request)
        self._together = ()
        running.before = continuation_of(cut)
        running.content, running.thinking = cut.content, cut.thinking or ""
        running.seconds_before, running.saved = cut.thinking_seconds, running.size
        running.sections_before = sections_of(cut)
        self._ask(running, told)
        return running.id

    def answer_now(self) -> None:
        """End the thinking of what runs: it goes on with what it has to say."""
        if self._running:
            self._bridge.answer_now()

    def stop(self) -> None:
        """Stop what runs; it ends with what there is."""
        if self._running:
            self._bridge.stop()

    def close(self) -> None:
        """Save what there is of running answers, as stopped, and end the writing thread."""
        self._timer.stop()
        left, self._running = list(self._running.values()), {}
        for running in left:
            self.keeper.finish(running, AnswerState.STOPPED)
        self.keeper.close()

    def _begin(self, answer: int, thread: tuple[Message, ...], request: AnswerRequest) -> RunningAnswer:
        running = RunningAnswer(answer, thread[-1].conversation, request, self.old_thinking)
        self._running[answer] = running
        self._timer.start()
        return running

    def _ask(self, running: RunningAnswer, told: tuple[ChatMessage, ...]) -> None:
        request = running.request
        self._bridge.generate(
            running.id,
            told,
            request.settings,
            mode=request.mode,
            mode_source=request.mode_source,
            conversation=running.conversation,
            continuation=running.before,
        )
        self.started.emit(running.conversation, running.id)

    def _on_token(self, answer: int, token: Token) -> None:
        if running := self._running.get(answer):
            running.thinks = token.channel is Channel.THINKING
            self._tell_thinking()
            running.add(token.channel, token.text)
            self.text.emit(answer, token.channel, token.text)

    def _on_taken_back(self, answer: int, event: TakenBack) -> None:
        if running := self._running.get(answer):
            running.take_back(event.thinking, event.written)
            self.taken_back.emit(answer)

    def _on_prompt(self, answer: int, event: Prompt) -> None:
        if answer in self._running:
            for running in self._running.values():  # those that are made together share their prompt
                running.dropped = event.dropped_messages
            self.prompt.emit(event)

    def _on_progress(self, answer: int, event: Progress) -> None:
        if running := self._running.get(answer):
            running.sections = event.sections
            self.progress.emit(event)
            if running.sections:
                self.sections.emit(answer)

    def _on_done(self, answer: int, done: Done) -> None:
        if running := self._running.get(answer):
            state = AnswerState.STOPPED if done.stats.stop_reason is StopReason.STOPPED else AnswerState.COMPLETE
            self._end(running, state, done)
            if done.fault is not None and state is AnswerState.COMPLETE:
                self.faulty.emit(Text(done.fault.text_id, done.fault.fields))
            self.finished.emit(running.conversation, answer)

    def _on_failed(self, answer: int, error: UserError) -> None:
        if running := self._running.get(answer):
            self._end(running, AnswerState.FAILED, None)
            if not self._running:  # several fail for one reason: it is said once
                self.failed.emit(answer, error)
            self.finished.emit(running.conversation, answer)

    def _end(self, running: RunningAnswer, state: AnswerState, done: Done | None) -> None:
        del self._running[running.id]
        self._tell_thinking()
        # Waited for: whoever is told that the answer is finished reads it from the history.
        self.keeper.finish(running, state, done).result()

    def _tell_thinking(self) -> None:
        thinks = any(running.thinks for running in self._running.values())
        if thinks is not self._thinks:
            self._thinks = thinks
            self.thinking.emit(thinks)


def _refuse_second(running: Mapping[int, RunningAnswer]) -> None:
    if running:
        raise RuntimeError("an answer is already being written")


def _save(keeper: AnswerKeeper, running: Mapping[int, RunningAnswer], timer: QTimer) -> None:
    keeper.save(running.values())
    if not (running or keeper.holds):
        timer.stop()


def _told(
    thread: Iterable[Message], request: AnswerRequest, history: History, old_thinking: OldThinking
) -> tuple[ChatMessage, ...]:
    """Return the prompt. Raises UserError where the files of a question cannot be read."""
    return (*request.instruction_messages(), *prompt_messages(with_files(tuple(thread), history), old_thinking))


def _seeded(request: AnswerRequest, count: int) -> tuple[SamplingSettings, ...]:
    """Return the settings of several answers: with one seed for all they would be the same."""
    seed = request.settings.seed
    return tuple(
        request.settings if seed is None else replace(request.settings, seed=(seed + number) % _SEEDS)
        for number in range(count)
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
