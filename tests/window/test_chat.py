"""A question typed with real key events is answered by the real engine, and all of it is kept."""

from collections.abc import Callable
from dataclasses import replace

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.conversation import ComposerState
from models.engine import Role
from models.history import AnswerState
from models.record import StopReason
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]


def ask(running: Running, question: str) -> None:
    QTest.keyClicks(running.edit, question)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)


def limit_tokens(running: Running, count: int) -> None:
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=count, seed=1))


def test_a_typed_question_is_answered_and_kept(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 40)
    ask(running, "Name the three primary colours.")
    running.wait_for(ComposerState.READY)
    history = running.parts.history
    (summary,) = history.conversations.recent()
    assert summary.title == "Name the three primary colours."
    question, answer = history.messages.thread(summary.id)
    assert (question.role, answer.role) == (Role.USER, Role.ASSISTANT)
    assert answer.state is AnswerState.COMPLETE
    assert answer.content.strip()
    assert answer.record is not None
    assert answer.record.settings.seed == 1
    assert 0 < answer.record.stats.answer_tokens <= 40
    transcript = running.window.transcript
    transcript.select_all()
    transcript.copy()
    copied = QApplication.clipboard().text()
    assert question.content in copied
    assert answer.content.strip() in copied


def test_escape_stops_the_answer_and_keeps_what_there_is(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 900)
    ask(running, "Write a very long story about a river.")
    running.wait(lambda: bool(running.parts.answering.running and running.parts.answering.running.content))
    QTest.keyClick(running.edit, Qt.Key.Key_Escape)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    answer = running.parts.history.messages.thread(summary.id)[-1]
    assert answer.state is AnswerState.STOPPED
    assert answer.content.strip()
    assert answer.record is not None
    assert answer.record.stats.stop_reason is StopReason.STOPPED


def test_another_answer_becomes_a_sibling_and_both_stay(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 12)
    ask(running, "Say hello.")
    running.wait_for(ComposerState.READY)
    messages = running.parts.history.messages
    (summary,) = running.parts.history.conversations.recent()
    first = messages.thread(summary.id)[-1]
    running.window.transcript.regenerate_requested.emit(first.id)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    second = messages.thread(summary.id)[-1]
    assert messages.siblings(second.id) == (first.id, second.id)
    running.window.transcript.sibling_requested.emit(second.id, -1)
    assert messages.thread(summary.id)[-1].id == first.id


def test_the_engine_killed_during_an_answer_costs_nothing_that_was_shown(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 900)
    ask(running, "Write a very long story about a mountain.")
    running.wait(lambda: len(running.parts.answering.running.content if running.parts.answering.running else "") > 20)
    pid = running.parts.engine.pid
    assert pid is not None
    psutil.Process(pid).kill()
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    answer = running.parts.history.messages.thread(summary.id)[-1]
    assert answer.state is AnswerState.FAILED
    assert len(answer.content) > 20
    assert running.window.notices.current is not None
    limit_tokens(running, 8)
    ask(running, "And now?")
    running.wait_for(ComposerState.READY)
    after = running.parts.history.messages.thread(summary.id)[-1]
    assert after.state is AnswerState.COMPLETE


def test_closing_in_the_middle_of_an_answer_keeps_what_was_on_screen(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 900)
    ask(running, "Write a very long story about the sea.")
    running.wait(lambda: len(running.parts.answering.running.content if running.parts.answering.running else "") > 20)
    shown = running.parts.answering.running
    assert shown is not None
    text = shown.content
    running.program.close()
    again = start()
    (summary,) = again.parts.history.conversations.recent()
    answer = again.parts.history.messages.thread(summary.id)[-1]
    assert answer.content.startswith(text)
    assert answer.state is AnswerState.STOPPED


def test_an_empty_question_does_nothing(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    QTest.keyClicks(running.edit, "   ")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    assert running.parts.answering.running is None
    assert not any(
        running.parts.history.messages.thread(summary.id) for summary in running.parts.history.conversations.recent()
    )


def test_a_draft_is_kept_per_conversation(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 4)
    ask(running, "First")
    running.wait_for(ComposerState.READY)
    first = running.parts.shell.conversation.conversation
    composer = running.window.composer
    QTest.keyClicks(running.edit, "unsent words")
    running.window.sidebar.new_requested.emit()
    assert composer.text == ""
    running.window.sidebar.conversation_chosen.emit(first)
    assert composer.text == "unsent words"
