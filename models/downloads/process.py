"""The download process as this program sees it: started, given orders, listened to, ended."""

import contextlib
import io
import logging
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from typing import BinaryIO, cast

from models.downloads.messages import AnyOrder, AnyReport, Configure, MessageError, Quit, line_of, read_report
from models.errors import user_error
from models.system import child_environment, hidden_process_flags, own_command

_log = logging.getLogger(__name__)
_PATIENCE = 3.0
"""Seconds for the process to end by itself."""

_LONGEST_LINE = 10_000

_ENVIRONMENT = {
    "HF_HUB_DISABLE_XET": "1",  # another way of downloading, which does not go through our reader
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",  # tokens are ours to choose
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "0",  # the user's own setting decides
}


class DownloadProcess:
    """One running download process. Raises UserError where it cannot be started.

    Each report goes to `on_report`, the end of the process to `on_end`; both are called by a thread of its own.
    """

    def __init__(
        self,
        configure: Configure,
        *,
        on_report: Callable[[AnyReport], None],
        on_end: Callable[["DownloadProcess"], None],
    ) -> None:
        self._process = _started()
        self._on_report = on_report
        self._on_end = on_end
        self._over = False
        self._writing = threading.Lock()
        self._last_lines: deque[str] = deque(maxlen=40)
        self._log_thread = threading.Thread(target=self._read_log, name="downloads-log", daemon=True)
        self._report_thread = threading.Thread(target=self._read_reports, name="downloads-reports", daemon=True)
        self._log_thread.start()
        self._report_thread.start()
        self.order(configure)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process has ended and no report of it will come."""
        return self._over

    @property
    def last_words(self) -> str:
        """How the process ended, for those who ask for details. For after its end."""
        return "\n".join([f"exit code {self._process.poll()}", *self._last_lines])

    def order(self, order: AnyOrder) -> None:
        """Send an order; nothing happens where the process is dead: `on_end` tells."""
        line = memoryview(line_of(order))
        try:
            with self._writing:
                while line:
                    line = line[cast("BinaryIO", self._process.stdin).write(line) or 0 :]
        except (OSError, ValueError):  # it died, or is closed
            _log.info("the download process is gone")

    def close(self) -> None:
        """End the process and wait for it. Idempotent; from any thread but its own."""
        # A stopped process reads nothing and may leave this thread hanging in the pipe until it is killed.
        goodbye = threading.Thread(target=self.order, args=(Quit(),), name="downloads-quit", daemon=True)
        goodbye.start()
        if not self._ended():
            self._process.kill()
            if not self._ended():
                _log.warning("the download process %s does not end", self.pid)  # the system holds it: a dead disk
                return
        for thread in (goodbye, self._report_thread, self._log_thread):
            thread.join()

    def _ended(self) -> bool:
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read_reports(self) -> None:
        try:
            with io.BufferedReader(cast("io.RawIOBase", self._process.stdout)) as pipe:
                while (report := read_report(pipe)) is not None:
                    self._on_report(report)
        except OSError:
            _log.info("the pipe of the download process broke")
        except MessageError:
            _log.exception("the download process sent no message of this protocol")
            self._process.kill()
        if not self._ended():
            self._process.kill()  # what says no more is of no more use
        self._process.wait()
        self._log_thread.join(_PATIENCE)  # its last words explain the death
        with contextlib.suppress(OSError):  # what was still to be written has no reader
            cast("BinaryIO", self._process.stdin).close()
        self._over = True
        self._on_end(self)

    def _read_log(self) -> None:
        with io.BufferedReader(cast("io.RawIOBase", self._process.stderr)) as lines:
            while line := lines.readline(_LONGEST_LINE):
                text = line.decode("utf-8", "replace").rstrip()
                self._last_lines.append(text)
                _log.debug("downloads: %s", text)


def _started() -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            own_command("tempera-downloads", "models.downloads.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=child_environment() | _ENVIRONMENT,
            creationflags=hidden_process_flags(),
            start_new_session=True,  # Ctrl+C in a terminal is for us to handle
        )
    except OSError as error:
        raise user_error("download.not_started", str(error)) from error
