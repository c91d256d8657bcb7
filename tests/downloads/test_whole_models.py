"""Downloads that go well: progress, several at once, models in several files, files that are here already."""

from dataclasses import replace
from pathlib import Path

from models.catalog import Hub
from models.downloads import DownloadState, Place
from models.files import ChecksumCache, FileRecords
from models.library import model_files
from models.settings import ModelSource, NetworkSettings
from tests.downloads.watching import Watched, own, problem_of, request, run_here
from tests.support.hub_server import COMMIT, Fault, HubServer, Part, model_bytes

CONTENT = model_bytes(2 << 20)
PARTS = tuple(f"split-q8_0-0000{number}-of-00003.gguf" for number in (1, 2, 3))


def offer_parts(hub: HubServer) -> dict[str, bytes]:
    contents = {name: model_bytes((1 << 20) + number, seed=number) for number, name in enumerate(PARTS)}
    for name, content in contents.items():
        hub.add("owner/models", name, content)
    return contents


def test_download_says_how_far_it_is(hub: HubServer, watched: Watched) -> None:
    hub.add("owner/models", "model.gguf", CONTENT)
    hub.bytes_per_second = 2 << 20
    assert watched.get(request("model.gguf")).state is DownloadState.DONE
    assert (watched.folder / "model.gguf").read_bytes() == CONTENT
    running = [status for status in watched.told if status.state is DownloadState.RUNNING and status.bytes_per_second]
    assert {status.total_bytes for status in running} == {len(CONTENT)}
    assert all(status.seconds_left is not None for status in running)
    done = [status.done_bytes for status in watched.told]
    assert done == sorted(done)
    assert watched.told[0].state is DownloadState.WAITING
    assert watched.told[-1].hash_from_hub


def test_checksum_is_kept_for_later(hub: HubServer, folder: Path) -> None:
    file = hub.add("owner/models", "model.gguf", CONTENT)
    run_here(request("model.gguf"), folder, own(hub))
    assert ChecksumCache(folder / "checksums.json").known(folder / "model.gguf") == file.told_sha256


def test_known_checksum_is_not_the_hubs(hub: HubServer, folder: Path) -> None:
    file = hub.add("owner/models", "model.gguf", CONTENT)
    last = run_here(request("model.gguf", sha256=file.told_sha256), folder, own(hub))[-1]
    assert (last.state, last.hash_from_hub) == (DownloadState.DONE, False)


def test_what_has_no_checksum_is_not_said_to_have_the_hubs(hub: HubServer, folder: Path) -> None:
    hub.add("owner/models", "model.gguf", CONTENT).told_sha256 = "0123456789"  # as git names what it keeps itself
    last = run_here(request("model.gguf"), folder, own(hub))[-1]
    assert (last.state, last.hash_from_hub) == (DownloadState.DONE, False)
    assert FileRecords(folder).find(folder / "model.gguf") is None


def test_record_names_the_place_that_the_bytes_came_from(hub: HubServer, folder: Path) -> None:
    file = hub.add("mirror/models", "model.gguf", CONTENT)
    wanted = request("model.gguf", sha256=file.told_sha256)
    other = Place(Hub.HUGGINGFACE, "mirror/models", "model.gguf")
    run_here(replace(wanted, files=(replace(wanted.files[0], others=(other,)),)), folder, own(hub))
    record = FileRecords(folder).find(folder / "model.gguf")
    assert record is not None
    assert record.source == f"huggingface:mirror/models@{COMMIT}"


def test_several_run_at_once_and_the_others_wait(hub: HubServer, watched: Watched) -> None:
    hub.bytes_per_second = 4 << 20
    wanted = [request(f"model{number}.gguf") for number in range(5)]
    for one in wanted:
        hub.add("owner/models", one.files[0].name, CONTENT)
        watched.client.start(one)
        watched.client.start(one)  # once is enough
    for one in wanted:
        watched.wait(lambda status, one=one: status.request == one and status.state is DownloadState.DONE)  # type: ignore[misc]
    assert sorted(path.name for path in watched.folder.glob("*.gguf")) == [one.files[0].name for one in wanted]
    assert len(hub.asked(Part.BYTES)) == len(wanted)
    assert [status.state for status in watched.client.statuses()] == [DownloadState.DONE] * len(wanted)


