"""Work on one model after the other in the background, with progress and a way to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop.control.background import Background
from models.errors import UserError

T = TypeVar("T")
_EVERY_SECONDS = 0.1


@dataclass
class _Job:
    stop: threading.Event = field(default_factory=threading.Event)
    told: float = 0.0


class FileWork:
    """Runs what takes a while with a model's file, one job for each file at a time.

    The work gets `progress(done, total)`, told at most ten times a second, and `cancelled()`, which it asks often.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._jobs: dict[Path, _Job] = {}

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

        def give_up(error: UserError) -> None:
            del self._jobs[path]
            failed(error)

        self._background.run(lambda: work(tell, cancelled), finish, give_up, name="file work")

    def cancel(self, path: Path) -> None:
        """Ask what is being done with a file to stop."""
        if path in self._jobs:
            self._jobs[path].stop.set()
