"""The bar that finds texts: typing, keys, words, and the focus."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation import FindBar, MessageView, Transcript
from desktop.theme import LIGHT, ToolButton
from models.engine import Role
from models.texts import Phrasebook

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Opened:
    """A conversation with a bar in a window, and a field beside them."""

    def __init__(self, window: QWidget, say: Phrasebook) -> None:
        self.transcript = Transcript(say=say, theme=LIGHT)
        self.other = QLineEdit()
        layout = QVBoxLayout(window)
        layout.addWidget(self.transcript)
        layout.addWidget(self.other)
        self.bar = FindBar(self.transcript, finder=self.transcript.finder, say=say, theme=LIGHT)
        self.transcript.set_messages(MessageView(n, Role.ASSISTANT, f"needle {n}\n\n" + "hay " * 300) for n in range(9))

    @property
    def field(self) -> QLineEdit:
        field = self.bar.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        return field

    @property
    def words(self) -> str:
        label = self.bar.findChild(QLabel)
        assert isinstance(label, QLabel)
        return label.text()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    opened = Opened(window, Phrasebook("en"))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    opened.other.setFocus()
    yield opened
    opened.transcript.setParent(None)


def test_typing_finds_and_keys_go_on_and_back(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    assert opened.field.hasFocus()
    QTest.keyClicks(opened.field, "needle")
    qtbot.waitUntil(lambda: opened.words.endswith("of 9"))
    first = opened.words
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    assert opened.words != first
    QTest.keyClick(opened.field, Qt.Key.Key_Return, SHIFT)
    assert opened.words == first
    QTest.keyClick(opened.field, Qt.Key.Key_F3)
    QTest.keyClick(opened.field, Qt.Key.Key_F3, SHIFT)
    assert opened.words == first


def test_screen_readers_are_told_where_the_reader_is(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    opened.bar.open()
    QTest.keyClicks(opened.field, "needle")
    qtbot.waitUntil(lambda: opened.words.endswith("of 9") and not opened.transcript.finder.state.searching)
    first = opened.words
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    QTest.keyClicks(opened.field, " absent")
    qtbot.waitUntil(lambda: opened.words == "Not found")
    opened.bar.close_down()
    assert told[:2] == [first, f"{int(first.split()[0]) % 9 + 1} of 9"]
    assert told[-1] == "Not found"
    assert not any(one == other for one, other in pairwise(told))


def test_enter_looks_at_once_for_what_was_just_typed(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    QTest.keyClicks(opened.field, "needle 4")
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.words == "1 of 1")


def test_what_is_not_there_is_said(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    QTest.keyClicks(opened.field, "absent")
    qtbot.waitUntil(lambda: opened.words == "Not found")
    buttons = {button.accessibleName(): button for button in opened.bar.findChildren(ToolButton)}
    assert list(buttons) == ["Previous match (Shift+Enter)", "Next match (Enter)", "Close (Esc)"]
    assert [button.isEnabled() for button in buttons.values()] == [False, False, True]
    opened.field.clear()
    qtbot.waitUntil(lambda: opened.words == "")


def test_escape_closes_takes_the_marks_away_and_gives_the_focus_back(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    QTest.keyClicks(opened.field, "needle")
    qtbot.waitUntil(lambda: opened.words.endswith("of 9"))
    QTest.keyClick(opened.field, Qt.Key.Key_Escape)
    assert not opened.bar.isVisible()
    assert opened.other.hasFocus()
    assert opened.transcript.finder.state.count == 0
    assert opened.transcript.selected_text() == "needle"


def test_bar_opens_with_what_is_selected_and_then_with_what_was_typed(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open("needle 7")
    qtbot.waitUntil(lambda: opened.words == "1 of 1")
    opened.bar.close_down()
    opened.bar.open("more than\none line")
    assert opened.field.text() == "needle 7"
    assert opened.field.selectedText() == "needle 7"


def test_bar_stays_in_the_corner(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    for width in (700, 320):
        opened.transcript.window().resize(width, 500)
        qtbot.waitUntil(lambda: opened.bar.geometry().right() < opened.transcript.width())
        assert opened.bar.x() >= 0
