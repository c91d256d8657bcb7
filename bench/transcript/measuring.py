"""Times, memory and the event loop's stalls."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def resident() -> float:
    """Return the process's resident memory in MB, 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.read_text("ascii").splitlines() if "VmRSS" in line)


def settle(seconds: float) -> None:
    """Let the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def turns_until(done: Callable[[], bool]) -> float:
    """Let the event loop run until something is done; return the longest turn in milliseconds."""
    longest, last = 0.0, time.perf_counter()
    while not done():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        now = time.perf_counter()
        longest, last = max(longest, 1000 * (now - last)), now
    return longest


class Watch:
    """Notes the times between two turns of the event loop."""

    def __init__(self) -> None:
        self._gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def gaps(self) -> list[float]:
        """Stop, and return the times in milliseconds, sorted."""
        self._timer.stop()
        return sorted(self._gaps)

    def _on_turn(self) -> None:
        now = time.perf_counter()
        self._gaps.append(1000 * (now - self._last))
        self._last = now
