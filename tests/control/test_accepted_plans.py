"""A plan that was accepted counts for the same file and the same settings only; its file may be lost or damaged."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.control.accepted_plans import AcceptedPlans
from models.engine import EngineSettings
from tests.support.memory_plans import LIGHTER_PLAN


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "models" / "accepted.json"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"x")
    return path


def test_another_run_finds_it_for_the_same_file_and_settings_only(file: Path, model: Path, tmp_path: Path) -> None:
    AcceptedPlans(file).keep(model, EngineSettings(), LIGHTER_PLAN)
    again = AcceptedPlans(file)
    assert again.find(model, EngineSettings()) == LIGHTER_PLAN
    assert again.find(model, EngineSettings(context=1024)) is None
    assert again.find(tmp_path / "other.gguf", EngineSettings()) is None
    model.write_bytes(b"another")
    assert again.find(model, EngineSettings()) is None


def test_it_can_be_forgotten(file: Path, model: Path) -> None:
    plans = AcceptedPlans(file)
    plans.keep(model, EngineSettings(), LIGHTER_PLAN)
    plans.forget(model)
    assert plans.find(model, EngineSettings()) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff"])
def test_a_damaged_file_is_as_none_and_is_replaced(
    file: Path, model: Path, content: bytes, expected_log: Callable[[str], None]
) -> None:
    expected_log("ignoring the plans")
    file.parent.mkdir()
    file.write_bytes(content)
    plans = AcceptedPlans(file)
    assert plans.find(model, EngineSettings()) is None
    plans.keep(model, EngineSettings(), LIGHTER_PLAN)
    assert plans.find(model, EngineSettings()) == LIGHTER_PLAN


def test_what_only_a_newer_version_can_read_stays(file: Path, model: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"/a.gguf": {"mark": 1, "plans": []}, "' + str(model) + '": {"mark": "x"}}', "utf-8")
    plans = AcceptedPlans(file)
    assert plans.find(Path("/a.gguf"), EngineSettings()) is None
    assert plans.find(model, EngineSettings()) is None
    plans.keep(model, EngineSettings(), LIGHTER_PLAN)
    assert plans.find(model, EngineSettings()) == LIGHTER_PLAN
    assert json.loads(file.read_text("utf-8"))["/a.gguf"] == {"mark": 1, "plans": []}


def test_where_it_cannot_be_written_nothing_is_raised(
    tmp_path: Path, model: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log("cannot keep plans")
    file = tmp_path / "models" / "accepted.json"
    file.parent.write_text("a file where the folder should be", "utf-8")
    plans = AcceptedPlans(file)
    plans.keep(model, EngineSettings(), LIGHTER_PLAN)
    assert plans.find(model, EngineSettings()) is None
