"""The page of a new measurement: what is chosen, and what is missing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from desktop.lab import Experiment, ModeChoice, ModelChoice, PlanPage
from desktop.lab.planning.temperatures_field import read_temperatures
from desktop.theme import LIGHT
from models.lab import Origin, built_in_task
from models.texts import Phrasebook
from tests.lab.runs.sweeps import TASKS

MODELS = (ModelChoice(Path("/m/a.gguf"), "A"), ModelChoice(Path("/m/b.gguf"), "B", loaded=True))


@pytest.fixture
def page(qtbot: QtBot) -> PlanPage:
    made = PlanPage(say=Phrasebook("en"), theme=LIGHT, margin=24)
    qtbot.addWidget(made)
    made.show_modes([ModeChoice("math", "Maths")])
    made.show_models(MODELS)
    made.tasks.show_tasks(TASKS)
    return made


def start_button(page: PlanPage) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == "Start")


@pytest.mark.parametrize(
    ("text", "temperatures"),
    [
        ("0.3, 0.6 ,0.9", (0.3, 0.6, 0.9)),
        ("0.9；0.3、0.3", (0.3, 0.9)),
        ("  1 ", (1.0,)),
        ("", ()),
        ("0.3, warm", None),
        ("2.1", None),
        ("-0.1", None),
        ("nan", None),
        ("inf", None),
        (",".join(f"0.{number:02}" for number in range(21)), None),
    ],
)
def test_temperatures_are_read(text: str, temperatures: tuple[float, ...] | None) -> None:
    assert read_temperatures(text) == temperatures


def test_the_loaded_model_is_chosen_first(page: PlanPage) -> None:
    assert page.wish().models == (Path("/m/b.gguf"),)


def test_another_model_can_be_measured_beside_it_but_not_the_same_twice(page: PlanPage) -> None:
    page._other.setCurrentIndex(page._other.findData("/m/a.gguf"))
    assert page.wish().models == (Path("/m/b.gguf"), Path("/m/a.gguf"))
    page._other.setCurrentIndex(page._other.findData("/m/b.gguf"))
    assert page.wish().models == (Path("/m/b.gguf"),)


def test_models_that_are_listed_again_keep_what_was_chosen(page: PlanPage) -> None:
    page._model.setCurrentIndex(page._model.findData("/m/a.gguf"))
    page.show_models(MODELS)
    assert page.wish().models == (Path("/m/a.gguf"),)


def test_nothing_begins_before_there_is_a_model_a_task_and_a_temperature(page: PlanPage, qtbot: QtBot) -> None:
    start = start_button(page)
    assert not start.isEnabled()
    page.tasks.tick(TASKS[:2])
    assert start.isEnabled()
    page.temperatures._edit.setText("hot")
    assert not start.isEnabled()
    page.temperatures._edit.setText("0.2 0.7")
    with qtbot.waitSignal(page.start_requested) as told:
        start.click()
    (wish,) = told.args
    assert (wish.tasks, wish.temperatures, wish.sections, wish.mode) == (TASKS[:2], (0.2, 0.7), (False,), None)
    assert wish.answers == 2 * 2 * wish.repeats


def test_a_published_experiment_fills_the_page(page: PlanPage) -> None:
    page.show_experiments([Experiment("one", "One", "What it was.", TASKS[2:], (0.1, 0.5), 3)])
    page._experiment.setCurrentIndex(1)
    page._experiment.activated.emit(1)
    wish = page.wish()
    assert (wish.tasks, wish.temperatures, wish.repeats) == (TASKS[2:], (0.1, 0.5), 3)


def test_tasks_that_are_shown_again_stay_ticked(page: PlanPage) -> None:
    page.tasks.tick(TASKS[1:2])
    page.tasks.show_tasks(TASKS)
    assert page.tasks.current() == TASKS[1:2]


def test_only_tasks_of_ones_own_are_edited(page: PlanPage, qtbot: QtBot) -> None:
    edit = next(button for button in page.findChildren(QPushButton) if button.text().startswith("Edit"))
    assert not edit.isEnabled()
    (tree,) = page.findChildren(QTreeWidget)
    group = tree.topLevelItem(0)
    assert group is not None
    first = group.child(0)
    assert first is not None
    assert group.text(0) == "Your own"
    tree.setCurrentItem(first)
    assert TASKS[0].origin is Origin.OWN
    with qtbot.waitSignal(page.tasks.edit_requested) as told:
        edit.click()
    assert told.args == [TASKS[0]]


def test_what_becomes_of_code_is_said_with_a_way_to_change_it(page: PlanPage, qtbot: QtBot) -> None:
    page.show_python_note("Code is run.", change="Stop that")
    change = next(button for button in page.findChildren(QPushButton) if button.text() == "Stop that")
    with qtbot.waitSignal(page.python_changed):
        change.click()
    page.show_python_note("")
    assert change.isHidden()


def test_tasks_are_measured_in_other_languages_and_with_other_numbers(page: PlanPage, qtbot: QtBot) -> None:
    pool, own = built_in_task("pool-en"), TASKS[0]
    page.tasks.show_tasks([pool, own])
    page.tasks.tick([pool, own])
    assert page.wish().tasks == (pool, own)
    buttons = {one.text(): one for one in page.versions.languages.findChildren(QPushButton)}
    with qtbot.waitSignal(page.edited):
        buttons["简体中文"].click()
    assert page.wish().tasks == (built_in_task("pool-zh"), own)
    (tree,) = page.findChildren(QTreeWidget)
    (item,) = tree.findItems("Two pipes fill a pool", Qt.MatchFlag.MatchRecursive)
    assert "注满" in item.toolTip(0)
    assert "hours" not in item.toolTip(0)
    buttons["Both"].click()
    with qtbot.waitSignal(page.edited):
        page.versions.variants.setValue(2)
    wish = page.wish()
    assert [task.id for task in wish.tasks] == ["pool-en", "pool-en-1", "pool-zh", "pool-zh-1", own.id]
    assert wish.answers == 5 * len(wish.temperatures) * wish.repeats
    assert page.tasks.current() == (pool, own)
