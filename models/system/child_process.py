"""A process of our own that does one job and says in lines how it goes: started, listened to, ended."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from models.system.children import child_environment

if sys.platform == "win32":
    from models.system.windows import hidden_process_flags
else:
    from models.system.posix import hidden_process_flags

_MOST_DETAILS = 4000  # bytes


class ChildProcess:
    """One process, ended with its `with` block.

    Raises OSError where it cannot be started, ValueError where its command or its folder holds a NUL.

    `kill` may be called from any thread, `lines` end then. Its standard input is open as long as this program runs:
    when that is killed the system closes it, and the process ends by itself.
    """

    def __init__(self, command: Sequence[str], *, folder: Path | None = None) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._lock = threading.Lock()
        try:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=child_environment(),
                creationflags=hidden_process_flags(),
                start_new_session=True,  # Ctrl+C in a terminal is for us to handle
            )
        except (OSError, ValueError):
            self._errors.close()
            raise

    def __enter__(self) -> Self:
        return self

    def lines(self) -> Iterator[bytes]:
        """Yield what the process says until it ends."""
        if self._process.stdout is None:
            raise AssertionError("the process was started with a pipe")
        for line in self._process.stdout:
            if line.endswith(b"\n"):  # half a line is all that a killed process may leave
                yield line

    def say(self, line: bytes) -> None:
        """Write a line on its standard input; nothing happens where the process is dead: its lines end."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.write(line + b"\n")
                self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once."""
        with self._lock:
            if self._process.poll() is None:
                self._process.kill()

    def last_words(self) -> str:
        """Return how it ended and what it wrote on its standard error. For after its lines."""
        code = self._process.wait()
        self._errors.seek(0)
        written = self._errors.read()[-_MOST_DETAILS:].decode("utf-8", "replace")
        return f"exit code {code}\n{written}".strip()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._errors.close()
