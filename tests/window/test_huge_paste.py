"""A million letters pasted into the composer: counted, refused in one sentence, kept; the window goes on."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtCore import Qt, QTimer
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
    QTest.keyClick(running.edit, Qt.Key.Key_V, as_text)
    assert len(running.window.composer.text) >= LETTERS - 1
    beats: list[float] = []
    heart = QTimer(running.window)
    heart.timeout.connect(lambda: beats.append(perf_counter()))
    heart.start(20)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    history = running.parts.history
    running.wait(lambda: running.window.composer.state is ComposerState.READY and bool(history.conversations.recent()))
    running.wait(lambda: _said(running, "tokens long"))
    assert len(beats) > 1  # the event loop went on
    heart.stop()
    (summary,) = history.conversations.recent()
    question, answer = history.messages.thread(summary.id)
    assert question.content.strip() == text.strip()
    assert answer.state is AnswerState.FAILED
    QTest.keyClicks(running.edit, "Name a colour")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait(lambda: len(history.messages.thread(summary.id)) == 4)
    running.wait_for(ComposerState.READY)
    assert history.messages.thread(summary.id)[-1].content


def _said(running: Running, words: str) -> bool:
    return any(words in label.text() for label in running.parts.shell.window.findChildren(QLabel))
