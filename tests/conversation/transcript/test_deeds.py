"""What is done with a whole message: by its buttons, its menu, and keys while it has the focus."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, question

CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def asked(screen: Opened) -> list[tuple[str, int]]:
    """Return a list that notes what is asked for."""
    noted: list[tuple[str, int]] = []
    for name in ("edit", "regenerate", "several", "continue", "branch", "delete"):
        signal = getattr(screen.transcript, f"{name}_requested")
        signal.connect(lambda message, name=name: noted.append((name, message)))
    return noted


def popup() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def names(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_each_key_asks_for_its_deed_while_the_message_has_the_focus(opened: Open) -> None:
    screen = opened(question(1), replace(answer(2), can_continue=True))
    noted = asked(screen)
    screen.key(Qt.Key.Key_E)
    assert noted == []  # nothing has the focus yet
    screen.key(Qt.Key.Key_Up, CTRL)
    keys = (Qt.Key.Key_E, Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_C, Qt.Key.Key_B, Qt.Key.Key_Delete)
    for key in keys:
        screen.key(key)
    focused = screen.stage.attention.focused
    assert focused is not None
    message = focused.message
    deeds = ["edit", "regenerate", "several", "continue", "branch", "delete"]
    assert noted == [(deed, message) for deed in deeds]
    screen.key(Qt.Key.Key_E, CTRL)
    assert len(noted) == len(keys)


def test_a_question_is_not_answered_again_by_key(opened: Open) -> None:
    screen = opened(question(1))
    noted = asked(screen)
    screen.key(Qt.Key.Key_Up, CTRL)
    for key in (Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_C):
        screen.key(key)
    assert noted == []


def test_a_message_that_is_being_written_has_no_deeds(opened: Open) -> None:
    screen = opened(question(1), answer(2, streaming=True))
    noted = asked(screen)
    screen.key(Qt.Key.Key_Up, CTRL)
    assert screen.stage.attention.focused == Target(2)
    for key in (Qt.Key.Key_E, Qt.Key.Key_Delete):
        screen.key(key)
    assert noted == []


def test_a_message_that_cannot_be_changed_can_be_copied_and_branched_only(opened: Open) -> None:
    screen = opened(replace(question(1), locked=True), replace(answer(2), can_continue=True, locked=True))
    noted = asked(screen)
    for key in (Qt.Key.Key_E, Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_C, Qt.Key.Key_Delete, Qt.Key.Key_B):
        screen.key(Qt.Key.Key_Up, CTRL)
        screen.key(key)
    assert {name for name, _ in noted} == {"branch"}
    kinds = [control.kind for number in (1, 2) for control in screen.stage.item(number).footer_controls()]
    assert not {ControlKind.EDIT, ControlKind.REGENERATE, ControlKind.CONTINUE} & set(kinds)
    assert ControlKind.COPY in kinds


def test_the_row_offers_to_continue_only_what_was_cut(opened: Open) -> None:
    screen = opened(question(1), replace(answer(2), can_continue=True, note="Stopped."), question(3), answer(4))
    noted = asked(screen)
    screen.click(screen.centre(Target(2, Control(ControlKind.CONTINUE))))
    screen.click(screen.centre(Target(1, Control(ControlKind.EDIT))))
    assert noted == [("continue", 2), ("edit", 1)]
    assert Control(ControlKind.CONTINUE) not in screen.stage.item(4).footer_controls()


def test_the_menu_of_a_message_says_what_can_be_done_with_it(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), replace(answer(2), can_continue=True))
    noted = asked(screen)
    screen.click(screen.centre(Target(2, Control(ControlKind.MORE))))
    menu = popup()
    assert names(menu) == [
        "Copy message",
        "Quote in the question",
        "Edit",
        "Answer again",
        "Three other answers…",
        "Continue",
        "Branch into a new conversation",
        "Delete message",
    ]
    next(action for action in menu.actions() if action.text() == "Three other answers…").trigger()
    menu.close()
    assert noted == [("several", 2)]
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
