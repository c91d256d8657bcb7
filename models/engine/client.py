"""The window's side of the engine: starts the process, sends requests, yields events, survives its death."""

import itertools
import os
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from models.engine.file_mark import file_mark
from models.engine.operations import Operation, Operations
from models.engine.process import EngineGoneError, EngineProcess, Events
from models.engine.protocol import (
    AllDone,
    AnswerEvent,
    AnswerNow,
    ChatMessage,
    Counted,
    CountTokens,
    Done,
    Draft,
    Event,
    Failed,
    Forget,
    Generate,
    GenerateMany,
    Load,
    Loaded,
    LoadEvent,
    Loading,
    Notice,
    Prefill,
    Prefilled,
    Progress,
    Prompt,
    Ready,
    Stop,
    TakenBack,
    Token,
)
from models.engine.settings import EngineSettings
from models.engine.wire import LARGEST, TooLargeError
from models.errors import Text, UserError, user_error
from models.record import Evaluation, ModeSource
from models.sampling import SamplingSettings

_COUNT_PATIENCE = 5.0  # seconds


class Engine(Protocol):
    """What answers questions. `load` and `generate` block: call them from a thread; the rest from any thread."""

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded now, None while nothing is."""

    def load(self, path: Path, settings: EngineSettings) -> Iterator[LoadEvent]:
        """Load a model; the last event is `Loaded`. Raises UserError where it fails or was stopped."""

    def generate(
        self,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
        replay: Evaluation | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer the last message; the last event is `Done`. Raises UserError where it fails.

        What is computed is kept on disk under the id of the `conversation`, where it has one. With `replay` the answer
        is made again as it was made then. Where the process died since the model was loaded, it is started and the
        model loaded again first, with the events of `load`.
        """

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
    ) -> Iterator[AnswerEvent]:
        """Answer the last message once with each of `settings`, all computed together; a `Done` comes for each.

        The events say by `answer` which of them they belong to. Raises as `generate`.
        """

    def prefill(self, draft: Draft) -> "Prefilling | None":
        """Let the engine compute, when it has nothing else to do, what is sure of the prompt with a draft.

        Does not block. None while no model is loaded.
        """

    def forget(self, conversations: tuple[str, ...]) -> None:
        """Remove what is kept on disk of conversations, once a model is loaded. Does not block."""

    def answer_now(self) -> None:
        """End the thinking of the answer that runs, if it thinks: it goes on with the answer itself."""

    def stop(self) -> None:
        """Stop whatever runs or waits: a load fails with `engine.load_stopped`, an answer ends with STOPPED."""

    def count_tokens(self, text: str) -> int | None:
        """Count the tokens of `text`; None while no model is loaded."""

    def unload(self) -> None:
        """Free the model."""

    def close(self) -> None:
        """End the process; nothing can be loaded any more. Idempotent."""


@dataclass(frozen=True)
class _Choice:
    """The model that is, or should be, loaded."""

    path: Path
    settings: EngineSettings


class Prefilling:
    """A prompt that is being computed ahead. Nobody needs to wait for it; a newer one takes its place."""

    def __init__(self, process: EngineProcess, request: int, events: Events) -> None:
        self._process = process
        self._request = request
        self._events = events

    def wait(self, seconds: float) -> Prefilled | None:
        """Wait until the engine has done what it could; None where that takes longer, or it failed."""
        try:
            event = self._events.get(timeout=seconds)
        except queue.Empty:
            return None
        return event if isinstance(event, Prefilled) else None

    def forget(self) -> None:
        """Be told no more of it."""
        self._process.forget(self._request)