def test_model_in_several_files_is_one_download(hub: HubServer, folder: Path) -> None:
    contents = offer_parts(hub)
    last = run_here(request(*PARTS), folder, own(hub))[-1]
    assert last.state is DownloadState.DONE
    assert last.done_bytes == last.total_bytes == sum(map(len, contents.values()))
    assert {name: (folder / name).read_bytes() for name in PARTS} == contents


def test_model_in_several_files_is_not_offered_before_all_are_here(hub: HubServer, folder: Path) -> None:
    offer_parts(hub)
    hub.repositories["owner/models"].files[PARTS[2]].content += b"damaged"
    assert problem_of(run_here(request(*PARTS), folder, own(hub))[-1])
    assert model_files(folder) == ()
    assert list(folder.glob("*.gguf")) == []


def test_files_that_are_right_already_are_not_fetched_again(hub: HubServer, folder: Path) -> None:
    offer_parts(hub)
    hub.faults.append(Fault(Part.BYTES, status=500, times=0))
    wanted = request(*PARTS)
    sound = hub.repositories["owner/models"].files[PARTS[2]].content
    hub.repositories["owner/models"].files[PARTS[2]].content = sound + b"damaged"
    run_here(wanted, folder, own(hub))
    hub.repositories["owner/models"].files[PARTS[2]].content = sound
    hub.requests.clear()
    assert run_here(wanted, folder, own(hub))[-1].state is DownloadState.DONE
    assert [one.path.rpartition("/")[2] for one in hub.asked(Part.BYTES)] == [PARTS[2]]


def test_file_that_is_here_already_is_only_checked(hub: HubServer, folder: Path) -> None:
    hub.add("owner/models", "model.gguf", CONTENT)
    folder.mkdir()
    (folder / "model.gguf").write_bytes(CONTENT)
    last = run_here(request("model.gguf"), folder, own(hub))[-1]
    assert (last.state, last.hash_from_hub) == (DownloadState.DONE, True)
    assert hub.served == 0
    known = ChecksumCache(folder / "checksums.json").known(folder / "model.gguf")
    assert known == hub.repositories["owner/models"].files["model.gguf"].told_sha256


def test_another_file_of_the_same_name_is_never_overwritten(hub: HubServer, folder: Path) -> None:
    hub.add("owner/models", "model.gguf", CONTENT)
    folder.mkdir()
    (folder / "model.gguf").write_bytes(b"precious")
    assert problem_of(run_here(request("model.gguf"), folder, own(hub))[-1]) == "download.name_taken"
    assert (folder / "model.gguf").read_bytes() == b"precious"


def test_modelscope_is_asked_in_its_own_way(hub: HubServer, folder: Path) -> None:
    file = hub.add("owner/models", "folder/model.gguf", CONTENT)
    network = NetworkSettings(source=ModelSource.MODELSCOPE, endpoint=hub.address)
    wanted = request("model.gguf", sha256=file.told_sha256)
    there = replace(wanted.files[0], hub=Hub.MODELSCOPE, path="folder/model.gguf")
    assert run_here(replace(wanted, files=(there,)), folder, network)[-1].state is DownloadState.DONE
    assert [one.path for one in hub.requests] == [
        "/api/v1/models/owner/models/repo/files?Revision=master&Recursive=true",
        "/models/owner/models/resolve/master/folder/model.gguf",
    ]
    assert (folder / "model.gguf").read_bytes() == CONTENT


def test_place_with_another_file_of_that_name_is_passed_over(hub: HubServer, folder: Path) -> None:
    hub.add("owner/copy", "model.gguf", model_bytes(2 << 20, seed=9))
    file = hub.add("owner/models", "model.gguf", CONTENT)
    wanted = request("model.gguf", repository="owner/copy", sha256=file.told_sha256)
    other = Place(Hub.HUGGINGFACE, "owner/models", "model.gguf")
    both = replace(wanted, files=(replace(wanted.files[0], others=(other,)),))
    assert run_here(both, folder, own(hub))[-1].state is DownloadState.DONE
    assert (folder / "model.gguf").read_bytes() == CONTENT


def test_names_and_folders_may_be_chinese(hub: HubServer, tmp_path: Path) -> None:
    hub.add("owner/models", "模型 一.gguf", CONTENT)
    folder = tmp_path / "张 三" / "模型"
    assert run_here(request("模型 一.gguf"), folder, own(hub))[-1].state is DownloadState.DONE
    assert (folder / "模型 一.gguf").read_bytes() == CONTENT
