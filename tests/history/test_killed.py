"""The program killed at any moment, and two programs on one file."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import AnswerState, History, IndexState
from tests.history.endless_writer import SHORTEST
from tests.history.samples import ROOT, Clock, rows, say


@contextmanager
def _writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.history.endless_writer", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def _told(program: subprocess.Popen[str], lines: int) -> dict[int, int]:
    """Read that many lines, kill the program, read what it still told; return the saved length of each message."""
    assert program.stdout is not None
    told = [program.stdout.readline() for _ in range(lines)]
    program.kill()
    told += program.stdout.readlines()
    saved: dict[int, int] = {}
    for line in told:
        if line.endswith("\n"):
            message, length = line.split()
            saved[int(message)] = int(length)
    return saved


@pytest.mark.parametrize("lines", [1, 2, 30, 170])
def test_killed_program_loses_nothing_that_it_saved(path: Path, lines: int) -> None:
    with _writer(path) as program:
        saved = _told(program, lines)
    assert len(saved) >= 1
    with History.open(path) as history:
        assert history.opening.set_aside is None
        for message, length in saved.items():
            found = history.messages.get(message)
            assert len(found.content) >= length
            assert found.state is not AnswerState.STREAMING
        conversation = history.conversations.recent()[0].id
        say(history, conversation, "still here?", "yes")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_answer_cut_off_is_stopped_with_the_words_it_had(path: Path) -> None:
    with _writer(path) as program:
        saved = _told(program, 5)
    # The first answer, which the writer never finishes: the newest message may be a question already, or whole.
    answer = min(message for message, length in saved.items() if length >= SHORTEST)
    with History.open(path) as history:
        assert history.opening.stopped_answers >= 1
        cut_off = history.messages.get(answer)
        assert cut_off.state is AnswerState.STOPPED
        assert set(cut_off.content) == {"字"}
        assert len(cut_off.content) >= saved[answer]
        assert cut_off.thinking == "想" * len(cut_off.content)
    with History.open(path) as history:
        assert history.opening.stopped_answers == 0


def test_finished_answers_stay_as_they_are(path: Path, clock: Clock) -> None:
    with History.open(path, clock=clock) as history:
        conversation = history.conversations.create(mode="balanced").id
        question, answer = say(history, conversation, "hello", "hi")
        failed = history.messages.begin_answer(question)
        history.messages.finish_answer(failed, state=AnswerState.FAILED, content="h")
    with History.open(path, clock=clock) as history:
        assert history.opening.stopped_answers == 0
        assert history.messages.get(answer).state is AnswerState.COMPLETE
        assert history.messages.get(failed).state is AnswerState.FAILED


@pytest.mark.parametrize("lines", [1, 3, 8, 20])
def test_program_killed_while_it_changes_the_tree_leaves_whole_steps(path: Path, lines: int) -> None:
    command = [sys.executable, "-m", "tests.history.restless_writer", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for _ in range(lines):
            program.stdout.readline()
        program.kill()
    with History.open(path) as history:
        assert history.opening.set_aside is None
        for summary in history.conversations.recent():
            thread = history.messages.thread(summary.id)
            assert [message.content for message in thread] == [f"part {number}" for number in range(len(thread))]
            assert len(thread) in {4, 6}  # each step is there as a whole
            for message in thread:
                assert [history.messages.attachment(info.id).text for info in message.attachments] == ["text"]
        while history.search.catch_up(0):
            pass
        assert history.search.state() == IndexState(waiting=0, sound=True)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_second_program_is_refused_until_the_first_has_gone(path: Path) -> None:
    with _writer(path) as program:
        assert program.stdout is not None
        program.stdout.readline()
        with pytest.raises(UserError) as refused:
            History.open(path)
        assert refused.value.text.id == "history.locked"
        assert program.poll() is None
    History.open(path).close()


def test_second_opening_in_the_same_program_is_refused_too(path: Path, history: History) -> None:
    conversation = history.conversations.create(mode="balanced").id
    with pytest.raises(UserError) as refused:
        History.open(path)
    assert refused.value.text.id == "history.locked"
    say(history, conversation, "undisturbed?", "yes")
    history.close()
    with History.open(path) as again:
        assert len(again.messages.thread(conversation)) == 2
