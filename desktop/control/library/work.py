"""Work on one model after the other in the background, with progress and a way to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop.control.background import Background
from models.errors import UserError

T = TypeVar("T")
_EVERY_SECONDS = 0.1
_WATCH_SECONDS = 0.05


@dataclass
class _Job:
    stop: threading.Event = field(default_factory=threading.Event)
    told: float = 0.0


class FileWork:
    """Runs what takes a while with a model's file, one job for each file at a time.

    The work gets `progress(done, total)`, told at most ten times a second, and `cancelled()`, which it asks often.
    `rested` is called when the last job has ended.
    """

    def __init__(self, background: Background, *, rested: Callable[[], None]) -> None:
        self._background = background
        self._rested = rested
        self._jobs: dict[Path, _Job] = {}

    @property
    def working(self) -> bool:
        """Whether something is being done with any file."""
        return bool(self._jobs)

    def busy(self, path: Path) -> bool:
        """Whether something is being done with a file."""
        return path in self._jobs

    def start(
        self,
        path: Path,
        work: Callable[[Callable[[int, int], None], Callable[[], bool]], T],
        *,
        progress: Callable[[float], None],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Begin, unless something is being done with the file already."""
        if path in self._jobs:
            return
        job = self._jobs[path] = _Job()

        def tell(amount: int, total: int) -> None:
            now = time.monotonic()
            if now - job.told >= _EVERY_SECONDS and total > 0:
                job.told = now
                self._background.tell(lambda: progress(amount / total))

        def cancelled() -> bool:
            return job.stop.is_set() or self._background.closing.is_set()

        def finish(result: T) -> None:
            del self._jobs[path]
            done(result)
            self._rest()

        def give_up(error: UserError) -> None:
            del self._jobs[path]
            failed(error)
            self._rest()

        self._background.run(lambda: work(tell, cancelled), finish, give_up, name="file work")

    def cancel(self, path: Path) -> None:
        """Ask what is being done with a file to stop."""
        if path in self._jobs:
            self._jobs[path].stop.set()

    def _rest(self) -> None:
        if not self._jobs:
            self._rested()


@contextmanager
def stopped_when(cancelled: Callable[[], bool], stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` as soon as `cancelled()` says so, while the block lasts: for work that does not ask by itself."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_WATCH_SECONDS):
            if cancelled():
                stop()
                return

    watcher = threading.Thread(target=watch, name="cancelling", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
