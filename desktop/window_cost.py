"""What the window costs: the same question answered by the engine alone, and into the window, in turn.

`tempera measure-window TASK` is how a benchmark starts it, as a process of its own, with the task as JSON; it answers
by one JSON object on its standard output. The window is the real one, with a data folder of its own, drawn into memory:
it neither flashes up nor needs a display.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, QObject, Signal

from desktop.app import Parts, Program
from models.bench import STORY, WindowSpeeds, WindowTask, fair_speed
from models.engine import ENGINE, ChatMessage, Done, EngineSettings, Role
from models.errors import UserError
from models.paths import Paths
from models.record import Statistics
from models.sampling import SamplingSettings
from models.settings import SettingsStore
from models.texts import Phrasebook

_TRIES = 6
_WARMING = 8


def main(task: str) -> int:
    """Measure what `task` says and print the speeds; return the exit status."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        speeds = measure(msgspec.json.decode(task, type=WindowTask))
    except UserError as error:
        sys.stderr.write(f"{error.text.id} {error.details}\n")
        return 1
    sys.stdout.write(msgspec.json.encode(speeds).decode() + "\n")
    return 0


def measure(task: WindowTask) -> WindowSpeeds:
    """Open a window and measure. Raises UserError where the model cannot be loaded."""
    with tempfile.TemporaryDirectory(prefix="tempera-window-") as folder:
        paths = Paths(Path(folder))
        store = SettingsStore(paths.settings)
        store.save(ENGINE, EngineSettings(threads=task.threads, context=task.context))
        program = Program(paths=paths, store=store, say=Phrasebook("en"))
        try:
            parts = program.open(Path(task.model))
            return _Measuring(parts).run(task)
        finally:
            program.close()


class _Measuring(QObject):
    """Asks in both ways. The event loop runs all the while, as it does for the user."""

    _ended = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._loop = QEventLoop()
        self._failure: UserError | None = None
        self._stats: Statistics | None = None
        self._ended.connect(self._loop.quit)
        parts.loading.loaded.connect(self._loop.quit)
        parts.loading.failed.connect(self._on_load_failed)
        parts.answering.finished.connect(self._on_finished)

    def run(self, task: WindowTask) -> WindowSpeeds:
        """Take a figure of each for every round. Raises UserError where the model cannot be loaded."""
        if self._parts.loading.current is None:
            self._loop.exec()
        if self._failure is not None:
            raise self._failure
        self._parts.loading.close()  # nothing else is to compute meanwhile
        self._in_window(replace(SamplingSettings(), max_tokens=_WARMING, seed=1))
        alone: list[float | None] = []
        drawn: list[float | None] = []
        for turn in range(task.rounds):
            seeds = range(1 + turn * _TRIES, 1 + (turn + 1) * _TRIES)
            tries = [SamplingSettings(max_tokens=task.answer_tokens, seed=seed) for seed in seeds]
            ways: list[tuple[Callable[[SamplingSettings], float | None], list[float | None]]]
            ways = [(self._alone, alone), (self._in_window, drawn)]
            for way, speeds in ways[:: 1 if turn % 2 else -1]:
                speeds.append(next((speed for speed in map(way, tries) if speed), None))
        return WindowSpeeds(tuple(alone), tuple(drawn))

    def _alone(self, settings: SamplingSettings) -> float | None:
        thread = threading.Thread(target=self._ask_engine, args=(settings,), name="alone")
        thread.start()
        self._loop.exec()
        thread.join()
        return self._speed()

    def _ask_engine(self, settings: SamplingSettings) -> None:
        try:
            for event in self._parts.engine.generate((ChatMessage(Role.USER, STORY),), settings):
                if isinstance(event, Done):
                    self._stats = event.stats
        finally:
            self._ended.emit()

    def _in_window(self, settings: SamplingSettings) -> float | None:
        parts = self._parts
        parts.shell.conversation.open(None)
        parts.choice.take_settings(settings)
        parts.shell.window.composer.sent.emit(STORY)
        self._loop.exec()
        return self._speed()

    def _speed(self) -> float | None:
        stats, self._stats = self._stats, None
        return fair_speed(stats) if stats else None

    def _on_finished(self, _conversation: int, answer: int) -> None:
        record = self._parts.history.messages.get(answer).record
        self._stats = record.stats if record else None
        self._loop.quit()

    def _on_load_failed(self, _path: Path, error: UserError) -> None:
        self._failure = error
        self._loop.quit()
