"""How far the files of one download are, told often enough and not too often."""

import threading
from collections.abc import Callable
from dataclasses import replace

from models.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from models.downloads.worker.pace import Pace
from models.errors import Text, UserError


class Progress:
    """Adds up the bytes of all files and tells `report` each new status.

    For the one thread that downloads; `missing` and `look_again` are for any.
    """

    def __init__(self, request: DownloadRequest, report: Callable[[DownloadStatus], None]) -> None:
        self._report = report
        self._lock = threading.RLock()
        self._pace = Pace()
        self._expected: list[int | None] = [file.bytes for file in request.files]
        self._arrived = [0] * len(request.files)
        self._status = DownloadStatus(request, DownloadState.RUNNING)

    @property
    def missing(self) -> int | None:
        """The bytes that are still to come, None where a size is not known."""
        with self._lock:
            total = self._total
            return None if total is None else max(0, total - sum(self._arrived))

    def expect(self, number: int, size: int | None, *, arrived: int, hash_from_hub: bool = False) -> None:
        """Set what is known of a file before it is fetched."""
        with self._lock:
            self._expected[number] = size
            self._arrived[number] = arrived
            self._status = replace(self._status, hash_from_hub=self._status.hash_from_hub or hash_from_hub)
            self._tell()

    def running(self, *, reading_again: bool) -> None:
        """A file is being fetched; with `reading_again`, what lies there is read first."""
        self._begin(DownloadState.CHECKING if reading_again else DownloadState.RUNNING)

    def checking(self) -> None:
        """A checksum is being computed."""
        self._begin(DownloadState.CHECKING)

    def add(self, number: int, count: int) -> None:
        """Bytes of a file have arrived."""
        with self._lock:
            self._arrived[number] += count
            self._pace.add(count)
            if self._status.state is not DownloadState.RUNNING:
                self._set(DownloadState.RUNNING)
            elif self._pace.due():
                self._tell()

    def look_again(self) -> None:
        """Tell the speed as it is now: where no bytes come, nothing else would."""
        with self._lock:
            if self._status.state is DownloadState.RUNNING and self._pace.due():
                self._tell()

    def start_over(self, number: int) -> None:
        """What had arrived of a file is lost."""
        with self._lock:
            self._arrived[number] = 0
            self._tell()

    def trouble(self, text: Text | None) -> None:
        """Something is waited for, or no more."""
        with self._lock:
            if text != self._status.problem:
                self._status = replace(self._status, problem=text)
                self._pace.restart()
                self._tell()

    def failed(self, error: UserError) -> None:
        """The download cannot go on."""
        with self._lock:
            self._status = replace(self._status, problem=error.text, details=error.details)
            self._begin(DownloadState.FAILED)

    def ended(self, state: DownloadState) -> None:
        """The download is done or paused."""
        with self._lock:
            self._status = replace(self._status, problem=None)
            self._begin(state)

    @property
    def _total(self) -> int | None:
        known = [size for size in self._expected if size is not None]
        return sum(known) if len(known) == len(self._expected) else None

    def _set(self, state: DownloadState) -> None:
        with self._lock:
            self._status = replace(self._status, state=state)
            self._tell()

    def _begin(self, state: DownloadState) -> None:
        with self._lock:
            self._pace.restart()
            self._set(state)

    def _tell(self) -> None:
        with self._lock:
            self._status = replace(
                self._status,
                done_bytes=sum(self._arrived),
                total_bytes=self._total,
                bytes_per_second=self._pace.bytes_per_second,
                seconds_left=self._pace.seconds_left(self.missing),
            )
            self._report(self._status)
