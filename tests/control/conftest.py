"""A bridge over a scripted engine, an open history, what is built on them, and a bar of notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import Answering, EngineBridge, ModelLoading
from desktop.notices import NoticeBar
from desktop.theme import LIGHT
from models.files import ChecksumCache
from models.history import History
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook
from tests.support.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def bridge(qtbot: QtBot, engine: ScriptedEngine) -> Iterator[EngineBridge]:
    del qtbot  # makes the application
    made = EngineBridge(engine)
    yield made
    made.close()


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def checksums(tmp_path: Path) -> ChecksumCache:
    return ChecksumCache(tmp_path / "checksums.json")


@pytest.fixture
def answering(bridge: EngineBridge, history: History, checksums: ChecksumCache) -> Iterator[Answering]:
    made = Answering(bridge=bridge, history=history, checksums=checksums)
    yield made
    made.close()


@pytest.fixture
def loading(bridge: EngineBridge, tempera_home: Path, checksums: ChecksumCache) -> Iterator[ModelLoading]:
    paths = Paths(tempera_home)
    made = ModelLoading(bridge=bridge, store=SettingsStore(paths.settings), paths=paths, checksums=checksums)
    yield made
    made.close()


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    """A bar of notices, in English."""
    made = NoticeBar(say=Phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(made)
    return made
