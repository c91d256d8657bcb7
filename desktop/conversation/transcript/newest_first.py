"""One thread that does what is asked of it, the newest first, while there is anything left."""

from collections.abc import Callable
from threading import Lock, Thread


class NewestFirst:
    """Calls what is asked, the newest first (it is on screen), in a thread called `name` that ends with the work."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: list[Callable[[], None]] = []
        self._lock = Lock()  # of what waits and of the thread
        self._thread: Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a thread now."""
        return self._thread is not None

    def ask(self, work: Callable[[], None]) -> None:
        """Have `work` called soon; it does not raise."""
        with self._lock:
            self._waiting.append(work)
            if self._thread is None:
                self._thread = Thread(target=self._run, name=self._name)
                self._thread.start()

    def close(self) -> None:
        """Forget what waits and wait for the end of the thread."""
        with self._lock:
            self._waiting.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                work = self._waiting.pop()
            work()
            del work  # `close` waits for what is being done alone, and may be followed by the end of who asked
