"""A hub, a folder for models, and the client of the download process, closed in the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.downloads.watching import Watched, own
from tests.support.hub_server import HubServer, running_hub


@pytest.fixture(autouse=True)
def _no_proxy_and_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """A hub on this computer, empty."""
    with running_hub() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where models go; it does not exist yet."""
    return tmp_path / "models"


@pytest.fixture
def watched(folder: Path, hub: HubServer) -> Iterator[Watched]:
    """The client of the download process, with the hub as its source."""
    watched = Watched(folder, own(hub))
    yield watched
    watched.client.close()
