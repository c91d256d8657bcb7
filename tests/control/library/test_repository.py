"""Any other repository: listed, downloaded, used."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from desktop.library import Page
from models.downloads import DownloadState
from models.paths import Paths
from models.settings import NETWORK, NetworkSettings
from tests.control.library.conftest import REPOSITORY, Shown, model_content
from tests.support.hub_server import HubServer

FILE = "small-Q8_0.gguf"


def asked(shown: Shown, repository: str) -> None:
    field = shown.dialog.catalogue.repository.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(repository)
    shown.button(shown.dialog.catalogue, "List files").click()


def test_files_of_a_repository_are_listed_got_and_used(shown: Shown, hub: HubServer, paths: Paths) -> None:
    hub.add(REPOSITORY, FILE, model_content())
    page = shown.dialog.catalogue
    asked(shown, REPOSITORY)
    shown.wait(lambda: shown.says(page, f"One model in {REPOSITORY}. Licence: mit."))
    shown.wait(lambda: shown.has_button(page, f"Get: {FILE}"))  # a turn of the event loop later
    arrived: list[tuple[str, Path]] = []
    shown.library.arrived.connect(lambda title, path: arrived.append((title, path)))
    shown.button(page, f"Get: {FILE}").click()
    shown.wait(lambda: bool(arrived))
    assert arrived[0][1] == paths.models / FILE
    assert arrived[0][1].read_bytes() == model_content()
    shown.wait(lambda: shown.says(shown.dialog.installed, "Small"))
    assert shown.dialog.downloads.count == 0
    shown.wait(lambda: shown.has_button(page, f"Use: {FILE}"))
    shown.button(page, f"Use: {FILE}").click()
    assert not shown.dialog.isVisible()


def test_a_repository_that_is_not_there_is_explained(shown: Shown) -> None:
    asked(shown, "nobody/nothing")
    shown.wait(lambda: shown.says(shown.dialog.catalogue, "There is no repository nobody/nothing"))
    assert shown.button(shown.dialog.catalogue, "List files").isEnabled()


def test_offline_nothing_is_asked(shown: Shown, hub: HubServer) -> None:
    hub.add(REPOSITORY, FILE, model_content())
    shown.downloading.use_network(NetworkSettings(offline=True, endpoint=hub.address))
    shown.wait(lambda: shown.downloading._store.load(NETWORK).offline)
    asked(shown, REPOSITORY)
    shown.wait(lambda: shown.says(shown.dialog.catalogue, "Tempera is set to offline"))
    assert hub.requests == []


def test_who_goes_offline_is_offline_at_once(shown: Shown, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the thread that ends the download process of before may begin late."""
    hub.add(REPOSITORY, FILE, model_content())
    asked(shown, REPOSITORY)
    shown.wait(lambda: shown.has_button(shown.dialog.catalogue, f"Get: {FILE}"))
    before = len(hub.requests)
    background = shown.downloading._background
    run = background.run
    late: list[Callable[[], None]] = []
    with monkeypatch.context() as patched:
        patched.setattr(background, "run", lambda *work, **more: late.append(partial(run, *work, **more)))
        shown.downloading.use_network(NetworkSettings(offline=True, endpoint=hub.address))
    asked(shown, REPOSITORY)
    shown.wait(lambda: shown.says(shown.dialog.catalogue, "Tempera is set to offline"))
    assert len(hub.requests) == before
    (begin,) = late
    begin()


def test_a_download_that_is_paused_while_the_network_changes_stays_paused(
    shown: Shown, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add(REPOSITORY, FILE, model_content() + bytes(40_000_000))
    hub.bytes_per_second = 400_000
    asked(shown, REPOSITORY)
    downloading, downloads = shown.downloading, shown.dialog.downloads
    shown.wait(lambda: shown.has_button(shown.dialog.catalogue, f"Get: {FILE}"))
    shown.button(shown.dialog.catalogue, f"Get: {FILE}").click()
    shown.dialog.show_page(Page.DOWNLOADS)
    shown.wait(lambda: shown.says(downloads, "of 40 MB"))
    late: list[Callable[[], None]] = []
    with monkeypatch.context() as patched:
        patched.setattr(downloading._background, "run", lambda work, *_then, **_name: late.append(work))
        downloading.use_network(replace(downloading.network, endpoint=f"{hub.address}/"))
    shown.button(downloads, "Pause: small-Q8_0").click()
    (end_old,) = late
    end_old()
    assert [status.state for status in downloading.statuses()] == [DownloadState.PAUSED]


def test_a_download_is_paused_resumed_and_cancelled(shown: Shown, hub: HubServer, paths: Paths) -> None:
    content = model_content() + bytes(40_000_000)
    hub.add(REPOSITORY, FILE, content)
    hub.bytes_per_second = 400_000
    asked(shown, REPOSITORY)
    catalogue, downloads = shown.dialog.catalogue, shown.dialog.downloads
    shown.wait(lambda: shown.has_button(catalogue, f"Get: {FILE}"))
    shown.button(catalogue, f"Get: {FILE}").click()
    shown.dialog.show_page(Page.DOWNLOADS)
    shown.wait(lambda: shown.says(downloads, "of 40 MB"))
    shown.button(downloads, "Pause: small-Q8_0").click()
    shown.wait(lambda: shown.says(downloads, "Paused at"))
    assert shown.says(catalogue, "Paused at")
    shown.button(downloads, "Resume: small-Q8_0").click()
    shown.wait(lambda: shown.says(downloads, "/s"))
    shown.button(downloads, "Cancel: small-Q8_0").click()
    shown.wait(lambda: downloads.count == 0)
    shown.wait(lambda: shown.has_button(catalogue, f"Get: {FILE}"))
    assert not any(path.name.startswith(FILE) for path in paths.models.iterdir())


def test_a_download_goes_on_by_itself_when_the_network_is_to_be_used_otherwise(shown: Shown, hub: HubServer) -> None:
    hub.add(REPOSITORY, FILE, model_content() + bytes(40_000_000))
    hub.bytes_per_second = 400_000
    asked(shown, REPOSITORY)
    shown.wait(lambda: shown.has_button(shown.dialog.catalogue, f"Get: {FILE}"))
    shown.button(shown.dialog.catalogue, f"Get: {FILE}").click()
    shown.dialog.show_page(Page.DOWNLOADS)
    shown.wait(lambda: shown.says(shown.dialog.downloads, "of 40 MB"))
    states: list[DownloadState] = []
    shown.downloading.changed.connect(lambda status: states.append(status.state))
    shown.downloading.use_network(replace(shown.downloading.network, endpoint=f"{hub.address}/"))
    shown.wait(lambda: DownloadState.PAUSED in states and states[-1] is DownloadState.RUNNING)
    shown.downloading.use_network(replace(shown.downloading.network, offline=True))
    shown.wait(lambda: states[-1] is DownloadState.PAUSED)
