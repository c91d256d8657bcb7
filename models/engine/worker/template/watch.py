"""Running a function that may never end: in a thread of its own, interrupted when its time is up."""

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_BETWEEN_INTERRUPTS = 0.1
"""Seconds. One interrupt may be swallowed, for instance by a destructor that runs just then."""

_MOST_INTERRUPTS = 100

_LEAST_WAIT = 0.001
"""Seconds."""

_BUSY = 10
"""How many times as long a function may take on the clock while other programs keep the processor from it."""


class TooSlowError(Exception):
    """The function did not end in time."""


class _Interrupt(BaseException):
    """Raised inside the thread; no Exception, so that no handler of the function's own takes it for one."""


class _Signal:
    """Tells one thread something about another one.

    An interrupt in the middle of `threading.Event.set` would leave the event's lock taken for ever. Here everything
    that counts is one instruction.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()
        self._given = False

    def give(self) -> None:
        """Say it; more than once does no harm."""
        self._given = True
        if self._lock.locked():
            self._lock.release()

    def wait(self, seconds: float = -1) -> bool:
        """Wait until it is given, or for so many seconds. Returns whether it is."""
        if not self._given:
            self._lock.acquire(timeout=seconds)
        return self._given


class _Watched(threading.Thread, Generic[T]):
    """Runs the function and keeps what comes of it."""

    def __init__(self, function: Callable[[], T]) -> None:
        super().__init__(name="watched", daemon=True)
        self._function = function
        self._begun, self._ended, self._free = _Signal(), _Signal(), _Signal()
        self.result: list[T] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Run the function; for `start`.

        An interrupt that came once this has returned would keep the thread in Python's list of those that run. Python
        looks for interrupts where functions begin and end and where loops turn, so none can come between these parts;
        and when one comes while the thread takes its leave, it does so again.
        """
        try:  # noqa: SIM105  # a context manager's end is a function
            self._call()
        except _Interrupt:
            pass
        try:  # noqa: SIM105
            self._take_leave()
        except _Interrupt:
            pass
        try:  # noqa: SIM105
            self._take_leave()
        except _Interrupt:
            pass

    def watch(self, seconds: float) -> bool:
        """Start the thread, wait for it, interrupt it after `seconds` of work. Returns whether it ended by itself."""
        self.start()
        self._begun.wait()
        try:
            in_time = self._wait(seconds)
            if not in_time:
                self._interrupt()
        finally:
            self._free.give()
        if self._ended.wait(0):
            self.join()
        return in_time

    def _wait(self, seconds: float) -> bool:
        """Wait until the function has ended or has worked for `seconds`. Returns whether it has ended."""
        deadline = time.monotonic() + _BUSY * seconds
        left = seconds
        while left > 0 and time.monotonic() < deadline:
            if self._ended.wait(max(left, _LEAST_WAIT)):
                return True
            left = seconds - self._worked(otherwise=seconds)
        return False

    def _worked(self, *, otherwise: float) -> float:
        """Return how many seconds the processor has worked for this thread; `otherwise` where nobody knows.

        To be called only before the thread is let go: the clock of a thread that is gone may not be read.
        """
        if sys.platform == "linux":
            return time.clock_gettime(time.pthread_getcpuclockid(self.ident or 0))
        else:  # noqa: RET505  # for the type checker, which knows what this system has
            return otherwise

    def _call(self) -> None:
        try:
            self._begun.give()
            self.result.append(self._function())
        except _Interrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # handed over to the waiting thread
            self.error = error

    def _take_leave(self) -> None:
        """Wait until no interrupt will be sent any more, and drop the one that was sent last."""
        self._ended.give()
        self._free.wait()
        _send(self, None)

    def _interrupt(self) -> None:
        """Raise `_Interrupt` between two instructions of the function, and again until it ends."""
        for _ in range(_MOST_INTERRUPTS):
            _send(self, _Interrupt)
            if self._ended.wait(_BETWEEN_INTERRUPTS):
                return


def run_watched(function: Callable[[], T], *, seconds: float) -> T:
    """Return what `function` returns, or raise what it raises.

    Raises TooSlowError after `seconds` of the processor's time, where the system tells it of a single thread, else
    after `seconds` on the clock: a function that has to wait for a busy machine is not slow.
    """
    thread = _Watched(function)
    if not thread.watch(seconds):
        raise TooSlowError
    if thread.error is not None:
        raise thread.error
    return thread.result[0]


def _send(thread: threading.Thread, interrupt: type[BaseException] | None) -> None:
    """Let a thread raise `interrupt` soon; None: take back what it has not raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), None if interrupt is None else ctypes.py_object(interrupt)
    )
