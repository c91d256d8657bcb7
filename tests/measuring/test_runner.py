"""A benchmark in the background: it ends when it is stopped, says what failed, and leaves nothing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.bench import BenchRunner
from models.bench import BenchPlan, Part, Step
from models.errors import UserError
from tests.settings_panel.told import Told
from tests.support.tiny_model import write_byte_model


@pytest.fixture
def plan(tmp_path: Path) -> BenchPlan:
    return BenchPlan(write_byte_model(tmp_path / "bytes.gguf"), rounds=1, threads=1, answer_tokens=16)


def test_one_that_is_stopped_ends(qtbot: QtBot, plan: BenchPlan) -> None:
    runner = BenchRunner()
    steps, finished = Told(runner.step), Told(runner.finished)
    with qtbot.waitSignals([runner.stopped, runner.ended]):
        runner.start(plan)
        qtbot.waitUntil(lambda: bool(steps.all))
        runner.stop()
    runner.close()
    assert not runner.running
    assert steps.all[0] == Step(Part.START, 1, 1)
    assert finished.all == []


def test_what_fails_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    runner = BenchRunner()
    failed = Told(runner.failed)
    with qtbot.waitSignal(runner.ended):
        runner.start(BenchPlan(tmp_path / "missing.gguf"))
    runner.close()
    assert isinstance(failed.last, UserError)


def test_closing_waits_for_the_end(qtbot: QtBot, plan: BenchPlan) -> None:
    runner = BenchRunner()
    steps = Told(runner.step)
    runner.start(plan)
    qtbot.waitUntil(lambda: bool(steps.all))
    runner.close()
    assert not runner.running


def test_only_one_runs_at_a_time(plan: BenchPlan) -> None:
    runner = BenchRunner()
    runner.start(plan)
    with pytest.raises(RuntimeError):
        runner.start(plan)
    runner.close()
