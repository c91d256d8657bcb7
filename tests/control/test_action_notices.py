"""Notices with a button: what is called when it is pressed, closed or no longer true."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from desktop.control.action_notices import ActionNotices
from desktop.notices import Notice, NoticeBar, NoticeKind
from desktop.theme import ToolButton

SAVED = Notice(NoticeKind.INFO, "It is saved.", action="Show it")


@pytest.fixture
def notices(bar: NoticeBar) -> ActionNotices:
    return ActionNotices(lambda: bar, parent=bar)


def press(bar: NoticeBar) -> None:
    (button,) = (one for one in bar.findChildren(QPushButton) if one.text() == "Show it")
    button.click()


def close(bar: NoticeBar) -> None:
    (button,) = bar.findChildren(ToolButton)
    button.click()


def test_each_button_does_what_its_own_notice_is_for(bar: NoticeBar, notices: ActionNotices) -> None:
    done: list[str] = []
    notices.add(SAVED, lambda: done.append("first"))
    bar.add(Notice(NoticeKind.INFO, "Somebody else's.", action="Show it"))
    notices.add(Notice(NoticeKind.INFO, "Another one.", action="Show it"), lambda: done.append("second"))
    press(bar)
    assert done == ["first"]
    press(bar)
    assert done == ["first"]
    press(bar)
    assert done == ["first", "second"]


def test_closing_one_is_another_answer(bar: NoticeBar, notices: ActionNotices) -> None:
    done: list[str] = []
    notices.add(SAVED, lambda: done.append("pressed"), closed=lambda: done.append("closed"))
    close(bar)
    assert done == ["closed"]
    notices.add(SAVED, lambda: done.append("pressed"))
    close(bar)
    assert done == ["closed"]


def test_one_that_is_no_longer_true_is_gone_and_does_nothing(bar: NoticeBar, notices: ActionNotices) -> None:
    done: list[str] = []
    number = notices.add(SAVED, lambda: done.append("pressed"), closed=lambda: done.append("closed"))
    notices.dismiss(number)
    assert bar.current is None
    notices.dismiss(number)
    bar.action_triggered.emit(number)
    bar.closed.emit(number)
    assert done == []


def test_the_bar_is_made_with_the_first_notice(bar: NoticeBar) -> None:
    made: list[NoticeBar] = []

    def make() -> NoticeBar:
        made.append(bar)
        return bar

    notices = ActionNotices(make, parent=QObject(bar))
    notices.dismiss(1)
    assert not made
    notices.add(SAVED, lambda: None)
    notices.add(SAVED, lambda: None, at_once=True)
    assert made == [bar]
