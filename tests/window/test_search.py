"""Searching in the running window: from the keys to the message."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.control.sidebar.searching import _SLICE_MS
from desktop.conversation.transcript.surface import Surface
from desktop.sidebar.searching import SearchField
from models.engine import Role
from models.history import AnswerState
from models.history.search.index import Index
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


@pytest.mark.parametrize("again", [False, True])
def test_a_place_deep_in_a_long_answer_is_scrolled_to_and_selected(
    start: Start,
    again: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    running = start()
    history = running.parts.history
    conversation = history.conversations.create(mode="balanced").id
    answer = history.messages.begin_answer(history.messages.ask(conversation, "Where is it?"))
    hay = "Hay, and no **needle** in sight.\n\n" * 40
    text = f"{hay}There is nothing but straw in this one.\n\nAt last the golden **needle**.\n\n{hay}"
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content=text)
    if again:
        running.parts.shell.conversation.open(conversation)
    field = press_search_keys(running)
    field.setText("golden needle")
    QTest.keyClick(field, Qt.Key.Key_Return)
    transcript = running.window.transcript
    running.wait(lambda: transcript.selected_text() == "golden")
    surface = transcript.findChild(Surface)
    assert isinstance(surface, Surface)
    place = surface.stage.selection.anchor
    assert place is not None
    rect = surface.stage.caret.rect(place)
    assert rect is not None
    assert 0 < rect.top() - surface.stage.reading.scroll < surface.viewport().height()
    assert surface.stage.reading.scroll > 0
    assert not surface.stage.reading.following


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


def test_what_is_indexed_while_it_is_searched_for_is_found(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.control.sidebar.searching._INDEX_AFTER_MS", 600_000)
    catch_up = Index.catch_up

    def slow(self: Index, budget_ms: float) -> bool:
        """Do nothing in the short time that a query spends on it, as on a busy machine."""
        return True if budget_ms < _SLICE_MS else catch_up(self, 60_000.0)

    monkeypatch.setattr(Index, "catch_up", slow)
    running = start()
    history = running.parts.history
    conversation = history.conversations.create(mode="balanced").id
    for question in ("What is in the hay?", "Is it a needle?"):  # the first is the title, which needs no index
        history.messages.ask(conversation, question)
    field = press_search_keys(running)
    field.setText("needle")
    QTest.keyClick(field, Qt.Key.Key_Return)
    running.wait(lambda: running.parts.shell.conversation.conversation == conversation)
