"""The welcome of a new conversation."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.empty_state import EmptyState
from desktop.conversation.example_button import ExampleButton
from desktop.conversation.temperature_legend import TemperatureLegend
from desktop.theme import DARK, LIGHT
from models.texts import LANGUAGES, Phrasebook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton


def welcome(qtbot: QtBot, language: str = "en", width: int = 700, height: int = 560) -> EmptyState:
    made = EmptyState(say=Phrasebook(language), theme=LIGHT)
    qtbot.addWidget(made)
    made.resize(width, height)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


def examples(state: EmptyState) -> list[ExampleButton]:
    return [one for one in state.findChildren(ExampleButton) if one.isVisible()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_example_is_handed_over_as_it_is_written(qtbot: QtBot, language: str) -> None:
    state = welcome(qtbot, language)
    told: list[str] = []
    state.example_chosen.connect(told.append)
    for example in examples(state):
        QTest.mouseClick(example, LEFT)
    assert told == [Phrasebook(language)(f"empty.example.{name}") for name in ("math", "code", "teaching", "creative")]


def test_example_is_chosen_by_key_too(qtbot: QtBot) -> None:
    state = welcome(qtbot)
    with qtbot.waitSignal(state.example_chosen):
        QTest.keyClick(examples(state)[0], Qt.Key.Key_Space)


def test_without_a_model_it_asks_for_one(qtbot: QtBot) -> None:
    state = welcome(qtbot)
    state.show_no_model()
    assert examples(state) == []
    assert "Choose a model to begin" in {label.text() for label in state.findChildren(QLabel)}
    get, choose = (one for one in state.findChildren(QPushButton) if one.isVisible())
    with qtbot.waitSignal(state.get_requested):
        QTest.mouseClick(get, LEFT)
    with qtbot.waitSignal(state.model_requested):
        QTest.mouseClick(choose, LEFT)
    state.show_ready()
    assert len(examples(state)) == 4
    assert not choose.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "columns"), [(700, 2), (380, 1)])
def test_examples_stand_in_as_many_columns_as_fit_and_are_never_cut(
    qtbot: QtBot, language: str, width: int, columns: int
) -> None:
    state = welcome(qtbot, language, width)
    assert len({example.x() for example in examples(state)}) == columns
    for example in examples(state):
        assert example.height() >= example.heightForWidth(example.width())
    assert state.horizontalScrollBar().maximum() == 0


def test_scale_is_drawn_from_cool_to_warm_in_either_theme(qtbot: QtBot) -> None:
    state = welcome(qtbot)
    legend = state.findChild(TemperatureLegend)
    assert legend is not None
    assert legend.accessibleName() == "Exact, Balanced, Creative"
    for theme in (LIGHT, DARK):
        state.apply_theme(theme)
        bar = legend.grab().toImage()
        cool, warm = bar.pixelColor(4, 3), bar.pixelColor(bar.width() - 5, 3)
        assert cool.blue() > cool.red()
        assert warm.red() > warm.blue()
