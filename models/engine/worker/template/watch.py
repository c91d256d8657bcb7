"""Running a function that may never end: in a thread of its own, interrupted when its time is up."""

import ctypes
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_BETWEEN_INTERRUPTS = 0.1
"""Seconds. One interrupt may be swallowed, for instance by a destructor that runs just then."""

_MOST_INTERRUPTS = 100


class TooSlowError(Exception):
    """The function did not end in time."""


class _Interrupt(BaseException):
    """Raised inside the thread; no Exception, so that no handler of the function's own takes it for one."""


class _Watched(threading.Thread, Generic[T]):
    """Runs the function and keeps what comes of it."""

    def __init__(self, function: Callable[[], T]) -> None:
        super().__init__(name="watched", daemon=True)
        self._function = function
        self.result: list[T] = []
        self.error: Exception | None = None

    def run(self) -> None:
        """Run the function; for `start`."""
        try:
            self.result.append(self._function())
        except _Interrupt:
            return
        except Exception as error:  # noqa: BLE001  # handed over to the waiting thread
            self.error = error

    def interrupt(self) -> None:
        """Raise `_Interrupt` between two instructions of the function, and again until it ends."""
        identity = ctypes.c_ulong(self.ident or 0)
        for _ in range(_MOST_INTERRUPTS):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(_Interrupt))
            self.join(_BETWEEN_INTERRUPTS)
            if not self.is_alive():
                return


def run_watched(function: Callable[[], T], *, seconds: float) -> T:
    """Return what `function` returns, or raise what it raises. Raises TooSlowError after `seconds`."""
    thread = _Watched(function)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        thread.interrupt()
        raise TooSlowError
    if thread.error is not None:
        raise thread.error
    return thread.result[0]
