"""The proxy: as the user writes it, as desktops write it, and where it is none."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Hub
from models.downloads import Downloads
from models.downloads.worker.network import Network, read_socks_as_socks5
from models.errors import UserError
from models.settings import NetworkSettings
from tests.downloads.watching import own
from tests.support.hub_server import HubServer

CLOSED = "127.0.0.1:9"
"""A port at which nothing listens."""


def problem_of_listing(folder: Path, network: NetworkSettings) -> str:
    downloads = Downloads(folder, network)
    try:
        with pytest.raises(UserError) as raised:
            downloads.list_repository(Hub.HUGGINGFACE, "owner/models")
    finally:
        downloads.close()
    return raised.value.text.id


def test_socks_proxy_of_the_desktop_is_spoken_to(hub: HubServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"socks://{CLOSED}/")
    assert problem_of_listing(folder, own(hub)) == "download.unreachable"
    assert hub.requests == []


@pytest.mark.parametrize("address", ["gopher://127.0.0.1", "http://127.0.0.1:port"])
def test_proxy_of_the_system_that_is_none_has_its_sentence(
    hub: HubServer, folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("all_proxy", address)
    assert problem_of_listing(folder, own(hub)) == "download.bad_system_proxy"


def test_socks_in_the_settings_is_socks5(hub: HubServer) -> None:
    Network(replace(own(hub), proxy=f"SOCKS://{CLOSED}")).close()


def test_only_socks_without_a_number_is_read_differently() -> None:
    environment = {
        "ALL_PROXY": "socks://a:1",
        "http_proxy": "socks4://b:2",
        "HTTPS_PROXY": "http://c:3",
        "X": "socks://",
    }
    read_socks_as_socks5(environment)
    assert environment == {
        "ALL_PROXY": "socks5://a:1",
        "http_proxy": "socks4://b:2",
        "HTTPS_PROXY": "http://c:3",
        "X": "socks://",
    }
