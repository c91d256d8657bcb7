"""Going on: after a pause, a restart, a kill at any byte, and when the file changed meanwhile."""

import hashlib
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from models.downloads import DownloadState, names_part, remove_abandoned
from models.downloads.worker.download import removed
from models.downloads.worker.locks import locked
from models.errors import UserError
from models.settings import NetworkSettings
from tests.downloads.watching import Watched, own, problem_of, request, run_here
from tests.support.hub_server import Fault, HubServer, Part, model_bytes

NAME = "model.gguf"
CONTENT = model_bytes(4 << 20)
HALF = len(CONTENT) // 2
OTHER = model_bytes(len(CONTENT), seed=2)
KILLS = 20
IN_FLIGHT = 8 << 10
"""Bytes of a connection that are under way."""


@pytest.fixture(autouse=True)
def _offered(hub: HubServer) -> None:
    hub.add("owner/models", NAME, CONTENT)


@pytest.fixture
def half_there(hub: HubServer, folder: Path) -> Path:
    """The models folder, half of the file in it: the hub went away in the midst."""
    hub.faults += [Fault(Part.BYTES, cut_at=HALF), Fault(Part.BYTES, status=500, times=9)]
    assert problem_of(run_here(request(NAME), folder, own(hub))[-1]) == "download.hub_down"
    assert (folder / f"{NAME}.part").read_bytes() == CONTENT[:HALF]
    hub.faults.clear()
    hub.requests.clear()
    return folder


def starts(hub: HubServer) -> list[str | None]:
    return [one.headers.get("Range") for one in hub.asked(Part.BYTES)]


def test_what_is_there_is_not_fetched_again(hub: HubServer, half_there: Path) -> None:
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT
    assert starts(hub) == [f"bytes={HALF}-"]
    assert hub.served == len(CONTENT) - HALF


def test_servers_are_asked_with_their_own_tag(hub: HubServer, half_there: Path) -> None:
    run_here(request(NAME), half_there, own(hub))
    assert [one.headers["If-Range"] for one in hub.asked(Part.BYTES)] == ['"first"']


def test_another_tag_for_the_same_content_does_not_start_over(hub: HubServer, half_there: Path) -> None:
    hub.repositories["owner/models"].files[NAME].tag = '"another server"'
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT
    assert starts(hub) == [f"bytes={HALF}-", f"bytes={HALF}-"]


def test_file_that_was_replaced_starts_over(hub: HubServer, half_there: Path) -> None:
    hub.add("owner/models", NAME, OTHER).tag = '"second"'
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == OTHER
    assert starts(hub) == [None]


def test_file_that_is_replaced_while_it_comes_starts_over(hub: HubServer, folder: Path) -> None:
    hub.faults.append(Fault(Part.BYTES, cut_at=HALF))

    def swap(position: int) -> None:
        if position == HALF:
            hub.add("owner/models", NAME, OTHER).tag = '"second"'

    hub.on_position = swap
    assert run_here(request(NAME), folder, own(hub))[-1].state is DownloadState.DONE
    assert (folder / NAME).read_bytes() == OTHER


