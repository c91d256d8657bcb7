"""The disk's part: full, read-only, gone, and two programs that want the same file."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.downloads import DownloadState, DownloadStatus
from models.downloads.worker import faults
from models.downloads.worker.disk_claims import DiskClaims
from models.downloads.worker.download import Download
from models.downloads.worker.network import Network
from models.errors import UserError
from tests.downloads.watching import QUICK, Watched, own, problem_of, request, run_here
from tests.support.hub_server import Fault, HubServer, Part, model_bytes

NAME = "model.gguf"
CONTENT = model_bytes(2 << 20)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions are those of POSIX")


@pytest.fixture(autouse=True)
def _offered(hub: HubServer) -> None:
    hub.add("owner/models", NAME, CONTENT)


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of this process can grow beyond 1 MiB, as on a disk whose file system has such a limit."""
    if sys.platform == "win32":
        yield
    else:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_room_is_checked_before_the_first_byte(hub: HubServer, folder: Path) -> None:
    hub.repositories["owner/models"].files[NAME].told_bytes = 1 << 60
    last = run_here(request(NAME), folder, own(hub))[-1]
    assert problem_of(last) == "download.no_space"
    assert last.problem is not None
    assert last.problem.fields["needed"] == (1 << 40) + 256  # what comes, and what stays free
    assert hub.served == 0


def test_room_is_promised_only_once(tmp_path: Path) -> None:
    claims, most = DiskClaims(), shutil.disk_usage(tmp_path).free * 6 // 10
    left = [most]
    claims.claim("first", lambda: left[0], tmp_path)
    with pytest.raises(UserError) as refused:
        claims.claim("second", lambda: most, tmp_path)
    assert refused.value.text.id == "download.no_space_beside"
    assert refused.value.text.fields["others"] == -(-most // (1 << 20))
    left[0] = 0  # it has arrived
    claims.claim("second", lambda: most, tmp_path)
    claims.release("second")
    claims.claim("third", lambda: most, tmp_path)


def test_room_of_a_download_that_ended_is_free_again(hub: HubServer, folder: Path) -> None:
    half = shutil.disk_usage(folder.parent).free // 2
    hub.repositories["owner/models"].files[NAME].told_bytes = half  # more than it is: the download fails
    claims, network = DiskClaims(), Network(own(hub), QUICK)
    told: list[DownloadStatus] = []
    try:
        Download(request(NAME), folder, network, told.append, claims).run()
    finally:
        network.close()
    assert problem_of(told[-1]) not in {"", "download.no_space", "download.no_space_beside"}
    claims.claim("next", lambda: half, folder)


@pytest.mark.usefixtures("small_files")
def test_file_that_the_disk_cannot_hold_is_explained_and_kept(hub: HubServer, folder: Path) -> None:
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) == "download.file_too_big"
    assert (folder / f"{NAME}.part").read_bytes() == CONTENT[: 1 << 20]


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.ENOSPC, "download.disk_full"),
        (errno.EDQUOT, "download.disk_full"),
        (errno.EROFS, "download.not_writable"),
        (errno.ENODEV, "download.folder_gone"),
        (errno.EIO, "download.disk_failed"),
    ],
)
def test_every_error_of_the_disk_has_its_sentence(number: int, problem: str) -> None:
    error = faults.of_disk(OSError(number, os.strerror(number)), Path("/models"))
    assert error.text.id == problem
    assert error.text.fields == {"folder": "/models"}


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_full_disk_is_explained(hub: HubServer, folder: Path) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").symlink_to("/dev/full")  # takes no byte, as a full disk does
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) == "download.disk_full"


def test_folder_that_is_a_file_is_explained(hub: HubServer, folder: Path) -> None:
    folder.write_bytes(b"")
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) in {
        "download.folder_gone",
        "download.disk_failed",
    }


def test_folder_that_must_not_be_written_to_is_explained(hub: HubServer) -> None:
    assert problem_of(run_here(request(NAME), Path("/sys/models"), own(hub))[-1]) == "download.not_writable"


def test_folder_that_disappears_meanwhile_is_explained(hub: HubServer, folder: Path) -> None:
    def remove(position: int) -> None:
        if position > len(CONTENT) // 2 and folder.exists():
            shutil.rmtree(folder)

    hub.on_position = remove
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) == "download.folder_gone"


def test_second_program_says_that_another_is_at_it(hub: HubServer, folder: Path, watched: Watched) -> None:
    hub.faults.append(Fault(Part.BYTES, cut_at=1 << 20, hangs=True))
    watched.client.start(request(NAME))
    watched.wait(lambda status: status.done_bytes > 0)
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) == "download.busy"
    watched.client.pause(request(NAME).id)
    watched.wait(lambda status: status.state is DownloadState.PAUSED)
    watched.client.close()
    assert run_here(request(NAME), folder, own(hub))[-1].state is DownloadState.DONE


def test_nothing_is_left_beside_the_model(hub: HubServer, folder: Path) -> None:
    run_here(request(NAME), folder, own(hub))
    assert {path.name for path in folder.iterdir()} == {NAME, "checksums.json", "records"}
