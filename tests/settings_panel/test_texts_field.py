"""The field for several short texts takes them a line each and never disturbs what is being typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings.texts_field import TextsField
from models.texts import Phrasebook
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture
def field(qtbot: QtBot, say: Phrasebook) -> TextsField:
    made = TextsField(say=say)
    qtbot.addWidget(made)
    return made


def test_each_line_that_is_typed_is_told_as_a_text(field: TextsField) -> None:
    told = Told(field.edited)
    QTest.keyClicks(field, "User:")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, r"\n\n")
    assert told.last == ("User:", "\n\n")
    assert field.current() == ("User:", "\n\n")


def test_showing_texts_tells_nobody(field: TextsField) -> None:
    told = Told(field.edited)
    field.show_value(("\n\n", "终止"))
    assert field.toPlainText() == "\\n\\n\n终止"
    assert field.current() == ("\n\n", "终止")
    assert told.all == []
    with pytest.raises(TypeError):
        field.show_value("User:")


def test_showing_what_is_being_typed_leaves_the_lines_alone(field: TextsField) -> None:
    field.edited.connect(field.show_value)
    QTest.keyClicks(field, "a")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "b\\")
    assert field.toPlainText() == "a\nb\\"
    QTest.keyClicks(field, "n")
    assert field.current() == ("a", "b\n")
    assert field.textCursor().atEnd()


def test_it_grows_with_its_lines_up_to_a_limit(field: TextsField) -> None:
    heights = []
    for count in (0, 2, 3, 6, 7, 40):
        field.show_value(tuple(map(str, range(count))))
        heights.append(field.sizeHint().height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4] == heights[5]


def test_tab_leaves_it(qtbot: QtBot, say: Phrasebook) -> None:
    both = QWidget()
    qtbot.addWidget(both)
    field, following = TextsField(say=say), QPushButton()
    column = QVBoxLayout(both)
    column.addWidget(field)
    column.addWidget(following)
    both.show()
    both.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert following.hasFocus()
    assert field.current() == ()
