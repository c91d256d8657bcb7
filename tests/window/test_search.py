"""Searching in the running window: from the keys to the message."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.conversation.transcript.surface import Surface
from desktop.sidebar.searching import SearchField
from models.engine import Role
from models.history import AnswerState
from tests.window.conftest import Running

Start = Callable[..., Running]


def press_search_keys(running: Running) -> SearchField:
    running.window.activateWindow()
    running.wait(running.window.isActiveWindow)
    QTest.keyClick(
        running.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    field = QApplication.focusWidget()
    assert isinstance(field, SearchField)
    return field


@pytest.mark.parametrize("sidebar_open", [True, False])
def test_keys_lead_to_the_field_and_enter_to_the_message(
    start: Start,
    sidebar_open: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    running = start()
    history = running.parts.history
    conversation = history.conversations.create(mode="balanced").id
    for number in range(40):
        answer = history.messages.begin_answer(history.messages.ask(conversation, f"Question {number}"))
        text = "The needle is here." if number == 7 else "Hay.\n\n" * 30
        history.messages.finish_answer(
            answer, state=AnswerState.COMPLETE, content=text, thinking=None, thinking_seconds=None, record=None
        )
    running.window.open_parts(sidebar=sidebar_open, panel=False)
    field = press_search_keys(running)
    assert running.window.sidebar.isVisible()
    QTest.keyClicks(field, "needle")
    QTest.keyClick(field, Qt.Key.Key_Return)  # before anything is found
    running.wait(lambda: running.parts.shell.conversation.conversation == conversation)
    surface = running.window.transcript.findChild(Surface)
    assert isinstance(surface, Surface)
    flow, glowing = surface.stage.flow, surface.stage.attention.glowing
    assert glowing is not None
    message = history.messages.get(glowing)
    assert (message.role, message.content) == (Role.ASSISTANT, "The needle is here.")
    place = flow.top(flow.number(glowing)) - surface.stage.reading.scroll
    assert 0 <= place < surface.viewport().height()


def test_window_closes_in_the_middle_of_a_search(start: Start) -> None:
    running = start()
    history = running.parts.history
    for number in range(50):
        history.messages.ask(history.conversations.create(mode="balanced").id, f"needle {number}")
    field = press_search_keys(running)
    field.setText("needle")
    QTest.keyClick(field, Qt.Key.Key_Down)
    running.program.close()
    assert running.program.application is QApplication.instance()
