"""The process that quantizes, as its parent sees it: started, told to go on, read, and killed where that is asked."""

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from models.errors import user_error
from models.library.quantize_messages import QuantizingMessage
from models.system import child_environment, engine_command, hidden_process_flags

_MOST_DETAILS = 4000


class QuantizeProcess:
    """One run of the quantizer, which writes to `draft`; on Windows that name must be of ASCII letters.

    Raises UserError where it cannot be started; ends with its `with` block.

    `kill` may be called from any thread, `messages` end then.
    """

    def __init__(self, source: Path, draft: Path, target: str) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._lock = threading.Lock()
        try:
            self._process = subprocess.Popen(
                # llama.cpp opens what it writes by a name in Windows' code page, which has not every letter of a
                # folder: so it stands in the folder.
                engine_command("quantize", str(source), draft.name, target),
                cwd=draft.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=child_environment(),
                creationflags=hidden_process_flags(),
                start_new_session=True,  # Ctrl+C in a terminal is for us to handle
            )
        except OSError as error:
            self._errors.close()
            raise user_error("engine.not_started", details=str(error)) from error

    def __enter__(self) -> Self:
        return self

    def messages(self) -> Iterator[QuantizingMessage]:
        """Yield what the process says until it ends."""
        if self._process.stdout is None:
            raise AssertionError("the process was started with a pipe")
        decoder = msgspec.json.Decoder(QuantizingMessage)
        for line in self._process.stdout:
            yield decoder.decode(line)

    def go_on(self) -> None:
        """Let it write."""
        with suppress(OSError):  # it is dead: its messages end
            if self._process.stdin is not None:
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once."""
        with self._lock:
            if self._process.poll() is None:
                self._process.kill()

    def last_words(self) -> str:
        """Return how it ended and what it wrote on its standard error. For after its end."""
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
