"""Notices come one after the other and say all they know."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.notices import Notice, NoticeBar, NoticeKind
from desktop.theme import DARK, LIGHT, ToolButton
from models.texts import Phrasebook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton
STOPPED = Notice(NoticeKind.ERROR, "The engine stopped unexpectedly.", details="exit code -11", action="Try again")
HINT = Notice(NoticeKind.INFO, "This model has no chat template.")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window for the bar."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 200)
    return made


@pytest.fixture
def bar(window: QWidget, say: Phrasebook, qtbot: QtBot) -> NoticeBar:
    """A bar in a window on screen."""
    made = NoticeBar(say=say, theme=LIGHT)
    QHBoxLayout(window).addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    return made


def texts(bar: NoticeBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text()]


def button(bar: NoticeBar, text: str) -> QPushButton:
    return next(one for one in bar.findChildren(QPushButton) if one.text() == text)


def close_button(bar: NoticeBar) -> ToolButton:
    found = bar.findChild(ToolButton)
    assert found is not None
    return found


def test_bar_is_there_only_with_a_notice(bar: NoticeBar, qtbot: QtBot) -> None:
    assert not bar.isVisible()
    number = bar.add(HINT)
    assert bar.isVisible()
    assert texts(bar) == ["This model has no chat template."]
    with qtbot.waitSignal(bar.closed) as told:
        QTest.mouseClick(close_button(bar), LEFT)
    assert told.args == [number]
    assert not bar.isVisible()


def test_notices_wait_for_their_turn(bar: NoticeBar) -> None:
    bar.add(STOPPED)
    bar.add(HINT)
    assert texts(bar) == ["The engine stopped unexpectedly.", "1 more"]
    QTest.mouseClick(close_button(bar), LEFT)
    assert texts(bar) == ["This model has no chat template."]


def test_what_was_just_done_is_not_told_behind_an_older_notice(bar: NoticeBar) -> None:
    bar.add(STOPPED)
    bar.add(HINT, at_once=True)
    assert texts(bar) == ["This model has no chat template.", "1 more"]
    QTest.mouseClick(close_button(bar), LEFT)
    assert texts(bar) == ["The engine stopped unexpectedly."]


def test_same_notice_is_not_said_twice(bar: NoticeBar) -> None:
    first = bar.add(STOPPED)
    assert bar.add(HINT) != first
    assert bar.add(STOPPED) == first
    assert texts(bar)[-1] == "1 more"


def test_action_is_told_and_ends_the_notice(bar: NoticeBar, qtbot: QtBot) -> None:
    number = bar.add(STOPPED)
    with qtbot.waitSignal(bar.action_triggered) as told, qtbot.assertNotEmitted(bar.closed):
        QTest.mouseClick(button(bar, "Try again"), LEFT)
    assert told.args == [number]
    assert not bar.isVisible()


def test_details_unfold_and_fold_again_with_the_next_notice(bar: NoticeBar) -> None:
    bar.add(STOPPED)
    bar.add(Notice(NoticeKind.CAUTION, "Careful.", details="more"))
    details = bar.findChild(QPlainTextEdit)
    assert details is not None
    assert not details.isVisible()
    QTest.mouseClick(button(bar, "Details"), LEFT)
    assert details.isVisible()
    assert (details.toPlainText(), details.isReadOnly()) == ("exit code -11", True)
    QTest.mouseClick(button(bar, "Try again"), LEFT)
    assert not details.isVisible()
    assert not button(bar, "Details").isChecked()


def test_buttons_are_there_only_where_they_do_something(bar: NoticeBar) -> None:
    bar.add(HINT)
    assert [one.text() for one in bar.findChildren(QPushButton) if one.isVisible()] == []


def test_notice_that_is_no_longer_true_goes_wherever_it_waits(bar: NoticeBar) -> None:
    first, second = bar.add(STOPPED), bar.add(HINT)
    bar.dismiss(second)
    assert texts(bar) == ["The engine stopped unexpectedly."]
    bar.dismiss(first)
    bar.dismiss(first)
    assert bar.current is None
    assert not bar.isVisible()


def test_escape_closes_the_notice_that_has_the_focus(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.add(STOPPED)
    button(bar, "Try again").setFocus()
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(button(bar, "Try again"), Qt.Key.Key_Escape)


def test_sentences_from_strangers_are_plain_text_and_wrap(bar: NoticeBar) -> None:
    bar.add(Notice(NoticeKind.CAUTION, "<b>bold</b> " * 30))
    sentence = next(label for label in bar.findChildren(QLabel) if "<b>" in label.text())
    assert sentence.textFormat() is Qt.TextFormat.PlainText
    for _ in range(3):  # layouts inside each other
        QApplication.processEvents()
    assert bar.minimumSizeHint().width() < 600
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_screen_reader_hears_how_serious_it_is(bar: NoticeBar) -> None:
    bar.add(STOPPED)
    assert (bar.accessibleName(), bar.accessibleDescription()) == ("Problem", "The engine stopped unexpectedly.")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_frame_has_the_colour_of_the_kind(bar: NoticeBar, theme: object) -> None:
    assert theme in (LIGHT, DARK)
    edges = set()
    for kind in NoticeKind:
        number = bar.add(Notice(kind, "Same text"))
        bar.apply_theme(LIGHT if theme is LIGHT else DARK)
        edges.add(bar.grab().toImage().pixelColor(0, bar.height() // 2).name())
        bar.dismiss(number)
    assert len(edges) == len(NoticeKind)
