"""What an engine may leave behind: processes, threads, open files, temporary and unfinished files."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_PATIENCE = 3.0
"""Seconds for what was told to end to be gone."""


@dataclass(frozen=True)
class Traces:
    """What this process and its folders hold at a moment."""

    processes: frozenset[str]
    threads: frozenset[str]
    open_files: int
    files: frozenset[str]

    def added_since(self, before: "Traces") -> tuple[str, ...]:
        """Say in words what is there that was not there before."""
        more_open = self.open_files - before.open_files
        return (
            *(f"the process {one}" for one in sorted(self.processes - before.processes)),
            *(f"the thread {one}" for one in sorted(self.threads - before.threads)),
            *(f"the file {one}" for one in sorted(self.files - before.files)),
            *((f"{more_open} open files",) if more_open > 0 else ()),
        )


class Tracker:
    """Looks at the traces in some folders and compares them with those at its beginning."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._before = self._now()

    def left_over(self) -> tuple[str, ...]:
        """Return what is there now that was not, once it has had a few seconds to go."""
        deadline = time.monotonic() + _PATIENCE
        while (left := self._now().added_since(self._before)) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left

    def _now(self) -> Traces:
        own = psutil.Process()
        return Traces(
            # A child that has ended and that nobody asked how it ended is one too: the system keeps it.
            frozenset(filter(None, map(_described, own.children(recursive=True)))),
            frozenset(f"{thread.name} {thread.ident}" for thread in threading.enumerate()),
            own.num_fds() if hasattr(own, "num_fds") else 0,
            frozenset(str(path) for folder in self._folders for path in folder.rglob("*") if path.suffix != ".state"),
        )


def _described(process: psutil.Process) -> str:
    """Name a process and its state; "" where it has ended since it was listed."""
    try:
        return f"{process.pid} ({process.status()})"
    except psutil.NoSuchProcess:
        return ""


@contextmanager
def own_temporary_folder() -> Iterator[Path]:
    """Let this process and those it starts put their temporary files into a folder that nobody else uses."""
    before = os.environ.get("TMPDIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before
