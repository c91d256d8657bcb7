"""The thread that does what is asked lets go of it in time."""

import threading
import weakref
from types import TracebackType

from desktop.conversation.transcript.newest_first import NewestFirst


class _Work:
    """Notes that it was done."""

    def __init__(self, done: threading.Event) -> None:
        self._done = done

    def __call__(self) -> None:
        self._done.set()


class _WatchedLock:
    """A lock that notes, whenever it is left, whether there is still a thread and what is alive of the work."""

    def __init__(self, newest: NewestFirst, work: weakref.ref[_Work]) -> None:
        self._lock = threading.Lock()
        self._newest = newest
        self._work = work
        self.seen: list[tuple[bool, bool]] = []

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.seen.append((self._newest.is_running, self._work() is not None))
        self._lock.release()


def test_the_thread_has_let_go_of_everything_before_it_counts_as_ended() -> None:
    newest, done = NewestFirst("test"), threading.Event()
    work = _Work(done)
    lock = _WatchedLock(newest, weakref.ref(work))
    newest._lock = lock  # type: ignore[assignment]  # it is used as one
    newest.ask(work)
    del work
    assert done.wait(60)
    newest.close()
    assert (False, True) not in lock.seen
