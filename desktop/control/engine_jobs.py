"""What the thread of the engine does: jobs one after the other, and work that makes way for them."""

import queue
import threading
from collections.abc import Callable
from functools import partial

Job = Callable[[], None]


class EngineJobs:
    """A queue of jobs. `lend` puts work into it that is asked to end as soon as another job comes."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._give_way: Job | None = None

    def put(self, job: Job) -> None:
        """Do `job` when those before it are done; work that was lent the engine is asked to end."""
        self._jobs.put(job)
        self._make_way()

    def lend(self, work: Job, give_way: Job) -> None:
        """Do `work` when nothing else waits. `give_way` asks it to end, from any thread; it may come more than once."""
        self._jobs.put(partial(self._do_lent, work, give_way))

    def run(self) -> None:
        """Do the jobs until `close`."""
        while (job := self._jobs.get()) is not None:
            job()

    def close(self) -> None:
        """Ask `run` to end behind the jobs that wait."""
        self._jobs.put(None)
        self._make_way()

    def _make_way(self) -> None:
        with self._lock:
            if self._give_way is not None:
                self._give_way()

    def _do_lent(self, work: Job, give_way: Job) -> None:
        with self._lock:
            if self._jobs.empty():
                self._give_way = give_way
        if self._give_way is None:
            self.lend(work, give_way)  # behind what waits
            return
        try:
            work()
        finally:
            with self._lock:
                self._give_way = None