def test_server_without_ranges_sends_all_of_it_again(hub: HubServer, half_there: Path) -> None:
    hub.knows_ranges = False
    told = run_here(request(NAME), half_there, own(hub))
    assert told[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT
    assert max(status.done_bytes for status in told) == told[-1].done_bytes == len(CONTENT)


def test_server_without_ranges_and_a_connection_that_breaks_are_both_named(hub: HubServer, folder: Path) -> None:
    hub.knows_ranges = False
    hub.faults.append(Fault(Part.BYTES, cut_at=HALF, times=99))
    last = run_here(request(NAME), folder, own(hub))[-1]
    assert problem_of(last) == "download.starts_over"
    assert last.done_bytes == HALF


@pytest.mark.parametrize(("piece", "state"), [(80 << 10, DownloadState.DONE), (8 << 10, DownloadState.FAILED)])
def test_connections_may_break_often_where_each_brings_something(
    hub: HubServer, folder: Path, piece: int, state: DownloadState
) -> None:
    content = model_bytes(1 << 20)
    hub.add("owner/models", "short.gguf", content)
    hub.faults += [Fault(Part.BYTES, cut_at=end) for end in range(piece, len(content), piece)]
    assert run_here(request("short.gguf"), folder, own(hub))[-1].state is state


def test_pinned_commit_is_asked_for_again(hub: HubServer, half_there: Path) -> None:
    run_here(request(NAME), half_there, own(hub))
    assert [one.path.split("/")[4] for one in hub.asked(Part.FILE)] == [hub.repositories["owner/models"].commit]


def test_commit_that_is_gone_is_left_for_the_newest(hub: HubServer, half_there: Path) -> None:
    hub.repositories["owner/models"].commit = "f" * 40
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert starts(hub) == [f"bytes={HALF}-"]


def test_bits_that_fell_over_on_the_disk_are_noticed(
    hub: HubServer, half_there: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log("wrong checksum")
    part = half_there / f"{NAME}.part"
    part.write_bytes(b"GGUF" + bytes(HALF - 4))
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"number": 7}', b"\xff" * 99, b"[" * 100_000])
def test_record_that_makes_no_sense_starts_over(hub: HubServer, half_there: Path, damage: bytes) -> None:
    (half_there / f"{NAME}.part.json").write_bytes(damage)
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT
    assert starts(hub) == [None]


def test_part_file_that_is_too_long_starts_over(hub: HubServer, half_there: Path) -> None:
    (half_there / f"{NAME}.part").write_bytes(CONTENT + b"more")
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == CONTENT


def test_part_file_that_is_complete_is_only_checked(hub: HubServer, half_there: Path) -> None:
    (half_there / f"{NAME}.part").write_bytes(CONTENT)
    assert run_here(request(NAME), half_there, own(hub))[-1].state is DownloadState.DONE
    assert hub.served == 0


def test_pause_keeps_what_has_arrived_and_resume_goes_on(hub: HubServer, watched: Watched) -> None:
    hub.bytes_per_second = 4 << 20
    stopped = threading.Event()

    def hold(position: int) -> None:
        if position > HALF + HALF // 2:  # it must not be done before it is paused
            stopped.wait(60)

    hub.on_position = hold
    wanted = request(NAME)
    watched.client.start(wanted)
    watched.wait(lambda status: status.done_bytes > HALF // 2)
    watched.client.pause(wanted.id)
    paused = watched.wait(lambda status: status.state is DownloadState.PAUSED)
    stopped.set()
    assert 0 < paused.done_bytes < len(CONTENT)
    hub.bytes_per_second = None
    before = len(watched.told)
    watched.client.resume(wanted.id)
    watched.wait(lambda status: status.state is DownloadState.DONE, after=before)
    assert (watched.folder / NAME).read_bytes() == CONTENT
    assert len(starts(hub)) == 2
    assert starts(hub)[1] is not None


def test_download_that_waits_for_bytes_is_paused_at_once(hub: HubServer, watched: Watched) -> None:
    hub.faults.append(Fault(Part.BYTES, cut_at=HALF, hangs=True))
    wanted = request(NAME)
    watched.client.start(wanted)
    watched.wait(lambda status: status.done_bytes > 0)
    watched.client.pause(wanted.id)
    paused = watched.wait(lambda status: status.state is DownloadState.PAUSED)
    assert 0 < paused.done_bytes <= HALF
    before = len(watched.told)
    watched.client.resume(wanted.id)  # it waits for the paused one to let go of the file
    watched.wait(lambda status: status.state is DownloadState.DONE, after=before)
    assert (watched.folder / NAME).stat().st_size == len(CONTENT)
    assert len(starts(hub)) == 2


def test_stalled_download_becomes_slower_to_see(hub: HubServer, watched: Watched) -> None:
    hub.faults.append(Fault(Part.BYTES, cut_at=HALF, hangs=True))
    hub.bytes_per_second = 4 << 20
    watched.client.start(request(NAME))
    fast = watched.wait(lambda status: status.bytes_per_second > 0)
    watched.wait(lambda status: status.done_bytes == HALF and status.bytes_per_second < fast.bytes_per_second / 2)


def test_cancel_removes_everything(hub: HubServer, watched: Watched) -> None:
    hub.faults.append(Fault(Part.BYTES, cut_at=HALF, hangs=True))
    wanted = request(NAME)
    watched.client.start(wanted)
    watched.wait(lambda status: status.done_bytes > 0)
    watched.client.cancel(wanted.id)
    watched.wait(lambda status: status.state is DownloadState.CANCELLED)
    assert list(watched.folder.iterdir()) == []
    assert watched.client.statuses() == ()


def test_unfinished_downloads_are_found_after_a_restart(hub: HubServer, half_there: Path) -> None:
    watched = Watched(half_there, own(hub))
    try:
        (left,) = watched.client.unfinished()
        assert left.request == request(NAME)
        assert (left.state, left.done_bytes) == (DownloadState.PAUSED, HALF)
        watched.client.resume(left.request.id)
        watched.wait(lambda status: status.state is DownloadState.DONE)
    finally:
        watched.client.close()
    assert hub.served == len(CONTENT) - HALF


def test_unfinished_download_can_be_cancelled_after_a_restart(hub: HubServer, half_there: Path) -> None:
    watched = Watched(half_there, own(hub))
    try:
        watched.client.cancel(request(NAME).id)
        watched.wait(lambda status: status.state is DownloadState.CANCELLED)
    finally:
        watched.client.close()
    assert list(half_there.iterdir()) == []


@pytest.mark.timeout(600)  # the process is started 21 times, each time with all that it imports
def test_kills_at_any_byte_cost_next_to_nothing(hub: HubServer, watched: Watched) -> None:
    content = model_bytes(32 << 20, seed=3)
    hub.add("owner/models", "large.gguf", content)
    hub.chunk = 4096
    positions = sorted(random.Random(20).sample(range(1, len(content)), KILLS))
    wanted = request("large.gguf")
    part = watched.folder / "large.gguf.part"

    def kill(position: int) -> None:
        while part.exists() and position - part.stat().st_size > IN_FLIGHT:  # a network slower than the disk
            time.sleep(0.0002)
        if positions and position >= positions[0]:
            del positions[0]
            assert watched.client._process is not None
            watched.client._process._process.kill()
            raise ConnectionAbortedError

    hub.on_position = kill
    for number in range(KILLS):
        before = len(watched.told)
        watched.client.start(wanted)
        last = watched.wait(lambda status: status.state is DownloadState.FAILED, after=before)
        assert problem_of(last) == "download.ended", number
    assert watched.get(wanted).state is DownloadState.DONE
    assert hashlib.sha256((watched.folder / "large.gguf").read_bytes()).digest() == hashlib.sha256(content).digest()
    fetched_again = hub.served - len(content)
    assert 0 <= fetched_again < len(content) / 100


def test_cancel_works_with_settings_that_do_not(half_there: Path) -> None:
    watched = Watched(half_there, NetworkSettings(proxy="no proxy at all"))
    try:
        watched.client.cancel(request(NAME).id)
        watched.wait(lambda status: status.state is DownloadState.CANCELLED)
    finally:
        watched.client.close()
    assert list(half_there.iterdir()) == []


def test_record_names_the_request(hub: HubServer, half_there: Path) -> None:
    record = msgspec.json.decode((half_there / f"{NAME}.part.json").read_bytes())
    assert record["request"]["id"] == request(NAME).id
    assert record["sha256"] == hub.repositories["owner/models"].files[NAME].told_sha256


def test_other_download_of_the_same_name_is_refused_and_takes_nothing(hub: HubServer, half_there: Path) -> None:
    hub.add("other/models", NAME, OTHER)
    before = {path.name: path.read_bytes() for path in half_there.iterdir()}
    last = run_here(request(NAME, repository="other/models"), half_there, own(hub))[-1]
    assert problem_of(last) == "download.name_reserved"
    assert last.problem is not None
    assert last.problem.fields == {"name": NAME, "title": NAME}
    assert {path.name: path.read_bytes() for path in half_there.iterdir()} == before


def test_cancelled_download_leaves_what_another_has_under_its_name(half_there: Path) -> None:
    assert removed(request(NAME, repository="other/models"), half_there).state is DownloadState.CANCELLED
    assert (half_there / f"{NAME}.part").read_bytes() == CONTENT[:HALF]
    assert removed(request(NAME), half_there).state is DownloadState.CANCELLED
    assert list(half_there.iterdir()) == []


@pytest.mark.parametrize("record", [None, b"{"])
def test_part_file_that_nothing_can_go_on_with_can_be_removed(half_there: Path, record: bytes | None) -> None:
    part, beside = half_there / f"{NAME}.part", half_there / f"{NAME}.part.json"
    assert names_part(part.name)
    with pytest.raises(UserError, match=r"download\.part_wanted"):
        remove_abandoned(part)
    assert part.stat().st_size == HALF
    beside.unlink()
    if record is not None:
        beside.write_bytes(record)
    with locked([half_there / NAME]), pytest.raises(UserError, match=r"download\.busy"):
        remove_abandoned(part)
    assert remove_abandoned(part) == HALF
    assert list(half_there.iterdir()) == []
    with pytest.raises(UserError, match=r"error\.file\.missing"):
        remove_abandoned(part)


def test_record_without_its_part_file_reserves_no_name(hub: HubServer, half_there: Path) -> None:
    (half_there / f"{NAME}.part").unlink()
    hub.add("other/models", NAME, OTHER)
    last = run_here(request(NAME, repository="other/models"), half_there, own(hub))[-1]
    assert last.state is DownloadState.DONE
    assert (half_there / NAME).read_bytes() == OTHER
