"""Finds the threads and child processes that a test started and did not end."""

import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that whatever a test told to end has for ending, on a machine as busy as may be. Who leaves nothing waits for
nothing.
"""


def threads() -> frozenset[threading.Thread]:
    """Return Python's own threads that run now; Qt's, which Python only met in passing, are Qt's business."""
    return frozenset(one for one in threading.enumerate() if not isinstance(one, threading._DummyThread))


def children() -> frozenset[int]:
    """Return the process ids of this process's living children; empty where the system does not list them."""
    lists = (task / "children" for task in Path("/proc/self/task").glob("*"))
    return frozenset(pid for pids in map(_read, lists) for pid in map(int, pids.split()) if _is_alive(pid))


def command_of(pid: int) -> str:
    """Return the command line of a process, as far as it can be read."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()


def new(found: Callable[[], AbstractSet[T]], before: AbstractSet[T]) -> frozenset[T]:
    """Return what `found` finds that was not there `before`, once it has had `PATIENCE` to end."""
    deadline = time.monotonic() + PATIENCE
    while (left := frozenset(found() - before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _is_alive(pid: int) -> bool:
    state = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return bool(state) and state[0] != "Z"


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:  # it ended in the meantime
        return ""
