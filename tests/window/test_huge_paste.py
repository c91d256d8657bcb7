"""A million letters pasted into the composer: they go as a file, are refused in one sentence, and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.conversation import ComposerState
from models.history import AnswerState
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
LETTERS = 1_000_000


def test_a_million_letters_are_refused_in_one_sentence_and_nothing_is_lost(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=16, seed=1))
    text = "word " * (LETTERS // 5)
    QGuiApplication.clipboard().setText(text)
    as_text = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClicks(running.edit, "What is this?")
    QTest.keyClick(running.edit, Qt.Key.Key_V, as_text)
    assert running.window.composer.text == "What is this?"
    assert _said(running, "Too long for this field")
    assert [len(file.text or "") for file in running.window.composer.tray.files] == [LETTERS]
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    history = running.parts.history
    running.wait(lambda: running.window.composer.state is ComposerState.READY and bool(history.conversations.recent()))
    running.wait(lambda: _said(running, "tokens long"))
    (summary,) = history.conversations.recent()
    question, answer = history.messages.thread(summary.id)
    assert question.content == "What is this?"
    is_kept = history.messages.attachment(question.attachments[0].id).text == text
    assert is_kept
    assert answer.state is AnswerState.FAILED
    QTest.keyClicks(running.edit, "Name a colour")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait(lambda: len(history.messages.thread(summary.id)) == 4)
    running.wait_for(ComposerState.READY)
    assert history.messages.thread(summary.id)[-1].content


def _said(running: Running, words: str) -> bool:
    return any(words in label.text() for label in running.parts.shell.window.findChildren(QLabel))