class ProcessEngine:
    """The engine in a process of its own. Implements `Engine`."""

    def __init__(self, *, states: Path | None = None, libraries: Path | None = None, timed: bool = False) -> None:
        """Make an engine that keeps the state of conversations in the folder `states`, where one is given.

        `libraries` is the folder of the native build to use, in place of the usual one. With `timed` every `Done` tells
        the time that was spent inside llama.cpp.
        """
        self._states = states
        self._libraries = libraries
        self._timed = timed
        self._forgotten: tuple[str, ...] = ()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._process: EngineProcess | None = None
        self._choice: _Choice | None = None
        self._loaded: Loaded | None = None
        self._mark: tuple[int, ...] | None = None
        self._operations = Operations()
        self._prefilling: Prefilling | None = None
        self._closed = False

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded now, None while nothing is."""
        process = self._process
        return self._loaded if process is not None and process.alive else None

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        process = self._process
        return process.pid if process is not None and process.alive else None

    def describe(self) -> Ready:
        """Start the process if need be and return its runtime and devices. Raises UserError where it cannot start."""
        return self._living_process().ready()

    def load(self, path: Path, settings: EngineSettings) -> Iterator[LoadEvent]:
        """Load a model; the last event is `Loaded`. Raises UserError where it fails or was stopped.

        Nothing is loaded afterwards where it fails: the model before was freed first, to make room.
        """
        choice = self._choice = _Choice(path, settings)
        with self._operations.one() as operation:
            try:
                yield from self._load(choice, operation)
            except EngineGoneError:  # the next question tries again
                raise
            except BaseException:
                if self._choice is choice:
                    self._choice = None
                raise

    def generate(
        self,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
        replay: Evaluation | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer the last message; the last event is `Done`. Raises UserError where it fails."""
        _refuse_broken_stops(settings)
        request = Generate(next(self._numbers), messages, settings, mode, mode_source, conversation, replay)
        yield from self._answers(request)

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
    ) -> Iterator[AnswerEvent]:
        """Answer the last message once with each of `settings`, computed together. Raises as `generate`."""
        _refuse_broken_stops(*settings)
        yield from self._answers(GenerateMany(next(self._numbers), messages, settings, mode, mode_source))

    def prefill(self, draft: Draft) -> "Prefilling | None":
        """Let the engine compute, when it has nothing else to do, what is sure of the prompt with a draft."""
        process = self._process
        if process is None or self.loaded is None:
            return None
        request = Prefill(next(self._numbers), draft)
        events: Events = queue.SimpleQueue()
        try:
            process.ask(request, events)
        except TooLargeError:
            return None
        if self._prefilling is not None:
            self._prefilling.forget()
        self._prefilling = Prefilling(process, request.request, events)
        return self._prefilling

    def forget(self, conversations: tuple[str, ...]) -> None:
        """Remove what is kept on disk of conversations, once a model is loaded."""
        self._forgotten += conversations
        if self.loaded is not None:
            self._tell_forgotten()

    def answer_now(self) -> None:
        """End the thinking of the answer that runs."""
        process = self._process
        for operation in self._operations.all():
            if process is not None and operation.request is not None:
                process.ask(AnswerNow(next(self._numbers), operation.request))

    def stop(self) -> None:
        """Stop whatever runs."""
        process = self._process
        for operation in self._operations.all():
            operation.stopped = True
            if process is not None and operation.request is not None:
                process.ask(Stop(next(self._numbers), operation.request))

    def count_tokens(self, text: str) -> int | None:
        """Count the tokens of `text`; None while no model is loaded, or one is being loaded."""
        process = self._process
        if process is None or self._loaded is None:
            return None
        events: Events = queue.SimpleQueue()
        request = CountTokens(next(self._numbers), text)
        try:
            process.ask(request, events)
            answer = events.get(timeout=_COUNT_PATIENCE)
        except (queue.Empty, TooLargeError):
            return None
        finally:
            process.forget(request.request)
        return answer.tokens if isinstance(answer, Counted) else None

    def unload(self) -> None:
        """Free the model: only the end of the process frees the memory of every device for sure."""
        self._choice = None
        self._end_process()

    def close(self) -> None:
        """End the process; nothing can be loaded any more. Idempotent."""
        self._closed = True
        self._end_process()

    def _end_process(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            self._loaded = None
        if process is not None:
            process.close()

    def _living_process(self) -> EngineProcess:
        with self._lock:
            if self._closed:
                raise EngineGoneError(Text("engine.closed"))
            if self._process is not None and not self._process.alive:
                self._process.close()
                self._process = None
            if self._process is None:
                self._loaded = None
                self._process = EngineProcess(self._libraries)
            return self._process

    def _answers(self, request: Generate | GenerateMany) -> Iterator[AnswerEvent]:
        with self._operations.one() as operation:
            choice = self._choice
            if choice is None:
                raise user_error("engine.no_model")
            if self.loaded is None:
                yield from self._load(choice, operation)
            elif file_mark(choice.path) not in {None, self._mark}:
                # What is mapped into memory is no longer what was loaded, or soon will not be.
                yield from self._load(choice, operation, notice=Notice("engine.file_changed"))
            for event in self._events(request, operation):
                if isinstance(event, Prompt | Token | TakenBack | Progress | Done):
                    yield event

    def _load(self, choice: _Choice, operation: Operation, *, notice: Notice | None = None) -> Iterator[LoadEvent]:
        self._loaded, mark = None, file_mark(choice.path)
        states = os.fsencode(self._states) if self._states else None
        request = Load(next(self._numbers), os.fsencode(choice.path), choice.settings, states, self._timed)
        for event in self._events(request, operation):
            told = event
            if isinstance(event, Loaded):
                told = replace(event, notices=(*event.notices, *((notice,) if notice else ())))
                if self._choice is choice:
                    self._loaded, self._mark = told, mark
            if isinstance(told, Loading | Loaded):
                yield told
        self._tell_forgotten()

    def _tell_forgotten(self) -> None:
        process, forgotten = self._process, self._forgotten
        if process is not None and forgotten:
            self._forgotten = ()
            process.ask(Forget(next(self._numbers), forgotten))

    def _events(self, request: Load | Generate | GenerateMany, operation: Operation) -> Iterator[Event]:
        """Send a request of the work lane and yield its events to the last. Raises UserError where it fails."""
        process = self._living_process()
        events: Events = queue.SimpleQueue()
        number = operation.request = request.request
        finished, last = False, AllDone if isinstance(request, GenerateMany) else Loaded | Done
        try:
            _send(process, request, events)
            if operation.stopped:  # before the request was there to be stopped
                process.ask(Stop(next(self._numbers), number))
            while not finished:
                event = events.get()
                finished = event is None or isinstance(event, Failed | last)
                if event is None:
                    raise process.death()
                if isinstance(event, Failed):
                    raise UserError(Text(event.text_id, event.fields), event.details)
                yield event
        finally:
            operation.request = None
            if not finished:  # nobody wants the rest
                process.ask(Stop(next(self._numbers), number))
            process.forget(number)


def _send(process: EngineProcess, request: Load | Generate | GenerateMany, events: Events) -> None:
    try:
        process.ask(request, events)
    except TooLargeError as error:
        raise user_error("engine.too_large", str(error), megabytes=LARGEST // 1024**2) from error


def _refuse_broken_stops(*settings: SamplingSettings) -> None:
    """Raise UserError where a text that shall end an answer is none: a part of a character can never be found."""
    for text in (text for one in settings for text in one.stop):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise user_error("engine.bad_stop", str(error)) from error
