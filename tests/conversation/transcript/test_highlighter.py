"""Lexing off the window's thread: its answers, and code that would take minutes."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.highlight import Highlighter

_SLOW = "a\n" * 25_000  # each line is the beginning of what may be a method of Java, up to the end of the text


def test_answers_come_later_and_are_remembered(qtbot: QtBot) -> None:
    highlighter = Highlighter()
    assert highlighter.marks("return 1", "python") is None
    with qtbot.waitSignal(highlighter.ready):
        pass
    assert highlighter.marks("return 1", "Python")
    assert highlighter.marks("return 1", "no such language") is None
    highlighter.close()


def test_code_that_takes_too_long_stays_plain(qtbot: QtBot) -> None:
    highlighter = Highlighter()
    assert highlighter.marks(_SLOW, "java") is None
    with qtbot.waitSignal(highlighter.ready):
        pass
    assert highlighter.marks(_SLOW, "java") == ()
    highlighter.close()


def test_closing_does_not_wait_for_slow_code(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:  # noqa: ARG001
    monkeypatch.setattr("desktop.conversation.transcript.highlight.highlighter._LONGEST", float("inf"))
    highlighter = Highlighter()
    for number in range(5):
        highlighter.marks(f"{number}\n{_SLOW}", "java")
    highlighter.close()
    assert not highlighter._thread.is_running
