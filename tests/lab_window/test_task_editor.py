"""The editor of tasks: every kind of check is shown and read back, and what is missing keeps it from being kept."""

import msgspec
import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.lab import ModeChoice, TaskDialog
from desktop.lab.task_editor.check_forms import PythonForm
from models.lab import (
    Agreement,
    Case,
    Check,
    Demand,
    Exact,
    JsonSchema,
    Judge,
    Number,
    Pattern,
    PythonTests,
    Shape,
    Task,
)
from models.texts import Phrasebook

SAY = Phrasebook("en")
CHECKS: tuple[Check, ...] = (
    Exact(answers=("yes", "Yes, it is")),
    Number(value=-2.5, tolerance=0.125),
    Pattern(expression=r"\bParis\b"),
    JsonSchema(schema='{"type": "object"}'),
    JsonSchema(),
    PythonTests(function="f", cases=(Case(arguments="1, 'a -> b'", expected="True"),), code="assert f(2, '')"),
    Judge(rubric="It is polite."),
    Agreement(least=5, most=50),
    Shape(demands=(Demand.STEPS,)),
)


def task(check: Check) -> Task:
    return Task(id="own-1", name="Mine", prompt="What?", check=check, language="zh_CN", mode="math")


def dialog(qtbot: QtBot, shown: Task) -> TaskDialog:
    made = TaskDialog(shown, modes=[ModeChoice("balanced", "Balanced"), ModeChoice("math", "Maths")], say=SAY)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_task_comes_back_as_it_was(check: Check, qtbot: QtBot) -> None:
    assert dialog(qtbot, task(check)).task() == task(check)


@pytest.mark.parametrize(
    "broken",
    [
        msgspec.structs.replace(task(CHECKS[0]), name=""),
        msgspec.structs.replace(task(CHECKS[0]), prompt=" \n"),
        task(Exact(answers=())),
        task(Pattern(expression="")),
        task(Judge(rubric="")),
        task(Agreement(least=9, most=3)),
        task(PythonTests(function="not a name", code="assert True")),
        task(PythonTests(function="f")),
    ],
    ids=["name", "prompt", "answers", "expression", "rubric", "length", "function", "tests"],
)
def test_a_task_that_misses_something_cannot_be_kept(broken: Task, qtbot: QtBot) -> None:
    shown = dialog(qtbot, broken)
    keep = next(one for one in shown.findChildren(QPushButton) if one.text() == "Keep")
    assert shown.task() is None
    assert not keep.isEnabled()


def test_a_call_without_an_arrow_is_no_case(qtbot: QtBot) -> None:
    form = PythonForm(say=SAY)
    qtbot.addWidget(form)
    form.show_check(PythonTests(function="f", cases=(Case(arguments="1", expected="2"),)))
    assert form.check() is not None
    form._cases.setPlainText("1 -> 2\n3")
    assert form.check() is None


def test_another_kind_of_check_can_be_chosen(qtbot: QtBot) -> None:
    shown = dialog(qtbot, task(Exact(answers=("yes",))))
    shown._kind.setCurrentIndex(shown._kind.findText("A number"))
    changed = shown.task()
    assert changed is not None
    assert changed.check == Number(value=0.0)


def test_what_is_put_together_is_told_and_a_refusal_is_shown(qtbot: QtBot) -> None:
    shown = dialog(qtbot, task(CHECKS[0]))
    name = next(field for field in shown.findChildren(QLineEdit) if field.text() == "Mine")
    name.setText("Ours")
    with qtbot.waitSignal(shown.task_chosen) as told:
        next(one for one in shown.findChildren(QPushButton) if one.text() == "Keep").click()
    assert told.args[0].name == "Ours"
    shown.show_problem("It cannot be kept.")
    assert shown._problem.text() == "It cannot be kept."
