"""Progress is told by one thread at a time, and what was told last stays true."""

import sys
import threading
from collections.abc import Iterator

import pytest

from models.downloads import DownloadState, DownloadStatus
from models.downloads.worker import progress as module
from models.downloads.worker.pace import Pace
from models.downloads.worker.progress import Progress
from models.errors import user_error
from tests.downloads.watching import request

ROUNDS = 100


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads take turns far more often than usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


class _AlwaysDue(Pace):
    def due(self) -> bool:
        return True


@pytest.mark.usefixtures("switching")
@pytest.mark.parametrize("end", ["failed", "ended"])
def test_end_is_the_last_that_is_told_whoever_looks(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr(module, "Pace", _AlwaysDue)
    for _ in range(ROUNDS):
        told: list[DownloadStatus] = []
        progress = Progress(request("model.gguf"), told.append)
        progress.expect(0, 100, arrived=0)
        stop = threading.Event()

        def look(progress: Progress = progress, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                progress.look_again()

        watcher = threading.Thread(target=look)
        watcher.start()
        progress.running(reading_again=False)
        progress.add(0, 100)
        if end == "failed":
            progress.failed(user_error("download.disabled"))
        else:
            progress.ended(DownloadState.DONE)
        stop.set()
        watcher.join()
        states = [status.state for status in told]
        last = DownloadState.FAILED if end == "failed" else DownloadState.DONE
        assert states.count(last) == 1
        assert states[-1] is last
        assert all(status.problem is None for status in told[:-1])
