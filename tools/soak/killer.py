"""Kills an engine at a moment of its own choice, from a thread beside everything that goes on."""

import contextlib
import threading
import time
from collections.abc import Callable

import psutil

from models.engine import ProcessEngine

_PATIENCE = 30.0
_LOOK_SECONDS = 0.0002


class Killer:
    """Waits until `begun` says that a phase has begun, then `delay` seconds, then kills `engine`.

    `in_phase` says whether the phase is still on: asked at the last moment.
    """

    def __init__(
        self, engine: ProcessEngine, *, delay: float, begun: Callable[[], bool], in_phase: Callable[[int], bool]
    ) -> None:
        self._engine = engine
        self._delay = delay
        self._begun = begun
        self._in_phase = in_phase
        self._called_off = threading.Event()
        self._first = engine.pid
        self.hit = False
        """Whether the kill came while the phase was on."""
        self.killed: int | None = None
        """The process that was killed."""
        self._thread = threading.Thread(target=self._run, name="killer", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has done what it could."""
        return not self._thread.is_alive()

    def call_off(self) -> None:
        """Kill nobody any more, and wait for the end of a kill that is being done."""
        self._called_off.set()
        self._thread.join()

    def _run(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        if not self._comes(self._begun, deadline):
            return
        time.sleep(self._delay)
        if not self._comes(lambda: self._pid() is not None, deadline):
            return
        pid = self._pid()
        if pid is None:  # it has ended by itself in this very moment
            return
        self.hit = self._in_phase(pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()
            self.killed = pid

    def _pid(self) -> int | None:
        """Return the process to kill; while an engine is closed, which no longer tells its own, the one it had."""
        return self._engine.pid or self._first

    def _comes(self, condition: Callable[[], bool], deadline: float) -> bool:
        while not condition():
            if self._called_off.is_set() or time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_SECONDS)
        return True


class Stopwatch:
    """Measures, from a thread of its own, how long a condition holds the first time that it does."""

    def __init__(self, condition: Callable[[], bool]) -> None:
        self._condition = condition
        self._over = threading.Event()
        self._seconds = 0.0
        self._thread = threading.Thread(target=self._run, name="stopwatch", daemon=True)
        self._thread.start()

    def seconds(self) -> float:
        """Stop looking and return how long it was; 0 where it never was seen."""
        self._over.set()
        self._thread.join()
        return self._seconds

    def _run(self) -> None:
        began: float | None = None
        while not self._over.is_set():
            if self._condition():
                began = time.monotonic() if began is None else began
            elif began is not None:
                self._seconds = time.monotonic() - began
                return
            time.sleep(_LOOK_SECONDS)


def computes(pid: int) -> bool:
    """Return whether the main thread of a process has a processor, or waits for one, at this moment."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_RUNNING
    except psutil.NoSuchProcess:
        return False
