"""Stopping a download from another thread, also one that waits for bytes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Interruption:
    """A wish to stop, and what must be broken off for it."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._break: Callable[[], None] | None = None

    def is_wanted(self) -> bool:
        """Whether somebody wants the download to stop."""
        return self._wanted.is_set()

    def interrupt(self) -> None:
        """Stop the download as soon as possible. From any thread."""
        self._wanted.set()
        with self._lock:
            if self._break is not None:
                self._break()

    def wait(self, seconds: float) -> None:
        """Wait, no longer than until the interruption."""
        self._wanted.wait(seconds)

    @contextmanager
    def breaking(self, break_off: Callable[[], None]) -> Iterator[None]:
        """Have `break_off` called by an interruption within the block."""
        with self._lock:
            self._break = break_off
            if self.is_wanted():
                break_off()
        try:
            yield
        finally:
            with self._lock:
                self._break = None
