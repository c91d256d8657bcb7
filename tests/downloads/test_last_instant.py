"""Stopping a download in the very instant in which it is done."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.downloads import DownloadState, DownloadStatus
from models.downloads.worker.download import Download
from models.downloads.worker.network import Network
from models.downloads.worker.queue import DownloadQueue
from tests.downloads.watching import QUICK, own, request
from tests.support.hub_server import HubServer, model_bytes

NAME = "model.gguf"
WANTED = request(NAME)
CONTENT = model_bytes(1 << 20)


@pytest.fixture
def network(hub: HubServer) -> Iterator[Network]:
    hub.add("owner/models", NAME, CONTENT)
    network = Network(own(hub), QUICK)
    yield network
    network.close()


def about_to_be_placed(status: DownloadStatus) -> bool:
    return status.state is DownloadState.CHECKING and status.done_bytes == len(CONTENT)


def test_download_that_is_done_says_so_though_it_was_interrupted(network: Network, folder: Path) -> None:
    told: list[DownloadStatus] = []

    def listen(status: DownloadStatus) -> None:
        told.append(status)
        if about_to_be_placed(status):
            download.interrupt()

    download = Download(WANTED, folder, network, listen)
    download.run()
    assert told[-1].state is DownloadState.DONE
    assert (folder / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "stop", [lambda queue: queue.pause(WANTED.id), lambda queue: queue.cancel(WANTED)], ids=["pause", "cancel"]
)
def test_model_that_is_there_is_told_last(
    network: Network, folder: Path, stop: Callable[[DownloadQueue], None]
) -> None:
    told: list[DownloadState] = []
    done = threading.Event()

    def listen(status: DownloadStatus) -> None:
        told.append(status.state)
        if about_to_be_placed(status):
            stop(queue)
        if status.state is DownloadState.DONE:
            done.set()

    queue = DownloadQueue(folder, network, listen)
    queue.start(WANTED)
    assert done.wait(60)
    queue.close()  # waits for what would remove it
    assert told[-1] is DownloadState.DONE
    assert (folder / NAME).read_bytes() == CONTENT
