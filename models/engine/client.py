"""The window's side of the engine: loads a model, sends requests, yields events, goes on where the process ended."""

import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.engine.answers_told import AnswersTold
from models.engine.builds import BestBuild, BuildChoice, FixedBuild
from models.engine.host import EngineHost
from models.engine.loading import ModelLoader
from models.engine.operations import Operations
from models.engine.prefilling import Prefilling
from models.engine.process import EngineGoneError, Events
from models.engine.protocol import (
    AnswerEvent,
    AnswerNow,
    ChatMessage,
    Continuation,
    Counted,
    CountTokens,
    Draft,
    Forget,
    Generate,
    GenerateMany,
    Loaded,
    LoadEvent,
    Prefill,
    Ready,
    Stop,
)
from models.engine.settings import EngineSettings
from models.engine.state_files import remove_state
from models.engine.wire import TooLargeError
from models.errors import Text, UserError, user_error
from models.paths import user_paths
from models.record import Evaluation, ModeSource
from models.runtime import JobStoppedError, Measurements, MemoryPlan, runtime_folders
from models.sampling import SamplingSettings

_COUNT_PATIENCE = 5.0  # seconds


class ProcessEngine:
    """The engine in a process of its own. Implements `Engine`."""

    def __init__(self, *, states: Path | None = None, libraries: Path | None = None, timed: bool = False) -> None:
        """Make an engine that keeps the state of conversations in the folder `states`, where one is given.

        `libraries` is the folder of the native build to use, in place of the one that suits the machine and the
        settings. With `timed` every `Done` tells the time that was spent inside llama.cpp.
        """
        paths = user_paths()
        self._builds: BuildChoice = FixedBuild(libraries) if libraries else BestBuild(runtime_folders(paths))
        self._host = EngineHost()
        measurements = Measurements(paths.measurements)
        self._states = states
        self._loader = ModelLoader(self._host, self._builds, measurements, states=states, timed=timed)
        self._operations = Operations()
        self._forgotten: tuple[str, ...] = ()
        self._prefilling: Prefilling | None = None

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded now, None while nothing is."""
        return self._loader.loaded

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        process = self._host.alive
        return process.pid if process is not None else None

    def describe(self) -> Ready:
        """Return the runtime and the devices of the process; what is loaded stays loaded, with whichever build.

        It is started if need be. Raises UserError where it cannot start.
        """
        process = self._host.alive
        if process is not None:
            return process.ready()
        try:
            self._host.use(self._builds.chosen(None, stopped=lambda: self._host.closed).build.folder)
        except JobStoppedError:
            raise EngineGoneError(Text("engine.closed")) from None
        return self._host.living().ready()

    def load(self, path: Path, settings: EngineSettings, *, plan: MemoryPlan | None = None) -> Iterator[LoadEvent]:
        """Load a model as `plan` says, else as fits best; the last event is `Loaded`.

        Nothing is loaded afterwards where it fails: the model before was freed first, to make room. Raises as `Engine`.
        """
        with self._operations.one() as operation:
            yield from self._loader.load(path, settings, plan, operation)
            self._tell_forgotten()

    def generate(
        self,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
        replay: Evaluation | None = None,
        continuation: Continuation | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer the last message; the last event is `Done`. Raises UserError where it fails."""
        _refuse_broken_stops(settings)
        request = Generate(
            self._host.number(), messages, settings, mode, mode_source, conversation, replay, continuation
        )
        yield from self._answers(request)

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
    ) -> Iterator[AnswerEvent]:
        """Answer the last message once with each of `settings`, computed together. Raises as `generate`."""
        _refuse_broken_stops(*settings)
        request = GenerateMany(self._host.number(), messages, settings, mode, mode_source, conversation)
        yield from self._answers(request)

    def prefill(self, draft: Draft) -> Prefilling | None:
        """Let the engine compute, when it has nothing else to do, what is sure of the prompt with a draft."""
        process = self._host.alive
        if process is None or self.loaded is None:
            return None
        request = Prefill(self._host.number(), draft)
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
        """Remove what is kept on disk of conversations, and tell the process, once a model is loaded."""
        if self._states is not None:
            for conversation in conversations:
                remove_state(self._states, conversation)  # the program may end before a model is loaded
        self._forgotten += conversations
        if self.loaded is not None:
            self._tell_forgotten()

    def answer_now(self) -> None:
        """End the thinking of the answer that runs."""
        for operation in self._operations.all():
            if operation.request is not None:
                self._host.tell(AnswerNow(self._host.number(), operation.request))

    def stop(self) -> None:
        """Stop whatever runs."""
        for operation in self._operations.all():
            operation.stopped = True
            if operation.request is not None:
                self._host.tell(Stop(self._host.number(), operation.request))

    def count_tokens(self, text: str) -> int | None:
        """Count the tokens of `text`; None while no model is loaded, or one is being loaded."""
        process = self._host.alive
        if process is None or self.loaded is None:
            return None
        events: Events = queue.SimpleQueue()
        request = CountTokens(self._host.number(), text)
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
        self._loader.forget()
        self._host.end()

    def close(self) -> None:
        """End the process and whatever else is being waited for; nothing can be loaded any more. Idempotent."""
        self._host.close()

    def _answers(self, request: Generate | GenerateMany) -> Iterator[AnswerEvent]:
        """Answer, from the beginning again where memory ran out on the way and the user wants that."""
        with self._operations.one() as operation:
            told = AnswersTold(request)
            while True:
                yield from self._loader.ready(operation)
                self._tell_forgotten()
                loaded = self._loader.last
                try:
                    for event in self._host.events(request, operation):
                        if isinstance(event, AnswerEvent):
                            told.note(event)
                            yield event
                except UserError as error:
                    self._loader.recover(error, loaded, ask=not told.can_begin_again)
                else:
                    return
                yield from told.take_back()
                request = replace(request, request=self._host.number())

    def _tell_forgotten(self) -> None:
        if self._forgotten and self._host.alive is not None:
            forgotten, self._forgotten = self._forgotten, ()
            self._host.tell(Forget(self._host.number(), forgotten))


def _refuse_broken_stops(*settings: SamplingSettings) -> None:
    """Raise UserError where a text that shall end an answer is none: a part of a character can never be found."""
    for text in (text for one in settings for text in one.stop):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise user_error("engine.bad_stop", str(error)) from error
