"""The lab's page on stored measurements: a band that is put to use, and a file that is damaged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from desktop.lab import LabDialog
from models.lab import SweepState, SweepStore
from models.paths import Paths
from models.sampling import MeasuredBands
from models.texts import Phrasebook
from tests.lab.runs import sweeps
from tests.lab.runs.sweeps import TASKS
from tests.window.conftest import Running

SAY = Phrasebook("en")
CLEAR = "20260102-030405-abcdef"
DAMAGED = "20260103-030405-bbbbbb"


@pytest.fixture
def clear(paths: Paths) -> SweepStore:
    """Keep a measurement whose answers are right at its lower temperature only, and a damaged one."""
    plan = sweeps.plan(tasks=TASKS[:1], temperatures=(0.3, 0.9), repeats=20, sweep=CLEAR)
    store = SweepStore(paths.sweeps)
    store.add(plan)
    made = [sweeps.trial(one, finding=sweeps.found(passed=one.temperature == 0)) for one in plan.places()]
    store.save(CLEAR, made)
    (paths.sweeps / f"{DAMAGED}.sqlite3").write_bytes(b"no measurement")
    return store


def use_buttons(dialog: LabDialog) -> list[QPushButton]:
    return [one for one in dialog.run.verdicts.findChildren(QPushButton) if one.text() == "Use for Maths"]


def go_on(dialog: LabDialog) -> list[QPushButton]:
    buttons = dialog.run.findChildren(QPushButton)
    return [one for one in buttons if one.text() == SAY("lab.run.resume") and one.isVisible()]


def opened(running: Running, *, runs: int = 2) -> LabDialog:
    running.window.lab_requested.emit()
    (dialog,) = running.window.findChildren(LabDialog)
    running.wait(lambda: dialog.runs.count() == runs)
    return dialog


def says(dialog: LabDialog, text: str) -> bool:
    return any(label.text() == text and label.isVisible() for label in dialog.run.findChildren(QLabel))


@pytest.mark.usefixtures("clear")
def test_a_recommendation_is_used_for_its_mode_with_one_click(start: Callable[..., Running], paths: Paths) -> None:
    dialog = opened(running := start())
    dialog.runs.setCurrentRow(0)
    running.wait(lambda: bool(use_buttons(dialog)))
    (button,) = use_buttons(dialog)
    changed: list[None] = []
    running.parts.choice.changed.connect(lambda: changed.append(None))
    button.click()
    kept = MeasuredBands(paths.measured_bands).get("m0", "math")
    assert kept is not None
    assert (kept.run, kept.band.low, kept.band.high) == (CLEAR, 0.3, 0.3)
    running.wait(lambda: says(dialog, "In use"))
    assert changed
    assert use_buttons(dialog) == []


@pytest.mark.usefixtures("clear")
def test_a_damaged_measurement_shows_nothing_of_the_one_before_and_can_be_removed(
    start: Callable[..., Running], paths: Paths
) -> None:
    dialog = opened(running := start())
    dialog.runs.setCurrentRow(0)
    running.wait(dialog.run.table.isVisible)
    dialog.runs.setCurrentRow(1)
    running.wait(lambda: says(dialog, "A measurement that cannot be read"))
    assert says(dialog, DAMAGED)
    assert not dialog.run.table.isVisible()
    assert not dialog.run.chart.isVisible()
    assert not dialog.run.verdicts.isVisible()
    dialog.runs.setCurrentRow(0)
    running.wait(dialog.run.table.isVisible)
    dialog.runs.setCurrentRow(1)
    running.wait(lambda: says(dialog, DAMAGED))
    dialog.run.remove_requested.emit()
    (box,) = dialog.findChildren(QMessageBox)
    (yes,) = [one for one in box.buttons() if one.text() == SAY("lab.remove.yes")]
    yes.click()
    running.wait(lambda: dialog.runs.count() == 1)
    assert not (paths.sweeps / f"{DAMAGED}.sqlite3").exists()


def test_a_measurement_whose_model_is_gone_says_so_and_stays_to_be_gone_on_with(
    start: Callable[..., Running], paths: Paths
) -> None:
    store, model = SweepStore(paths.sweeps), Path("/models/m0.gguf")
    begun = sweeps.plan(tasks=TASKS[:1], temperatures=(0.3, 0.9), repeats=1, sweep=CLEAR)
    store.add(begun)
    store.save(CLEAR, [sweeps.trial(next(begun.places()))])
    dialog = opened(running := start(), runs=1)
    dialog.runs.setCurrentRow(0)
    running.wait(lambda: bool(go_on(dialog)))
    go_on(dialog)[0].click()
    sentence = SAY("lab.run.model_gone", name="M0", path=str(model))
    running.wait(lambda: any(one.text() == sentence and one.isVisible() for one in dialog.findChildren(QLabel)))
    running.wait(lambda: running.parts.lab.current is None)
    running.wait(lambda: bool(go_on(dialog)))
    summary = store.summary(CLEAR)
    assert (summary.state, summary.done) == (SweepState.PAUSED, 1)
