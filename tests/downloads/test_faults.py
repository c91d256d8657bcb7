"""What goes wrong on the way: every fault ends with the right bytes, or with the sentence that explains it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Hub
from models.downloads import DownloadState, Place
from models.settings import ModelSource, NetworkSettings
from tests.downloads.watching import HURRIED, QUICK, own, problem_of, request, run_here
from tests.support.hub_server import LOGIN_PAGE, Fault, HubServer, Part, model_bytes

NAME = "model.gguf"
CONTENT = model_bytes(3 << 20)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(autouse=True)
def _offered(hub: HubServer) -> None:
    hub.add("owner/models", NAME, CONTENT)


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"checksums.json", "records"}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Part.BYTES, cut_at=0),
        Fault(Part.BYTES, cut_at=1),
        Fault(Part.BYTES, cut_at=1_234_567),
        Fault(Part.BYTES, cut_at=len(CONTENT) - 1),
        Fault(Part.BYTES, cut_at=1_000_000, hangs=True),
        Fault(Part.BYTES, status=429, headers={"Retry-After": "0"}),
        Fault(Part.BYTES, status=500),
        Fault(Part.BYTES, status=503, times=3),
        Fault(Part.BYTES, status=403),
        Fault(Part.FILE, status=429, headers={"Retry-After": "1"}),
        Fault(Part.FILE, status=502),
    ],
    ids=lambda fault: f"{fault.part.value}-{fault.status or fault.cut_at}{'-hangs' * fault.hangs}",
)
def test_passing_faults_are_survived(hub: HubServer, folder: Path, fault: Fault) -> None:
    hub.faults.append(fault)
    patience = HURRIED if fault.hangs else QUICK
    assert run_here(request(NAME), folder, own(hub), patience)[-1].state is DownloadState.DONE
    assert (folder / NAME).read_bytes() == CONTENT
    assert files_in(folder) == {NAME}


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (Fault(Part.BYTES, cut_at=0, times=99), "download.connection_lost"),
        (Fault(Part.BYTES, cut_at=0, times=99, hangs=True), "download.connection_lost"),
        (Fault(Part.BYTES, status=500, times=99), "download.hub_down"),
        (Fault(Part.BYTES, status=429, times=99), "download.too_many"),
        (Fault(Part.FILE, status=429, headers={"Retry-After": "3600"}), "download.too_many"),
        (Fault(Part.FILE, status=503, times=99), "download.hub_down"),
        (Fault(Part.FILE, hangs=True, times=99), "download.connection_lost"),
        (Fault(Part.FILE, status=404), "download.no_repository"),
        (Fault(Part.FILE, status=403), "download.token_wanted"),
        (Fault(Part.FILE, status=451), "download.disabled"),
        (Fault(Part.FILE, status=418), "download.refused"),
        (Fault(Part.FILE, status=200, headers=HTML, body=LOGIN_PAGE), "download.bad_answer"),
        (Fault(Part.FILE, status=302, headers={"Location": "http://127.0.0.1:9/login"}), "download.bad_answer"),
        (Fault(Part.BYTES, status=200, headers=HTML, body=LOGIN_PAGE, times=99), "download.portal"),
        (Fault(Part.BYTES, status=200, body=LOGIN_PAGE, times=99), "download.changed"),
        (Fault(Part.BYTES, status=416, times=99), "download.changed"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_lasting_faults_are_explained(hub: HubServer, folder: Path, fault: Fault, problem: str) -> None:
    hub.faults.append(fault)
    last = run_here(request(NAME), folder, own(hub), HURRIED if fault.hangs else QUICK)[-1]
    assert problem_of(last) == problem
    assert not (folder / NAME).exists()


def test_login_page_of_the_right_length_is_seen_by_its_first_bytes(hub: HubServer, folder: Path) -> None:
    hub.add("owner/models", "page.gguf", LOGIN_PAGE)
    assert problem_of(run_here(request("page.gguf"), folder, own(hub))[-1]) == "download.portal"


def test_file_that_is_no_model_is_refused_at_its_first_bytes(hub: HubServer, folder: Path) -> None:
    hub.add("owner/models", "other.gguf", b"PK\3\4" + CONTENT)
    assert problem_of(run_here(request("other.gguf"), folder, own(hub))[-1]) == "download.not_gguf"


def test_hub_that_is_not_there_cannot_be_reached(hub: HubServer, folder: Path) -> None:
    nobody = replace(own(hub), endpoint="http://127.0.0.1:9")
    assert problem_of(run_here(request(NAME), folder, nobody)[-1]) == "download.unreachable"


def test_hub_without_the_lock_that_https_wants_is_called_insecure(hub: HubServer, folder: Path) -> None:
    disguised = replace(own(hub), endpoint=hub.address.replace("http:", "https:"))
    assert problem_of(run_here(request(NAME), folder, disguised)[-1]) == "download.insecure"


def test_proxy_that_is_not_there_is_named(hub: HubServer, folder: Path) -> None:
    behind = replace(own(hub), proxy="http://127.0.0.1:9")
    assert problem_of(run_here(request(NAME), folder, behind)[-1]) in {"download.unreachable", "download.proxy_failed"}


def test_everything_goes_through_the_proxy(hub: HubServer, folder: Path) -> None:
    # The hub stands in for the proxy too: a proxy is asked for whole addresses.
    elsewhere = NetworkSettings(source=ModelSource.CUSTOM, endpoint="http://hub.invalid", proxy=hub.address)
    hub.bytes_origin = "http://bytes.invalid"
    assert run_here(request(NAME), folder, elsewhere)[-1].state is DownloadState.DONE
    assert [one.path.startswith("http://") for one in hub.requests] == [True, True]


@pytest.mark.parametrize(
    ("name", "repository", "problem"),
    [
        ("missing.gguf", "owner/models", "download.no_file"),
        (NAME, "owner/none", "download.no_repository"),
        (NAME, "owner/../../etc", "download.bad_name"),
        (NAME, " ", "download.bad_name"),
    ],
)
def test_what_does_not_exist_is_said(hub: HubServer, folder: Path, name: str, repository: str, problem: str) -> None:
    assert problem_of(run_here(request(name, repository=repository), folder, own(hub))[-1]) == problem


def test_revision_that_does_not_exist_is_said(hub: HubServer, folder: Path) -> None:
    wanted = request(NAME)
    pinned = replace(wanted, files=(replace(wanted.files[0], revision="v99"),))
    assert problem_of(run_here(pinned, folder, own(hub))[-1]) == "download.no_revision"


@pytest.mark.parametrize("name", ["../escaped.gguf", "a/b.gguf", "a\\b.gguf", ".hidden.gguf", "C:x.gguf", "notes.txt"])
def test_names_that_lead_out_of_the_folder_are_refused(hub: HubServer, folder: Path, name: str) -> None:
    wanted = request(NAME)
    renamed = replace(wanted, files=(replace(wanted.files[0], name=name),))
    assert problem_of(run_here(renamed, folder, own(hub))[-1]) == "download.bad_file_name"
    assert hub.requests == []


def test_damaged_file_is_fetched_again_once(hub: HubServer, folder: Path, expected_log: Callable[[str], None]) -> None:
    expected_log("wrong checksum")
    file = hub.repositories["owner/models"].files[NAME]
    sound, file.content = file.content, file.content[:-1] + b"\0"

    def mend(position: int) -> None:
        if position == len(sound):
            file.content = sound

    hub.on_position = mend
    told = run_here(request(NAME), folder, own(hub))
    assert told[-1].state is DownloadState.DONE
    assert (folder / NAME).read_bytes() == sound
    assert hub.served == 2 * len(sound)
    assert "download.once_more" in {status.problem.id for status in told if status.problem}


def test_file_that_is_damaged_twice_is_given_up(
    hub: HubServer, folder: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log("wrong checksum")
    hub.repositories["owner/models"].files[NAME].content = CONTENT[:-1] + b"\0"
    last = run_here(request(NAME), folder, own(hub))[-1]
    assert problem_of(last) == "download.wrong_checksum"
    assert hub.served == 2 * len(CONTENT)
    assert last.done_bytes == 0


def test_file_that_is_not_the_known_one_is_refused_before_a_byte_of_it(hub: HubServer, folder: Path) -> None:
    last = run_here(request(NAME, sha256="0" * 64), folder, own(hub))[-1]
    assert problem_of(last) == "download.replaced"
    assert hub.served == 0


def test_another_place_is_tried_where_the_first_has_nothing(hub: HubServer, folder: Path) -> None:
    wanted = request(NAME, repository="owner/gone")
    other = Place(Hub.HUGGINGFACE, "owner/models", NAME)
    both = replace(wanted, files=(replace(wanted.files[0], others=(other,)),))
    assert run_here(both, folder, own(hub))[-1].state is DownloadState.DONE
    assert (folder / NAME).read_bytes() == CONTENT
