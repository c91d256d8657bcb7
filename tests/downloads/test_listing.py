"""What a repository holds: read from the hub's answers, the parts of a model as one, nothing that cannot be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Hub
from models.downloads import Listing, Place, hub_in_use
from models.downloads.listing import RepositoryFile, listed, safe_name
from models.downloads.messages import LONGEST, Listed, line_of
from models.downloads.worker.hubs import list_repository
from models.downloads.worker.network import Network
from models.errors import UserError
from models.settings import ModelSource, NetworkSettings
from tests.downloads.watching import QUICK, Watched, own
from tests.support.hub_server import COMMIT, LOGIN_PAGE, Fault, HubServer, Part, model_bytes

FILES = {
    "README.md": b"# A model",
    "big-Q8_0.gguf": model_bytes(3000),
    "small-q4_k_m.gguf": model_bytes(2000),
    "fp16/split-fp16-00001-of-00002.gguf": model_bytes(5000),
    "fp16/split-fp16-00002-of-00002.gguf": model_bytes(4000),
    "broken-Q6_K-00001-of-00002.gguf": model_bytes(100),
    "mmproj-model-f16.gguf": model_bytes(100),
    "model.imatrix.gguf": model_bytes(100),
}


@pytest.fixture(autouse=True)
def _offered(hub: HubServer) -> None:
    for path, content in FILES.items():
        hub.add("owner/models", path, content)


def test_models_are_listed_smallest_first(watched: Watched) -> None:
    listing = watched.client.list_repository(Hub.HUGGINGFACE, "owner/models")
    assert [(file.paths[0], file.quantization, file.bytes) for file in listing.files] == [
        ("small-q4_k_m.gguf", "Q4_K_M", 2000),
        ("big-Q8_0.gguf", "Q8_0", 3000),
        ("fp16/split-fp16-00001-of-00002.gguf", "F16", 9000),
    ]
    assert len(listing.files[2].paths) == len(listing.files[2].sha256) == 2
    assert (listing.repository, listing.revision, listing.licence) == ("owner/models", COMMIT, "mit")
    assert not listing.gated


def test_gated_repositories_say_so(hub: HubServer, watched: Watched) -> None:
    hub.repositories["owner/models"].gated = True
    assert watched.client.list_repository(Hub.HUGGINGFACE, "owner/models").gated


def test_modelscope_lists_the_same(hub: HubServer, folder: Path) -> None:
    watched = Watched(folder, NetworkSettings(source=ModelSource.MODELSCOPE, endpoint=hub.address))
    try:
        listing = watched.client.list_repository(Hub.MODELSCOPE, "owner/models")
    finally:
        watched.client.close()
    assert [file.bytes for file in listing.files] == [2000, 3000, 9000]
    assert listing.files[0].sha256 == (hub.repositories["owner/models"].files["small-q4_k_m.gguf"].told_sha256,)


@pytest.mark.parametrize(
    ("name", "fault", "problem"),
    [
        ("owner/none", None, "download.no_repository"),
        ("", None, "download.bad_name"),
        ("a/b/c", None, "download.bad_name"),
        ("owner/models?x=", None, "download.bad_name"),
        ("owner/empty", None, "download.no_models"),
        ("owner/models", Fault(Part.LIST, status=200, body=LOGIN_PAGE), "download.bad_answer"),
        ("owner/models", Fault(Part.LIST, status=200, body=b"[]"), "download.bad_answer"),
        ("owner/models", Fault(Part.LIST, status=200, body=b'{"siblings": 7}'), "download.bad_answer"),
        ("owner/models", Fault(Part.LIST, status=500), "download.hub_down"),
        ("owner/models", Fault(Part.LIST, status=429), "download.too_many"),
    ],
)
@pytest.mark.parametrize("source", [ModelSource.CUSTOM, ModelSource.MODELSCOPE])
def test_refusals_are_explained(
    hub: HubServer, source: ModelSource, name: str, fault: Fault | None, problem: str
) -> None:
    hub.add("owner/empty", "README.md", b"")
    hub.faults += [replace(fault)] if fault is not None else []
    settings = NetworkSettings(source=source, endpoint=hub.address)
    network = Network(settings, QUICK)
    try:
        with pytest.raises(UserError) as caught:
            list_repository(network, Place(hub_in_use(settings), name, ""))
    finally:
        network.close()
    assert caught.value.text.id == problem


@pytest.mark.parametrize(
    ("name", "problem"), [("owner/models", "download.no_revision"), ("owner/none", "download.no_repository")]
)
@pytest.mark.parametrize("source", [ModelSource.CUSTOM, ModelSource.MODELSCOPE])
def test_revision_that_is_none_is_told_from_a_repository_that_is_none(
    hub: HubServer, source: ModelSource, name: str, problem: str
) -> None:
    settings = NetworkSettings(source=source, endpoint=hub.address)
    network = Network(settings, QUICK)
    try:
        with pytest.raises(UserError) as caught:
            list_repository(network, Place(hub_in_use(settings), name, "", "v9"))
    finally:
        network.close()
    assert caught.value.text.id == problem


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (NetworkSettings(source=ModelSource.CUSTOM, endpoint="not an address"), "download.bad_address"),
        (NetworkSettings(source=ModelSource.CUSTOM, endpoint="ftp://127.0.0.1"), "download.bad_address"),
        (NetworkSettings(source=ModelSource.CUSTOM, endpoint="http://[::1"), "download.bad_address"),
        (NetworkSettings(proxy="gopher://127.0.0.1"), "download.bad_proxy"),
    ],
)
def test_settings_that_cannot_be_used_are_explained(folder: Path, settings: NetworkSettings, problem: str) -> None:
    watched = Watched(folder, settings)
    try:
        with pytest.raises(UserError) as caught:
            watched.client.list_repository(Hub.HUGGINGFACE, "owner/models")
    finally:
        watched.client.close()
    assert caught.value.text.id == problem


def test_question_is_answered_though_the_process_dies(watched: Watched) -> None:
    watched.client.has_token()
    assert watched.client._process is not None
    process = watched.client._process._process
    process.kill()
    process.wait()
    # either it was seen in time and another process answers, or the question says what happened
    try:
        assert watched.client.list_repository(Hub.HUGGINGFACE, "owner/models").files
    except UserError as error:
        assert error.text.id == "download.ended"  # noqa: PT017 - both ends are right
    assert watched.client.list_repository(Hub.HUGGINGFACE, "owner/models").files


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("Qwen2.5-7B-Instruct-Q4_K_M.gguf", "Q4_K_M"),
        ("qwen2.5-7b-instruct-q5_k_m.gguf", "Q5_K_M"),
        ("model.IQ4_XS.gguf", "IQ4_XS"),
        ("model-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"),
        ("model-bf16.gguf", "BF16"),
        ("model-fp16.gguf", "F16"),
        ("model-MXFP4.gguf", "MXFP4"),
        ("DeepSeek-R1-Distill-Qwen-1.5B.gguf", ""),
        ("ggml-model.gguf", ""),
    ],
)
def test_quantization_is_read_from_the_name(name: str, quantization: str) -> None:
    assert [file.quantization for file in listed([RepositoryFile(name, 1, None)])] == [quantization]


@pytest.mark.parametrize("name", ["a\\b.gguf", ".gguf", "nul\0.gguf", "q?.gguf", f"{'x' * 300}.gguf", "model.bin"])
def test_names_that_cannot_be_used_here_are_not_listed(name: str) -> None:
    assert listed([RepositoryFile(name, 1, None)]) == ()


def test_unknown_sizes_come_last() -> None:
    files = [RepositoryFile("a.gguf", None, None), RepositoryFile("b.gguf", 7, None)]
    assert [file.bytes for file in listed(files)] == [7, None]


def test_address_of_the_hub_may_end_with_a_slash(hub: HubServer, folder: Path) -> None:
    watched = Watched(folder, replace(own(hub), endpoint=f" {hub.address}/ "))
    try:
        assert watched.client.list_repository(Hub.HUGGINGFACE, "owner/models").files
    finally:
        watched.client.close()


@pytest.mark.parametrize(
    "path", ["a\udcff/model.gguf", "a\nb/model.gguf", "a\x1b[2J/model.gguf", f"{'a' * 999}/model.gguf", "\ud800.gguf"]
)
def test_paths_that_nobody_could_be_shown_are_left_out(path: str) -> None:
    good = RepositoryFile("folder/模型.gguf", 2, None)
    assert [file.paths for file in listed([RepositoryFile(path, 1, None), good])] == [(good.path,)]


@pytest.mark.parametrize(
    "name", ["NUL.gguf", "con.Q4_K_M.gguf", "Com1.gguf", "lpt9 .gguf", "AUX", "COM².gguf", "CONIN$.gguf"]
)
def test_names_that_windows_keeps_for_devices_are_not_safe(name: str) -> None:
    assert not safe_name(name)
    assert listed([RepositoryFile(f"folder/{name}", 1, None)]) == ()


@pytest.mark.parametrize("name", ["null.gguf", "COM10.gguf", "a.nul.gguf", "content.gguf", "CON-7B.gguf"])
def test_names_that_only_look_like_devices_are_safe(name: str) -> None:
    assert safe_name(name)


def test_of_very_many_models_the_smallest_are_listed() -> None:
    files = [RepositoryFile(f"{'模' * 980}/{number}.gguf", number, "0" * 64) for number in range(5000)]
    found = listed(reversed(files))
    assert [file.bytes for file in found] == list(range(1000))
    listing = Listing(Hub.HUGGINGFACE, "owner/models", None, gated=False, licence=None, files=found)
    assert len(line_of(Listed(1, listing))) <= LONGEST


@pytest.mark.parametrize("licence", ["\ud800", "x" * LONGEST], ids=["half a character", "too long"])
def test_hub_that_says_what_no_message_carries_is_answered_for(hub: HubServer, watched: Watched, licence: str) -> None:
    hub.repositories["owner/models"].licence = licence
    assert watched.client.has_token() is False
    assert watched.client._process is not None
    before = watched.client._process.pid
    with pytest.raises(UserError) as caught:
        watched.client.list_repository(Hub.HUGGINGFACE, "owner/models")
    assert caught.value.text.id == "download.bug"
    assert watched.client.has_token() is False
    assert watched.client._process.pid == before
