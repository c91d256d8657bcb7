"""The lab's page on stored measurements: a band put to use, another name, another check, a file that is damaged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton

from desktop.lab import LabDialog, RenameDialog
from models.lab import Case, PythonTests, SweepState, SweepStore, Task
from models.paths import Paths
from models.sampling import MeasuredBands
from models.settings import LAB, GeneratedCode, SettingsStore
from models.texts import Phrasebook
from tests.lab.runs import sweeps
from tests.lab.runs.sweeps import TASKS
from tests.window.conftest import Running

SAY = Phrasebook("en")
CLEAR = "20260102-030405-abcdef"
DAMAGED = "20260103-030405-bbbbbb"
CODE = Task(
    id="code", prompt="Write it.", check=PythonTests(function="f", cases=(Case(arguments="[1]", expected="1"),))
)


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


def action(dialog: LabDialog, name: str) -> QAction:
    (found,) = [one for one in dialog.run.findChildren(QAction) if one.text() == SAY(f"lab.run.{name}")]
    return found


@pytest.mark.usefixtures("clear")
def test_a_measurement_gets_another_name_and_can_lose_it_again(start: Callable[..., Running], paths: Paths) -> None:
    dialog = opened(running := start())
    dialog.runs.setCurrentRow(0)
    running.wait(dialog.run.table.isVisible)
    for typed, name in (("  School   maths  ", "School maths"), ("", "M0 Q4_0")):
        QTest.keyClick(dialog.runs, Qt.Key.Key_F2)
        (asked,) = dialog.findChildren(RenameDialog)
        (field,) = asked.findChildren(QLineEdit)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        running.wait(lambda name=name: dialog.runs.item(0).text() == name)  # type: ignore[misc]
        running.wait(lambda name=name: says(dialog, name))  # type: ignore[misc]
        running.wait(lambda: dialog.findChildren(RenameDialog) == [])
    assert SweepStore(paths.sweeps).plan(CLEAR).name == ""
    dialog.runs.setCurrentRow(1)
    running.wait(lambda: says(dialog, DAMAGED))
    assert not action(dialog, "rename").isEnabled()
    QTest.keyClick(dialog.runs, Qt.Key.Key_F2)
    assert dialog.findChildren(RenameDialog) == []


@pytest.mark.usefixtures("clear")
def test_answers_are_checked_again_and_the_page_says_what_came_of_it(
    start: Callable[..., Running], paths: Paths
) -> None:
    dialog = opened(running := start())
    dialog.runs.setCurrentRow(0)
    running.wait(lambda: action(dialog, "check").isEnabled())
    action(dialog, "check").trigger()
    assert not action(dialog, "check").isEnabled()
    assert not action(dialog, "remove").isEnabled()
    assert go_on(dialog) == []
    # All answers are "An answer.", which is no number: the twenty that were kept as right are wrong now.
    rest = SAY("lab.run.line.paused", done=40, total=40)
    running.wait(lambda: says(dialog, f"{rest}\n{SAY('lab.run.checked', checked=40, changed=20)}"))
    assert {one.finding is not None and one.finding.passed for one in SweepStore(paths.sweeps).trials(CLEAR)} == {False}
    running.wait(lambda: use_buttons(dialog) == [])
    assert action(dialog, "check").isEnabled()
    assert action(dialog, "remove").isEnabled()
    dialog.runs.setCurrentRow(1)
    running.wait(lambda: says(dialog, DAMAGED))
    assert not action(dialog, "check").isEnabled()
    dialog.runs.setCurrentRow(0)
    running.wait(lambda: says(dialog, rest))


def test_answers_whose_code_may_not_be_run_keep_their_verdict(start: Callable[..., Running], paths: Paths) -> None:
    store, settings = SweepStore(paths.sweeps), SettingsStore(paths.settings)
    settings.save(LAB, replace(settings.load(LAB), generated_code=GeneratedCode.NEVER))
    planned = sweeps.plan(tasks=(CODE, TASKS[0]), temperatures=(0.3,), repeats=2, sweep=CLEAR)
    store.add(planned)
    store.save(CLEAR, [sweeps.trial(one, finding=sweeps.found(passed=True)) for one in planned.places()])
    dialog = opened(running := start(), runs=1)
    dialog.runs.setCurrentRow(0)
    running.wait(lambda: action(dialog, "check").isEnabled())
    action(dialog, "check").trigger()
    said = SAY("lab.run.checked", checked=2, changed=2), SAY("lab.run.checked.skipped", skipped=2)
    running.wait(lambda: says(dialog, "\n".join((SAY("lab.run.line.paused", done=4, total=4), *said))))
    passed = [one.finding is not None and one.finding.passed for one in store.trials(CLEAR)]
    assert passed == [True, True, False, False]
