"""Tokens: kept in the keyring for one hub, sent to it alone, and explained where one is wanted."""

import json
from pathlib import Path

import pytest
from huggingface_hub import HfFileMetadata

from models.catalog import Hub
from models.downloads import DownloadState, Place
from models.downloads.worker import huggingface
from models.downloads.worker.network import Network
from models.downloads.worker.tokens import may_carry_token
from models.errors import UserError
from models.settings import ModelSource, NetworkSettings
from tests.downloads.watching import QUICK, Watched, problem_of, request
from tests.support.hub_server import HubServer, Part, model_bytes

TOKEN = "hf_only_for_tests"  # noqa: S105 - it opens nothing
NAME = "model.gguf"


@pytest.fixture
def keyring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keyring.json"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.support.file_keyring.FileKeyring")
    monkeypatch.setenv("TEMPERA_TEST_KEYRING", str(path))
    return path


@pytest.fixture(autouse=True)
def _offered(hub: HubServer) -> None:
    hub.add("owner/models", NAME, model_bytes(1 << 20))
    hub.repositories["owner/models"].token = TOKEN
    hub.repositories["owner/models"].gated = True


@pytest.mark.usefixtures("keyring_file")
def test_gated_repository_opens_with_a_token(watched: Watched) -> None:
    assert watched.client.has_token() is False
    assert problem_of(watched.get(request(NAME))) == "download.gated"
    watched.client.save_token(f" {TOKEN}\n")
    assert watched.client.has_token() is True
    assert watched.get(request(NAME)).state is DownloadState.DONE


@pytest.mark.usefixtures("keyring_file")
def test_token_goes_to_the_hub_alone(hub: HubServer, watched: Watched) -> None:
    watched.client.save_token(TOKEN)
    watched.get(request(NAME))
    assert {one.headers["Authorization"] for one in hub.asked(Part.FILE)} == {f"Bearer {TOKEN}"}
    assert {one.headers["Authorization"] for one in hub.asked(Part.BYTES)} == {None}


@pytest.mark.usefixtures("keyring_file")
def test_token_that_is_not_admitted_is_explained(watched: Watched) -> None:
    watched.client.save_token("hf_another")
    failed = watched.get(request(NAME))
    assert problem_of(failed) == "download.not_admitted"
    assert failed.problem is not None
    assert str(failed.problem.fields["page"]).endswith("/owner/models")


def test_token_is_kept_for_one_hub(hub: HubServer, watched: Watched, keyring_file: Path) -> None:
    watched.client.save_token(TOKEN)
    assert json.loads(keyring_file.read_text()) == {f"Tempera {hub.address.removeprefix('http://')}": TOKEN}
    watched.client.use_network(NetworkSettings(source=ModelSource.CUSTOM, endpoint=hub.bytes_address))()
    assert watched.client.has_token() is False


def test_token_is_forgotten(watched: Watched, keyring_file: Path) -> None:
    watched.client.save_token(TOKEN)
    watched.client.forget_token()
    watched.client.forget_token()
    assert watched.client.has_token() is False
    assert json.loads(keyring_file.read_text()) == {}


def test_computer_without_a_keyring_says_so(watched: Watched) -> None:
    assert watched.client.has_token() is False
    with pytest.raises(UserError, match=r"download\.no_keyring"):
        watched.client.save_token(TOKEN)


@pytest.mark.usefixtures("keyring_file")
def test_token_is_not_kept_for_an_unprotected_address(folder: Path) -> None:
    watched = Watched(folder, NetworkSettings(source=ModelSource.CUSTOM, endpoint="http://hub.example.org"))
    try:
        with pytest.raises(UserError, match=r"download\.unsafe_address"):
            watched.client.save_token(TOKEN)
    finally:
        watched.client.close()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://huggingface.co", True),
        ("http://huggingface.co", False),
        ("http://127.0.0.1:80", True),
        ("http://[::1]:80", True),
        ("http://127.0.0.1.example.org", False),
    ],
)
def test_tokens_travel_protected(address: str, *, safe: bool) -> None:
    assert may_carry_token(address) is safe


@pytest.mark.parametrize(
    ("location", "with_token"),
    [
        ("https://hub.example.org/bytes", True),
        ("http://hub.example.org/bytes", False),
        ("https://bytes.example.org/bytes", False),
    ],
)
def test_token_goes_only_to_the_very_origin_of_the_hub(
    monkeypatch: pytest.MonkeyPatch, location: str, *, with_token: bool
) -> None:
    metadata = HfFileMetadata("c" * 40, "e" * 40, location, 1, None)
    monkeypatch.setattr(huggingface, "get_hf_file_metadata", lambda *_, **__: metadata)
    network = Network(NetworkSettings(source=ModelSource.CUSTOM, endpoint="https://hub.example.org"), QUICK)
    try:
        facts = huggingface.file_facts(network, Place(Hub.HUGGINGFACE, "owner/models", NAME))
    finally:
        network.close()
    assert facts.with_token is with_token


@pytest.mark.usefixtures("keyring_file")
def test_no_message_shows_the_token(watched: Watched) -> None:
    watched.client.save_token(TOKEN)
    watched.get(request(NAME))
    assert TOKEN not in repr(watched.told)
