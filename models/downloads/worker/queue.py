"""Which downloads run now, which wait for their turn, and stopping them."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from models.downloads.part_record import arrived
from models.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from models.downloads.worker.disk_claims import DiskClaims
from models.downloads.worker.download import Download, removed
from models.downloads.worker.network import Network
from models.errors import Text

_AT_ONCE = 3
"""Downloads that run at the same time; the others wait."""

_PATIENCE = 2.0
"""Seconds for a download to stop by itself at the end."""

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Job:
    """One run of a download; `last` is its newest status, `silent` that only its success is told any more."""

    request: DownloadRequest
    last: DownloadStatus
    download: Download | None = None
    silent: bool = False
    ended: threading.Event = field(default_factory=threading.Event)


class DownloadQueue:
    """The downloads of this process. Its methods return at once; `report` is called from any thread."""

    def __init__(self, folder: Path, network: Network, report: Callable[[DownloadStatus], None]) -> None:
        self._folder = folder
        self._network = network
        self._report = report
        self._claims = DiskClaims()
        self._lock = threading.RLock()
        self._jobs: dict[str, _Job] = {}
        self._stopping: dict[str, _Job] = {}
        self._waiting: deque[_Job] = deque()
        self._running = 0
        self._threads: set[threading.Thread] = set()
        self._closing = threading.Event()
        self._run(self._look_again, name="downloads look again")

    def start(self, request: DownloadRequest) -> None:
        """Download a model when its turn comes; nothing happens where it waits or runs already."""
        with self._lock:
            if request.id in self._jobs:
                return
            status = DownloadStatus(request, DownloadState.WAITING, arrived(request, self._folder))
            job = _Job(request, status)
            self._jobs[request.id] = job
            self._waiting.append(job)
            self._fill()

    def pause(self, download_id: str) -> None:
        """Stop a download; it counts as paused at once, whatever it waits for."""
        with self._lock:
            job = self._stop(download_id)
            if job is not None:
                self._tell(job, replace(job.last, state=DownloadState.PAUSED, bytes_per_second=0.0, seconds_left=None))
                job.silent = True

    def cancel(self, request: DownloadRequest) -> None:
        """Stop a download and remove what has arrived of it; one that is done meanwhile stays, and is told as done."""
        with self._lock:
            job = self._stop(request.id) or self._stopping.get(request.id)
            if job is not None:
                job.silent = True
            self._run(partial(self._remove, request, job), name=f"remove {request.id}")

    def close(self) -> None:
        """Stop everything and wait for it a little; what is left then waits for the network and holds nothing."""
        self._closing.set()
        with self._lock:
            for download_id in list(self._jobs):
                self.pause(download_id)
            threads = list(self._threads)
        for thread in threads:
            thread.join(_PATIENCE)

    def _look_again(self) -> None:
        """Have every download tell its speed once a second, also those that get nothing."""
        while not self._closing.wait(1.0):
            with self._lock:
                running = [job.download for job in self._jobs.values() if job.download is not None]
            for download in running:
                download.look_again()

    def _stop(self, download_id: str) -> _Job | None:
        job = self._jobs.pop(download_id, None)
        if job is None:
            return None
        if job in self._waiting:
            self._waiting.remove(job)
            job.ended.set()
        else:
            self._stopping[download_id] = job
        if job.download is not None:
            job.download.interrupt()
        return job

    def _fill(self) -> None:
        while self._waiting and self._running < _AT_ONCE:
            job = self._waiting.popleft()
            before = self._stopping.get(job.request.id)
            job.download = Download(job.request, self._folder, self._network, partial(self._tell, job), self._claims)
            self._running += 1
            self._run(partial(self._work, job, before), name=f"download {job.request.id}")

    def _work(self, job: _Job, before: _Job | None) -> None:
        if before is not None:
            before.ended.wait()  # it holds the files
        try:
            if job.download is not None:
                job.download.run()
        except Exception as error:  # noqa: BLE001 - the edge of a thread: a bug must not leave a download running for ever
            _log.exception("a download failed")
            details = f"{type(error).__name__}: {error}"
            failed = replace(job.last, state=DownloadState.FAILED, problem=Text("download.bug"), details=details)
            self._tell(job, failed)
        finally:
            with self._lock:
                job.ended.set()
                if self._jobs.get(job.request.id) is job:
                    del self._jobs[job.request.id]
                if self._stopping.get(job.request.id) is job:
                    del self._stopping[job.request.id]
                self._running -= 1
                self._fill()

    def _remove(self, request: DownloadRequest, job: _Job | None) -> None:
        if job is not None:
            job.ended.wait()
            if job.last.state is DownloadState.DONE:  # a model by now, and told as one
                return
        self._report(removed(request, self._folder))

    def _run(self, work: Callable[[], None], *, name: str) -> None:
        def body() -> None:
            try:
                work()
            finally:
                with self._lock:
                    self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=body, name=name, daemon=True)
        self._threads.add(thread)
        thread.start()

    def _tell(self, job: _Job, status: DownloadStatus) -> None:
        with self._lock:
            if not job.silent or status.state is DownloadState.DONE:  # it was too late to stop it
                job.last = status
                self._report(status)
