"""Which model is loaded, at start, by choice, and after a failure."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import ModelLoading
from models.engine import EngineSettings
from models.errors import UserError, user_error
from models.paths import Paths
from models.settings import PREFERENCES, Preferences, SettingsStore
from tests.support.scripted_engine import ScriptedEngine


@pytest.fixture
def other_model(starter_model: Path, tmp_path: Path) -> Path:
    path = tmp_path / "other.gguf"
    path.symlink_to(starter_model)
    return path


def test_without_any_model_nothing_is_loaded(qtbot: QtBot, loading: ModelLoading) -> None:
    with qtbot.waitSignal(loading.nothing, timeout=5000):
        loading.start(None)
    assert (loading.current, loading.busy) == (None, False)


def test_the_model_used_last_comes_before_the_starter(
    qtbot: QtBot, loading: ModelLoading, starter_model: Path, other_model: Path, tempera_home: Path
) -> None:
    paths = Paths(tempera_home)
    paths.models.mkdir(parents=True)
    (paths.models / starter_model.name).symlink_to(starter_model)
    SettingsStore(paths.settings).save(PREFERENCES, Preferences(last_model=str(other_model)))
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.start(None)
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)
    assert loading.header is not None
    assert loading.header.architecture == "llama"


def test_a_file_that_cannot_be_read_leaves_the_loaded_model_alone(
    qtbot: QtBot, loading: ModelLoading, other_model: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.load(other_model)
    with qtbot.waitSignals([loading.failed, loading.loaded], timeout=5000):
        loading.load(tmp_path / "missing.gguf")
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)


def test_a_model_that_does_not_load_brings_back_the_one_before(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, other_model: Path, starter_model: Path
) -> None:
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.load(other_model)
    engine.load_result = user_error("engine.load_failed", name="x")
    failures: list[tuple[Path, UserError]] = []
    loading.failed.connect(lambda *failure: failures.append((failure[0], failure[1])))
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.load(starter_model)
    assert [path for path, _ in failures] == [starter_model]
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)


def test_the_same_model_failing_again_leaves_nothing_and_ends(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, other_model: Path
) -> None:
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.load(other_model)
    engine.load_result = user_error("engine.load_failed", name="x")
    with qtbot.waitSignal(loading.nothing, timeout=5000):
        loading.reload(EngineSettings(threads=1))
    assert loading.current is None
    assert loading.engine_settings.threads == 1


def test_the_checksum_is_known_some_time_after_loading(
    qtbot: QtBot, loading: ModelLoading, starter_model: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loading.loaded, timeout=5000):
        loading.load(starter_model)
    qtbot.waitUntil((tmp_path / "checksums.json").exists, timeout=20_000)
