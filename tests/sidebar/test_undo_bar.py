"""The undo bar goes by itself, but not while somebody is about to use it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.sidebar import Moved, Shelf
from desktop.sidebar.undo_bar import UndoBar
from desktop.theme import LIGHT, ToolButton
from models.texts import Phrasebook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton
SOON_MS = 30


@pytest.fixture
def bar(qtbot: QtBot, say: Phrasebook) -> Iterator[UndoBar]:
    """A bar in a window that gives up soon."""
    window = QWidget()
    qtbot.addWidget(window)
    made = UndoBar(say=say, theme=LIGHT, patience_ms=SOON_MS)
    QHBoxLayout(window).addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    window.close()


def deleted(conversation: int, title: str) -> Moved:
    return Moved((conversation,), title, Shelf.BIN)


def undo_button(bar: UndoBar) -> QPushButton:
    found = bar.findChild(QPushButton)
    assert found is not None
    return found


def test_bar_goes_by_itself_and_forgets(bar: UndoBar, qtbot: QtBot) -> None:
    bar.offer(deleted(3, "Lisbon"))
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())
    with qtbot.assertNotEmitted(bar.undo_requested):
        bar.undo()


def test_bar_stays_while_it_has_the_focus(bar: UndoBar, qtbot: QtBot) -> None:
    bar.offer(deleted(3, "Lisbon"))
    undo_button(bar).setFocus()
    with qtbot.waitSignal(bar._timer.timeout):
        pass
    assert bar.isVisible()
    with qtbot.waitSignals([bar.undo_requested, bar.closed]):
        QTest.keyClick(undo_button(bar), Qt.Key.Key_Space)
    assert not bar.isVisible()


def test_click_asks_for_the_conversation(bar: UndoBar, qtbot: QtBot) -> None:
    bar.offer(deleted(3, "Lisbon"))
    with qtbot.waitSignal(bar.undo_requested) as told:
        QTest.mouseClick(undo_button(bar), LEFT)
    assert told.args == [deleted(3, "Lisbon")]


def test_earlier_deletions_are_offered_after_the_last(bar: UndoBar) -> None:
    bar.offer(deleted(3, "Lisbon"))
    bar.offer(deleted(4, ""))
    text = bar.findChildren(QLabel)[0]
    assert text.text() == "Deleted “New conversation”"
    bar.undo()
    assert text.text() == "Deleted “Lisbon”"
    assert bar.isVisible()


def test_long_titles_are_cut_and_markup_is_text(bar: UndoBar) -> None:
    bar.offer(deleted(3, "<b>" + "very " * 100 + "long</b>"))
    text = bar.findChildren(QLabel)[0]
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" in text.text()
    assert text.text().endswith("…”")
    assert len(text.text()) < 60


def test_closing_gives_the_conversation_up(bar: UndoBar, qtbot: QtBot) -> None:
    bar.offer(deleted(3, "Lisbon"))
    close = bar.findChild(ToolButton)
    assert close is not None
    assert close.accessibleName() == "Close this message"
    with qtbot.assertNotEmitted(bar.undo_requested):
        QTest.mouseClick(close, LEFT)
    assert not bar.isVisible()


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (Moved((3,), "Lisbon", Shelf.ARCHIVE), "Archived “Lisbon”"),
        (Moved((3, 4), "Lisbon", Shelf.ARCHIVE), "2 conversations archived"),
        (Moved((3, 4, 5), "Lisbon", Shelf.BIN), "3 conversations deleted"),
    ],
)
def test_bar_says_how_many_went_where(bar: UndoBar, moved: Moved, sentence: str) -> None:
    bar.offer(moved)
    assert bar.findChildren(QLabel)[0].text() == sentence
