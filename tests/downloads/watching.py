"""Following downloads in tests: the client with all it told, and one run of a download without a process."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.catalog import Hub
from models.downloads import DownloadRequest, Downloads, DownloadState, DownloadStatus, WantedFile
from models.downloads.worker.download import Download
from models.downloads.worker.network import Network, Patience
from models.settings import ModelSource, NetworkSettings
from tests.support.hub_server import HubServer

ENDED = {DownloadState.DONE, DownloadState.FAILED, DownloadState.PAUSED, DownloadState.CANCELLED}
QUICK = Patience(connect=30, read=30, tries=4, first_tries=2, first_wait=0.01, longest_wait=0.02, longest_asked_wait=2)
"""So little patience that a test need not have much, but for a hub that is there and slow on a busy machine."""
HURRIED = replace(QUICK, connect=2, read=0.4)
"""No patience with a hub that says nothing: for tests in which it does so on purpose, and no matter how often."""

_LONGEST_WAIT = 60.0


def own(hub: HubServer) -> NetworkSettings:
    """Return settings that send everything to the hub of the tests."""
    return NetworkSettings(source=ModelSource.CUSTOM, endpoint=hub.address)


def request(*names: str, repository: str = "owner/models", sha256: str | None = None) -> DownloadRequest:
    """Return a request for files of a repository of the hub."""
    files = tuple(WantedFile(Hub.HUGGINGFACE, repository, name, name, sha256=sha256) for name in names)
    return DownloadRequest(f"{repository}/{names[0]}", names[0], files)


class Watched:
    """The client of the download process, and every status it told. For one hub and one folder."""

    def __init__(self, folder: Path, network: NetworkSettings) -> None:
        self.folder = folder
        self.told: list[DownloadStatus] = []
        self._news = threading.Condition()
        self.client = Downloads(folder, network, self._note)

    def get(self, wanted: DownloadRequest) -> DownloadStatus:
        """Start a download and return its last status."""
        before = len(self.told)
        self.client.start(wanted)
        return self.wait(lambda status: status.request.id == wanted.id and status.state in ENDED, after=before)

    def wait(self, wanted: Callable[[DownloadStatus], bool], *, after: int = 0) -> DownloadStatus:
        """Wait until a status like this was told, the `after` first ones not counted, and return it."""

        def found() -> DownloadStatus | None:
            return next((status for status in self.told[after:] if wanted(status)), None)

        with self._news:
            assert self._news.wait_for(lambda: found() is not None, _LONGEST_WAIT)
        status = found()
        assert status is not None
        return status

    def _note(self, status: DownloadStatus) -> None:
        with self._news:
            self.told.append(status)
            self._news.notify_all()


def run_here(
    wanted: DownloadRequest, folder: Path, network: NetworkSettings, patience: Patience = QUICK
) -> list[DownloadStatus]:
    """Run a download in this process and return every status it told."""
    told: list[DownloadStatus] = []
    way_out = Network(network, patience)
    try:
        Download(wanted, folder, way_out, told.append).run()
    finally:
        way_out.close()
    return told


def problem_of(status: DownloadStatus) -> str:
    """Return the id of why a download failed, "" where it did not."""
    assert (status.state is DownloadState.FAILED) == (status.problem is not None)
    return status.problem.id if status.problem else ""
