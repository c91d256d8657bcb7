"""The program's running processes, as the kernel lists them; there are no others but ours in this trial."""

import contextlib
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.package.trial.results import TrialError

_PROC = Path("/proc")
_LOOK_EVERY = 0.1  # seconds
_KILL = 9  # SIGKILL, which Windows does not know


@dataclass(frozen=True)
class Memory:
    """A process's memory in MiB: all that is mapped and there, and the same with what is shared divided."""

    resident: float
    proportional: float


def running(name: str) -> list[int]:
    """Return the processes whose executable has this name, the oldest first."""
    return sorted(number for number in _numbers() if _executable(number) == name)


def command_line(number: int) -> list[str]:
    """Return the words that a process was started with."""
    return (_PROC / str(number) / "cmdline").read_text("utf-8", "replace").split("\0")[:-1]


def kill(number: int) -> None:
    """End a process at once, or with a negative number all of a group."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, _KILL)


def memory(number: int) -> Memory:
    """Return the memory of a process."""
    text = (_PROC / str(number) / "smaps_rollup").read_text("ascii")
    found = {name: int(kib) / 1024 for name, kib in re.findall(r"^(Rss|Pss): +(\d+) kB$", text, re.MULTILINE)}
    return Memory(found["Rss"], found["Pss"])


def libraries(number: int) -> set[str]:
    """Return the names of the files that a process has mapped."""
    text = (_PROC / str(number) / "maps").read_text("utf-8", "replace")
    return {Path(line.split(maxsplit=5)[5]).name for line in text.splitlines() if line.count("/")}


def wait_until(seen: Callable[[], bool], what: str, patience: float = 90.0) -> None:
    """Wait until `seen` says so. Raises TrialError with `what` was waited for."""
    until = time.monotonic() + patience
    while not seen():
        if time.monotonic() > until:
            raise TrialError(f"{what}: not in {patience:.0f} s")
        time.sleep(_LOOK_EVERY)


def _numbers() -> list[int]:
    return [int(folder.name) for folder in _PROC.iterdir() if folder.name.isdigit()]


def _executable(number: int) -> str:
    try:
        return (_PROC / str(number) / "exe").readlink().name
    except OSError:  # it has ended
        return ""
