"""The first start of a package: its small model answers at once, and the better one is one click away."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.conversation import ComposerState, StarterOffer
from models.catalog import recommended
from models.downloads import DownloadState
from models.paths import Paths
from models.settings import NETWORK, ModelSource, NetworkSettings, SettingsStore
from tests.settings_panel.finding import child
from tests.support.installed_program import install
from tests.window.conftest import Running

Start = Callable[..., Running]
NOBODY = NetworkSettings(source=ModelSource.CUSTOM, endpoint="http://127.0.0.1:9")


@pytest.fixture(autouse=True)
def bundled(starter_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo, as a package brings it."""
    return install(tmp_path / "program", monkeypatch, starter_model) / starter_model.name


@pytest.fixture(autouse=True)
def network(paths: Paths) -> SettingsStore:
    """Settings with a source of models at which nobody answers."""
    store = SettingsStore(paths.settings)
    store.save(NETWORK, NOBODY)
    return store


def offer(running: Running) -> StarterOffer:
    return running.window.empty.offer


def sentence(running: Running) -> str:
    return child(offer(running), QLabel).text()


def test_the_bundled_model_is_loaded_from_where_it_lies(start: Start, bundled: Path, paths: Paths) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    current = running.parts.loading.current
    assert current is not None
    assert current.model.path == str(bundled)
    assert not list(paths.models.glob("*.gguf"))
    running.wait(lambda: offer(running).isVisible())
    assert "English demo" in sentence(running)
    assert recommended().name in sentence(running)
    assert running.parts.downloading.statuses() == ()


def test_one_click_gets_the_better_model_while_one_can_go_on(start: Start) -> None:
    running = start()
    running.wait(lambda: offer(running).isVisible())
    QTest.mouseClick(child(offer(running), QPushButton), Qt.MouseButton.LeftButton)
    (status,) = running.parts.downloading.statuses()
    assert status.request.id == "deepseek-r1-distill-qwen-1.5b:Q4_K_M"
    running.wait(lambda: "on its way" in sentence(running) or "has stopped" in sentence(running))
    assert child(offer(running), QPushButton).text() == "Show downloads"
    assert running.window.composer.state is ComposerState.READY
    running.parts.downloading.cancel(status.request.id)
    running.wait(lambda: child(offer(running), QPushButton).text() == "Get it")


def test_nothing_is_offered_to_who_is_offline_by_choice(start: Start, network: SettingsStore) -> None:
    network.save(NETWORK, replace(NOBODY, offline=True))
    running = start()
    running.wait_for(ComposerState.READY)
    running.parts.downloading.use_network(NOBODY)
    running.wait(lambda: offer(running).isVisible())
    running.parts.downloading.use_network(replace(NOBODY, offline=True))
    running.wait(lambda: not offer(running).isVisible())


def test_nothing_is_offered_to_who_has_another_model(start: Start, paths: Paths, tiny_r1_model: Path) -> None:
    running = start()
    running.wait(lambda: offer(running).isVisible())
    paths.models.mkdir(parents=True, exist_ok=True)
    (paths.models / "mine.gguf").symlink_to(tiny_r1_model)
    running.parts.downloading.network_changed.emit()
    running.wait(lambda: not offer(running).isVisible())


def test_what_was_got_and_removed_again_is_offered_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    running = start()
    running.wait(lambda: offer(running).isVisible())
    downloading = running.parts.downloading
    QTest.mouseClick(child(offer(running), QPushButton), Qt.MouseButton.LeftButton)
    (status,) = downloading.statuses()
    downloading.cancel(status.request.id)
    running.wait(lambda: child(offer(running), QPushButton).text() == "Get it")
    offer(running).hide()
    monkeypatch.setattr(downloading, "statuses", lambda: (replace(status, state=DownloadState.DONE),))
    downloading.network_changed.emit()
    running.wait(lambda: offer(running).isVisible())
    assert child(offer(running), QPushButton).text() == "Get it"
