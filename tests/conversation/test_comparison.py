"""Answers beside each other: they grow, one is chosen by button or key."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation import Comparison, FooterView, MessageView
from desktop.conversation.comparison.column import AnswerColumn
from desktop.theme import DARK, LIGHT
from models.engine import Channel, Role
from models.texts import Phrasebook

GROWING = tuple(MessageView(number, Role.ASSISTANT, "", streaming=True, bare=True) for number in (11, 12, 13))
DONE = replace(
    GROWING[1], text="Blue, *of course*.", streaming=False, footer=FooterView("Maths", "0.6", 0.4, "9 tokens")
)


@pytest.fixture
def comparison(qtbot: QtBot) -> Comparison:
    widget = Comparison(say=Phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(widget)
    widget.resize(1000, 400)
    widget.begin(GROWING)
    qtbot.waitExposed(widget)
    return widget


def columns(comparison: Comparison) -> list[AnswerColumn]:
    return [one for one in comparison.findChildren(AnswerColumn) if not one.isHidden()]


def text_of(column: AnswerColumn) -> str:
    column.transcript.select_all()
    return column.transcript.selected_text().strip()


def test_each_answer_grows_in_its_own_column(comparison: Comparison, qtbot: QtBot) -> None:
    assert comparison.answers == (11, 12, 13)
    for answer, text in ((11, "Red."), (12, "Blue"), (13, "Green."), (12, ", of course.")):
        comparison.feed(answer, Channel.ANSWER, text)
    qtbot.waitUntil(lambda: [text_of(one) for one in columns(comparison)] == ["Red.", "Blue, of course.", "Green."])


def test_a_finished_answer_has_its_line_and_no_buttons_but_the_one_that_chooses(comparison: Comparison) -> None:
    comparison.feed(12, Channel.ANSWER, "Blue")
    comparison.show_answer(DONE)
    column = columns(comparison)[1]
    assert text_of(column) == DONE.text
    shown = [label.text() for label in column.findChildren(type(column._line)) if label.isVisible()]
    assert shown == ["Answer 2", "9 tokens"]
    assert list(column.transcript._stage.item(12).footer_controls()) == []


def test_what_is_taken_back_is_written_anew(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.feed(11, Channel.ANSWER, "la la la la")
    comparison.show_answer(GROWING[0])
    comparison.feed(11, Channel.ANSWER, "la")
    qtbot.waitUntil(lambda: text_of(columns(comparison)[0]) == "la")


def test_a_button_and_a_number_choose(comparison: Comparison) -> None:
    chosen: list[int] = []
    comparison.chosen.connect(chosen.append)
    QTest.mouseClick(columns(comparison)[2].choose, Qt.MouseButton.LeftButton)
    comparison.take_focus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_0):
        QTest.keyClick(comparison, key)
    assert chosen == [13, 11, 12]


def test_a_number_chooses_also_while_a_column_has_the_focus(comparison: Comparison) -> None:
    chosen: list[int] = []
    comparison.chosen.connect(chosen.append)
    surface = columns(comparison)[0].transcript.focusProxy()
    assert surface is not None
    surface.setFocus()
    QTest.keyClick(surface, Qt.Key.Key_3)
    assert chosen == [13]


def test_escape_asks_to_stop(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.take_focus()
    with qtbot.waitSignal(comparison.stop_requested):
        QTest.keyClick(comparison, Qt.Key.Key_Escape)


def test_each_button_says_which_answer_it_chooses(comparison: Comparison) -> None:
    names = [one.choose.accessibleName() for one in columns(comparison)]
    assert names == [f"Go on with answer {number}" for number in (1, 2, 3)]
    assert all(one.choose.toolTip() for one in columns(comparison))


def test_a_narrow_window_does_not_grow_for_the_columns(comparison: Comparison) -> None:
    assert comparison.minimumSizeHint().width() < 400
    comparison.resize(420, 400)
    assert all(one.width() >= 220 for one in columns(comparison))


def test_the_end_frees_the_columns_and_others_may_follow(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.end()
    assert not comparison.answers
    assert not comparison.isVisible()
    qtbot.waitUntil(lambda: comparison.findChildren(AnswerColumn) == [])
    comparison.begin(GROWING[:2])
    assert list(comparison.answers) == [11, 12]


def test_colours_and_sizes_change_in_all_columns(comparison: Comparison) -> None:
    comparison.show_answer(DONE)
    column = columns(comparison)[1]
    before = column.grab().toImage()
    comparison.apply_theme(DARK)
    comparison.set_font_scale(1.5)
    assert column.grab().toImage() != before
    assert column.transcript._around.look.scale == 1.5
    assert column.transcript._around.look.theme is DARK
