"""Which model is loaded, at start, by choice, and after a failure."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import ModelLoading
from models.engine import EngineSettings
from models.errors import Text, UserError, user_error
from models.paths import Paths
from models.settings import PREFERENCES, Preferences, SettingsStore
from tests.support.memory_plans import LIGHTER_PLAN
from tests.support.scripted_engine import ScriptedEngine


@pytest.fixture
def other_model(starter_model: Path, tmp_path: Path) -> Path:
    path = tmp_path / "other.gguf"
    path.symlink_to(starter_model)
    return path


def test_without_any_model_nothing_is_loaded(qtbot: QtBot, loading: ModelLoading) -> None:
    with qtbot.waitSignal(loading.nothing):
        loading.start(None)
    assert (loading.current, loading.busy) == (None, False)


def test_the_model_used_last_comes_before_the_starter(
    qtbot: QtBot, loading: ModelLoading, starter_model: Path, other_model: Path, tempera_home: Path
) -> None:
    paths = Paths(tempera_home)
    paths.models.mkdir(parents=True)
    (paths.models / starter_model.name).symlink_to(starter_model)
    SettingsStore(paths.settings).save(PREFERENCES, Preferences(last_model=str(other_model)))
    with qtbot.waitSignal(loading.loaded):
        loading.start(None)
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)
    assert loading.header is not None
    assert loading.header.architecture == "llama"


def test_a_file_that_cannot_be_read_leaves_the_loaded_model_alone(
    qtbot: QtBot, loading: ModelLoading, other_model: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load(other_model)
    with qtbot.waitSignals([loading.failed, loading.loaded]):
        loading.load(tmp_path / "missing.gguf")
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)


def test_a_model_that_does_not_load_brings_back_the_one_before(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, other_model: Path, starter_model: Path
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load(other_model)
    engine.load_result = user_error("engine.load_failed", name="x")
    failures: list[tuple[Path, UserError]] = []
    loading.failed.connect(lambda *failure: failures.append((failure[0], failure[1])))
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    assert [path for path, _ in failures] == [starter_model]
    assert loading.current is not None
    assert loading.current.model.path == str(other_model)


def test_the_same_model_failing_again_leaves_nothing_and_ends(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, other_model: Path
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load(other_model)
    engine.load_result = user_error("engine.load_failed", name="x")
    with qtbot.waitSignal(loading.nothing):
        loading.reload(EngineSettings(threads=1))
    assert loading.current is None
    assert loading.engine_settings.threads == 1


def test_the_checksum_is_known_some_time_after_loading(
    qtbot: QtBot, loading: ModelLoading, starter_model: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    qtbot.waitUntil((tmp_path / "checksums.json").exists)


def test_other_settings_after_a_failed_load_try_that_model_again(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, starter_model: Path
) -> None:
    engine.load_result = user_error("engine.load_failed", name="x")
    with qtbot.waitSignal(loading.nothing):
        loading.load(starter_model)
    with qtbot.waitSignal(loading.loaded):
        loading.reload(EngineSettings(context=1024))
    assert loading.current is not None
    assert loading.current.model.path == str(starter_model)


def test_settings_of_a_plan_are_kept_only_once_they_worked(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, starter_model: Path
) -> None:
    engine.load_result = user_error("engine.load_failed", name="x")
    with qtbot.waitSignal(loading.nothing):
        loading.load_so(starter_model, EngineSettings(context=1_000_000))
    assert loading.engine_settings == EngineSettings()
    with qtbot.waitSignal(loading.loaded):
        loading.load_so(starter_model, EngineSettings(context=2048))
    assert loading.engine_settings == EngineSettings(context=2048)


def test_settings_of_a_plan_that_cannot_be_kept_are_told_and_the_model_is_there(
    qtbot: QtBot, loading: ModelLoading, starter_model: Path, tempera_home: Path
) -> None:
    Paths(tempera_home).settings.mkdir(parents=True)  # a folder where the file should be
    with qtbot.waitSignals([loading.not_kept, loading.loaded]):
        loading.load_so(starter_model, EngineSettings(context=2048))
    assert loading.current is not None


def test_less_that_was_accepted_is_loaded_at_the_next_start_too_and_said(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, starter_model: Path
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load_with_less(starter_model, LIGHTER_PLAN)
    said: list[Text] = []
    loading.noticed.connect(said.append)
    with qtbot.waitSignal(loading.loaded):
        loading.start(starter_model)
    assert engine.plans == [LIGHTER_PLAN, LIGHTER_PLAN]
    assert [(text.id, text.fields["layers"]) for text in said] == [("loading.with_less", LIGHTER_PLAN.layers)]


def test_less_that_did_not_load_is_not_remembered(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, starter_model: Path
) -> None:
    engine.load_result = user_error("engine.load_failed", name="x")
    with qtbot.waitSignal(loading.nothing):
        loading.load_with_less(starter_model, LIGHTER_PLAN)
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    assert engine.plans == [LIGHTER_PLAN, None]


@pytest.mark.parametrize("way", ["by the panel", "by a plan"])
def test_other_settings_end_what_was_accepted(
    qtbot: QtBot, loading: ModelLoading, engine: ScriptedEngine, starter_model: Path, way: str
) -> None:
    with qtbot.waitSignal(loading.loaded):
        loading.load_with_less(starter_model, LIGHTER_PLAN)
    with qtbot.waitSignal(loading.loaded):
        if way == "by a plan":
            loading.load_so(starter_model, EngineSettings())
        else:
            loading.reload(EngineSettings())
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    assert engine.plans == [LIGHTER_PLAN, None, None]
