"""The bridge between the engine and the window: engine calls run in one thread, their events become Qt signals."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from models.engine import (
    AnswerEvent,
    ChatMessage,
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
from models.errors import UserError, user_error
from models.files import GgufHeader, read_header
from models.record import Evaluation, ModeSource
from models.runtime import MemoryPlan
from models.sampling import SamplingSettings
from models.system import on_battery as runs_on_battery

_log = logging.getLogger(__name__)


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
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._counts: queue.SimpleQueue[tuple[int, str] | None] = queue.SimpleQueue()
        self._ahead: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name="engine-jobs", daemon=True),
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
        conversation: int,
        replay: Evaluation | None = None,
    ) -> None:
        """Answer the last message of a conversation, under the number `answer`; with `replay` once more as then."""

        def events() -> Iterator[AnswerEvent]:
            return self._engine.generate(
                messages,
                settings,
                mode=mode,
                mode_source=ModeSource.USER,
                conversation=str(conversation),
                replay=replay,
            )

        self._jobs.put(lambda: self._generate(answer, events))

    def unload(self) -> None:
        """Free the model; the next job has to load one."""
        self._jobs.put(self._engine.unload)

    def count_tokens(self, number: int, text: str) -> None:
        """Count the tokens of `text`; `counted` brings the result, for the newest text where several wait."""
        self._counts.put((number, text))

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

    def stop(self) -> None:
        """Stop what runs."""
        self._engine.stop()

    def close(self) -> None:
        """Stop what runs, end the engine and the threads. Nothing is signalled afterwards."""
        self.blockSignals(True)  # noqa: FBT003
        self._engine.close()
        self._jobs.put(None)
        self._counts.put(None)
        self._ahead.put(None)
        for thread in self._threads:
            thread.join()
        self._engine.close()  # a job may have started it again meanwhile

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _load(self, path: Path, settings: EngineSettings, plan: MemoryPlan | None) -> None:
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
            self.load_failed.emit(path, _bug(error))

    def _generate(self, answer: int, events: Callable[[], Iterator[AnswerEvent]]) -> None:
        try:
            for event in events():
                self._tell(answer, event)
        except UserError as error:
            self.failed.emit(answer, error)
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("answering failed")
            self.failed.emit(answer, _bug(error))

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
            while not self._counts.empty():  # only the newest draft matters
                newer = self._counts.get()
                if newer is None:
                    return
                item = newer
            number, text = item
            self.counted.emit(number, self._engine.count_tokens(text))


def _bug(error: Exception) -> UserError:
    return user_error("engine.bug", f"{type(error).__name__}: {error}")
