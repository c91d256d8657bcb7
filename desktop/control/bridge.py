"""The bridge between the engine and the window: engine calls run in one thread, their events become Qt signals."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, assert_never

from PySide6.QtCore import QObject, Signal

from desktop.control.engine_jobs import EngineJobs, Job
from models.engine import (
    AnswerEvent,
    ChatMessage,
    Continuation,
    Done,
    Draft,
    Engine,
    EngineSettings,
    Loaded,
    Loading,
    Pressure,
    Progress,
    Prompt,
    TakenBack,
    Token,
)
from models.errors import UserError, bug_error
from models.files import GgufHeader, read_header
from models.record import Evaluation, ModeSource
from models.runtime import MemoryPlan
from models.sampling import SamplingSettings
from models.system import on_battery as runs_on_battery

_log = logging.getLogger(__name__)


class _Count(NamedTuple):
    """A text whose tokens are to be counted; those that are not `kept` are dropped when a newer one comes."""

    number: int
    text: str
    kept: bool


class EngineBridge(QObject):
    """Runs an engine in a thread of its own, one job after the other.

    Signals are delivered in the thread of the receiver. After `load` comes `loaded` or `load_failed`; after
    `generate` comes `done` or `failed`, which carry the answer's number.
    """

    header = Signal(Path, GgufHeader)  # of the file that is about to be loaded
    loading = Signal(float)  # 0 to 1
    loaded = Signal(Loaded)
    load_failed = Signal(Path, UserError)
    prompt = Signal(int, Prompt)
    token = Signal(int, Token)
    taken_back = Signal(int, TakenBack)
    progress = Signal(int, Progress)
    pressure = Signal(Pressure)
    done = Signal(int, Done)
    failed = Signal(int, UserError)
    counted = Signal(int, object)  # the number given, tokens or None

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._generating = threading.Lock()
        self._now: int | None = None  # the answer that is being generated
        self._jobs = EngineJobs()
        self._chat: Callable[[], None] | None = None  # loads the chat's model once more
        self._counts: queue.SimpleQueue[_Count | None] = queue.SimpleQueue()
        self._ahead: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._jobs.run, name="engine-jobs", daemon=True),
            threading.Thread(target=self._count, name="token-counts", daemon=True),
            threading.Thread(target=self._work_ahead, name="work-ahead", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def loaded_now(self) -> Loaded | None:
        """What the engine holds at this moment."""
        return self._engine.loaded

    def load(self, path: Path, settings: EngineSettings, plan: MemoryPlan | None = None) -> None:
        """Load a model, as `plan` says where one is given. A file that cannot be read leaves the loaded model alone."""
        self._jobs.put(lambda: self._load(path, settings, plan))

    def generate(
        self,
        answer: int,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        mode: str,
        conversation: int | None,
        mode_source: ModeSource = ModeSource.USER,
        replay: Evaluation | None = None,
        continuation: Continuation | None = None,
    ) -> None:
        """Answer the last message of a conversation, under the number `answer`; with `replay` once more as then.

        With a `continuation` the answer goes on behind it. Of no conversation (None) nothing is kept.
        """

        def events() -> Iterator[AnswerEvent]:
            return self._engine.generate(
                messages,
                settings,
                mode=mode,
                mode_source=mode_source,
                conversation="" if conversation is None else str(conversation),
                replay=replay,
                continuation=continuation,
            )

        self._jobs.put(lambda: self._generate((answer,), events))

    def generate_many(
        self,
        answers: tuple[int, ...],
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str,
        conversation: int,
        mode_source: ModeSource = ModeSource.USER,
    ) -> None:
        """Answer the last message once with each of `settings`, under the numbers `answers`."""

        def events() -> Iterator[AnswerEvent]:
            return self._engine.generate_many(
                messages, settings, mode=mode, mode_source=mode_source, conversation=str(conversation)
            )

        self._jobs.put(lambda: self._generate(answers, events))

    def lend(self, work: Callable[[Engine], None], give_way: Job) -> None:
        """Let `work` use the engine while nothing else does; `give_way` asks it to end when something else comes.

        It must not raise. Where it loaded another model, that of the chat is loaded again before anything else.
        """
        self._jobs.lend(lambda: self._lent(work), give_way)

    def unload(self) -> None:
        """Free the model; the next job has to load one."""
        self._jobs.put(self._engine.unload)

    def count_tokens(self, number: int, text: str, *, kept: bool = False) -> None:
        """Count the tokens of `text`; `counted` brings the result: of those `kept`, and of the newest other one."""
        self._counts.put(_Count(number, text, kept))

    def prefill(self, draft: Draft, *, on_battery: bool) -> None:
        """Let the engine compute the next prompt ahead; on battery only where `on_battery` allows it."""

        def ask() -> None:
            if on_battery or not runs_on_battery():
                self._engine.prefill(draft)

        self._ahead.put(ask)

    def forget(self, conversation: int) -> None:
        """Remove what the engine keeps on disk of a conversation that was deleted."""
        self._engine.forget((str(conversation),))

    def answer_now(self) -> None:
        """End the thinking of the answer that runs."""
        self._engine.answer_now()

    def stop(self, answer: int | None = None) -> None:
        """Stop what runs; where `answer` is given, only if it is that one that is being generated."""
        with self._generating:
            if answer is None or answer == self._now:
                self._engine.stop()

    def close(self) -> None:
        """Stop what runs, end the engine and the threads. Nothing is signalled afterwards."""
        self.blockSignals(True)  # noqa: FBT003
        self._engine.close()
        self._jobs.close()
        self._counts.put(None)
        self._ahead.put(None)
        for thread in self._threads:
            thread.join()
        self._engine.close()  # a job may have started it again meanwhile

    def _lent(self, work: Callable[[Engine], None]) -> None:
        before = self._engine.loaded
        work(self._engine)
        after = self._engine.loaded
        if self._chat is not None and before is not None and (after is None or after.model.path != before.model.path):
            self._chat()

    def _load(self, path: Path, settings: EngineSettings, plan: MemoryPlan | None) -> None:
        self._chat = partial(self._load, path, settings, plan)
        try:
            self.header.emit(path, read_header(path))
            for event in self._engine.load(path, settings, plan=plan):
                if isinstance(event, Loading):
                    self.loading.emit(event.fraction)
                else:
                    self.loaded.emit(event)
        except UserError as error:
            self.load_failed.emit(path, error)
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("loading failed")
            self.load_failed.emit(path, bug_error(error))

    def _generate(self, answers: tuple[int, ...], events: Callable[[], Iterator[AnswerEvent]]) -> None:
        left = list(answers)
        with self._generating:
            self._now = answers[0]
        try:
            for event in events():
                if isinstance(event, Token | TakenBack | Progress | Done):
                    answer = answers[event.answer]
                else:
                    answer = left[0] if left else answers[0]
                self._tell(answer, event)
                if isinstance(event, Done):
                    left.remove(answer)
        except UserError as error:
            self._fail(left, error)
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("answering failed")
            self._fail(left, bug_error(error))
        finally:
            with self._generating:
                self._now = None

    def _fail(self, answers: list[int], error: UserError) -> None:
        for answer in answers:
            self.failed.emit(answer, error)

    def _tell(self, answer: int, event: AnswerEvent) -> None:
        match event:
            case Token():
                self.token.emit(answer, event)
            case Prompt():
                self.prompt.emit(answer, event)
            case TakenBack():
                self.taken_back.emit(answer, event)
            case Progress():
                self.progress.emit(answer, event)
            case Pressure():
                self.pressure.emit(event)
            case Done():
                self.done.emit(answer, event)
            case Loading():  # the engine had died and loads its model again
                self.loading.emit(event.fraction)
            case Loaded():
                self.loaded.emit(event)
            case _:
                assert_never(event)

    def _work_ahead(self) -> None:
        """Ask apart from the window's thread: a long conversation takes a while to be told."""
        while (ask := self._ahead.get()) is not None:
            while not self._ahead.empty():  # only the newest draft matters
                newer = self._ahead.get()
                if newer is None:
                    return
                ask = newer
            try:
                ask()
            except Exception:  # noqa: BLE001 - the edge of the thread
                _log.exception("working ahead failed")

    def _count(self) -> None:
        while (item := self._counts.get()) is not None:
            waiting = [item]
            while not self._counts.empty():
                another = self._counts.get()
                if another is None:
                    return
                waiting.append(another)
            newest = next((count for count in reversed(waiting) if not count.kept), None)
            for count in waiting:
                if count.kept or count is newest:
                    self.counted.emit(count.number, self._engine.count_tokens(count.text))
