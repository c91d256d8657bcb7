"""The processes of a benchmark: how they are started, and that all of them can be ended at any moment."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from models.system import child_environment, hidden_process_flags

_PATIENCE = 3.0
_LIBRARIES = ("libllama.so", "libllama.dylib", "llama.dll")


class Cancel:
    """Ends what a benchmark has started, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._endings: dict[int, Callable[[], None]] = {}
        self._raised = False

    @property
    def is_raised(self) -> bool:
        """Whether everything is to end."""
        return self._raised

    def cancel(self) -> None:
        """End everything that runs, and whatever is started from now on."""
        with self._lock:
            self._raised = True
            endings = list(self._endings.values())
        for end in endings:
            end()

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Iterator[None]:
        """Call `end` when everything is to end before this context does."""
        key = id(end)
        with self._lock:
            raised = self._raised
            self._endings[key] = end
        if raised:
            end()
        try:
            yield
        finally:
            with self._lock:
                del self._endings[key]


@contextmanager
def child(
    command: Sequence[str],
    cancel: Cancel,
    *,
    libraries: Path | None,
    pipes: bool = False,
    errors: IO[bytes] | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process that ends with this context. Raises OSError where it cannot be started.

    With `pipes` its input and output can be written and read; `errors` takes what it says otherwise.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stdout=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stderr=errors or subprocess.DEVNULL,
        env=environment(libraries),
        creationflags=hidden_process_flags(),
        start_new_session=True,  # Ctrl+C in a terminal is for us to handle
    )
    with process:
        try:
            with cancel.ends(process.terminate):
                yield process
        finally:
            _end(process)


def environment(libraries: Path | None) -> dict[str, str]:
    """Return the environment of a process that loads llama.cpp from the folder `libraries`, where one is given."""
    found = child_environment()
    if libraries is not None:
        found["LLAMA_CPP_LIB_PATH"] = str(libraries)
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            found[name] = os.pathsep.join(filter(None, (str(libraries), found.get(name))))
    return found


def libraries_of(folder: Path | None) -> Path | None:
    """Return `folder` where llama.cpp's libraries lie in it: then every program can compute with the same code."""
    if folder is None or not any((folder / name).exists() for name in _LIBRARIES):
        return None
    return folder.resolve()


def _end(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
