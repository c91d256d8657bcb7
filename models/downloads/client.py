"""Downloads as the window and the commands see them: started, paused, resumed, cancelled, and told about."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.catalog import Hub
from models.downloads.messages import (
    AnyReport,
    AskRelease,
    AskToken,
    Cancel,
    Changed,
    Configure,
    Listed,
    ListRepository,
    Pause,
    Released,
    SaveToken,
    Start,
    TokenKnown,
)
from models.downloads.part_record import arrived, unfinished
from models.downloads.process import DownloadProcess
from models.downloads.questions import Questions
from models.downloads.values import DownloadRequest, DownloadState, DownloadStatus, Listing
from models.errors import Text, UserError, user_error
from models.release import Release, ReleaseSource
from models.settings import NetworkSettings

_ENDED = Text("download.ended")
_BROKEN = {"download.ended", "download.bug"}
"""What speaks of a download."""


class Downloads:
    """All downloads into one folder. For use from any thread; nothing here waits but where it says so.

    `on_change` is called with every new status, by a thread of its own and never by two at once. The download process
    starts with the first order that needs it; where it dies, what was under way has failed, and can be resumed.
    """

    def __init__(
        self, folder: Path, network: NetworkSettings, on_change: Callable[[DownloadStatus], None] = lambda _: None
    ) -> None:
        self._folder = folder
        self._network = network
        self._on_change = on_change
        self._lock = threading.RLock()
        self._telling = threading.RLock()
        self._process: DownloadProcess | None = None
        self._statuses: dict[str, DownloadStatus] = {}
        self._questions = Questions()
        self._served_by: dict[str, DownloadProcess] = {}
        self._closed = False

    def start(self, request: DownloadRequest) -> None:
        """Download a model, or go on with it; what part files of it there are is used.

        Raises UserError where Tempera is offline, or the download process cannot be started.
        """
        with self._lock:
            status = self._statuses.get(request.id)
            if status is not None and status.state.is_under_way:
                return
            process = self._online()
            done = arrived(request, self._folder)
            waiting = DownloadStatus(request, DownloadState.WAITING, done, _total(request))
            self._statuses[request.id] = waiting
            self._served_by[request.id] = process
            process.order(Start(request))
        self._tell(waiting)

    def resume(self, download_id: str) -> None:
        """Go on with a download that is paused, failed or left from an earlier run. Raises as `start` does."""
        with self._lock:
            status = self._known(download_id)
        if status is not None:
            self.start(status.request)

    def pause(self, download_id: str) -> None:
        """Stop a download and keep what has arrived; its status says when that is so."""
        with self._lock:
            status = self._statuses.get(download_id)
            if status is not None and status.state.is_under_way and self._process is not None:
                self._process.order(Pause(download_id))

    def cancel(self, download_id: str) -> None:
        """Stop a download and remove what has arrived; its last status, CANCELLED, says when that is so.

        Raises UserError where the download process cannot be started.
        """
        with self._lock:
            status = self._known(download_id)
            if status is not None and status.state is not DownloadState.DONE:
                process = self._running()
                self._served_by[download_id] = process
                process.order(Cancel(status.request))

    def statuses(self) -> tuple[DownloadStatus, ...]:
        """Return the downloads of this run, the oldest first; and those that `unfinished` found."""
        with self._lock:
            return tuple(self._statuses.values())

    def unfinished(self) -> tuple[DownloadStatus, ...]:
        """Return the downloads that part files of an earlier run belong to, as PAUSED ones, ready to be resumed.

        Reads the models folder.
        """
        found = unfinished(self._folder)
        with self._lock:
            left = [
                DownloadStatus(request, DownloadState.PAUSED, done, _total(request))
                for request, done in found.values()
                if request.id not in self._statuses
            ]
            self._statuses.update({status.request.id: status for status in left})
        return tuple(left)

    def list_repository(self, hub: Hub, name: str, revision: str | None = None) -> Listing:
        """Return the GGUF files of a repository. Waits for the hub. Raises UserError."""
        with self._lock:
            process = self._online()
        return self._questions.ask(process, lambda number: ListRepository(number, hub, name, revision), Listed).listing

    def newest_release(self, source: ReleaseSource) -> Release:
        """Return the newest release of Tempera. Waits for the one who lists them. Raises UserError."""
        with self._lock:
            process = self._online("update.offline")
        try:
            return self._questions.ask(process, lambda number: AskRelease(number, source), Released).release
        except UserError as error:
            if error.text.id not in _BROKEN:
                raise
            raise user_error("update.broken", error.details) from error

    def has_token(self) -> bool:
        """Return whether there is a token for the hub in use. Waits for the system's keyring. Raises UserError."""
        with self._lock:
            process = self._running()
        return self._questions.ask(process, AskToken, TokenKnown).known

    def save_token(self, token: str) -> None:
        """Keep a token for the hub in use in the system's keyring. Waits for it. Raises UserError."""
        with self._lock:
            process = self._running()
        self._questions.ask(process, lambda number: SaveToken(number, token.strip()), TokenKnown)

    def forget_token(self) -> None:
        """Remove the token of the hub in use from the system's keyring. Waits for it. Raises UserError."""
        self.save_token("")

    def use_network(self, network: NetworkSettings) -> Callable[[], None]:
        """Use the network so for whatever is asked from now on. Does not wait.

        What is under way goes on in the old way until the returned function is called, which pauses it and waits up to
        some seconds for the download process to end; it is resumed by the caller where wanted.
        """
        with self._lock:
            if network == self._network:
                return _nothing
            self._network = network
            process, self._process = self._process, None
        return process.close if process is not None else _nothing

    def close(self) -> None:
        """End everything; what has arrived is kept. Waits for the process. Idempotent."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _known(self, download_id: str) -> DownloadStatus | None:
        if download_id not in self._statuses:
            self.unfinished()
        return self._statuses.get(download_id)

    def _online(self, sentence: str = "download.offline") -> DownloadProcess:
        if self._network.offline:
            raise user_error(sentence)
        return self._running()

    def _running(self) -> DownloadProcess:
        if self._closed:
            raise RuntimeError("the downloads are closed")
        if self._process is None:
            configure = Configure(str(self._folder), self._network)
            self._process = DownloadProcess(configure, on_report=self._on_report, on_end=self._on_end)
        return self._process

    def _on_report(self, report: AnyReport) -> None:
        if not isinstance(report, Changed):
            self._questions.answered(report)
            return
        status = report.status
        with self._lock:
            if status.state is DownloadState.CANCELLED:
                self._statuses.pop(status.request.id, None)
            else:
                self._statuses[status.request.id] = status
        self._tell(status)

    def _on_end(self, process: DownloadProcess) -> None:
        """What was under way is paused where the end was wanted, and has failed where it was not."""
        with self._lock:
            unexpected = self._process is process
            if unexpected:
                self._process = None
            active = [status for status in self._statuses.values() if status.state.is_under_way]
            mine = [status for status in active if self._served_by.get(status.request.id) is process]
            why = process.last_words if unexpected else None
            stopped = [_stopped(status, arrived(status.request, self._folder), why) for status in mine]
            self._statuses.update({status.request.id: status for status in stopped})
        self._questions.abandon(process)
        for status in stopped:
            self._tell(status)

    def _tell(self, status: DownloadStatus) -> None:
        with self._telling:
            self._on_change(status)


def _nothing() -> None:
    pass


def _total(request: DownloadRequest) -> int | None:
    """Return the bytes of all files, None where one of them is not known."""
    sizes = [file.bytes for file in request.files]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def _stopped(status: DownloadStatus, done: int, why: str | None) -> DownloadStatus:
    """Return the status of a download whose process is gone: paused, or failed where there is a `why`."""
    return replace(
        status,
        state=DownloadState.PAUSED if why is None else DownloadState.FAILED,
        done_bytes=done,
        bytes_per_second=0.0,
        seconds_left=None,
        problem=None if why is None else _ENDED,
        details=why or "",
    )
