"""Several threads on one open history."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.history import AnswerState, History
from tests.history.samples import say

_Job = Callable[[History, threading.Barrier], int]


def _chat(history: History, start: threading.Barrier) -> int:
    """Do what a writer of answers does, for one conversation; return its id."""
    start.wait()
    conversation = history.conversations.create(mode="balanced").id
    for number in range(10):
        answer = history.messages.begin_answer(history.messages.ask(conversation, f"{conversation}: {number}"))
        for length in range(5):
            history.messages.update_answer(answer, content="x" * length, thinking=None)
        history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content=f"{conversation}: done {number}")
    return conversation


def _read(history: History, start: threading.Barrier) -> int:
    """Do what the window does meanwhile: list, open, draft."""
    start.wait()
    for _ in range(40):
        for summary in history.conversations.recent():
            owners = {message.conversation for message in history.messages.thread(summary.id)}
            assert owners <= {summary.id}
            history.conversations.save_draft(summary.id, "typing")
    return 0


def test_threads_do_not_disturb_each_other(history: History) -> None:
    start = threading.Barrier(5)
    jobs: tuple[_Job, ...] = (_chat, _chat, _chat, _read, _read)
    with ThreadPoolExecutor(len(jobs)) as pool:
        results = [pool.submit(job, history, start) for job in jobs]
        conversations = [result.result(timeout=120) for result in results]
    for conversation in filter(None, conversations):
        contents = [message.content for message in history.messages.thread(conversation)]
        expected = [(f"{conversation}: {number}", f"{conversation}: done {number}") for number in range(10)]
        assert contents == [content for pair in expected for content in pair]


def test_failed_change_of_one_thread_is_undone_alone(history: History, conversation: int) -> None:
    with pytest.raises(KeyError):
        history.messages.begin_answer(99)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(say, history, conversation, "hello", "hi").result(timeout=60)
    assert len(history.messages.thread(conversation)) == 2


def test_closing_twice_is_allowed_and_using_after_it_is_a_bug(history: History) -> None:
    history.close()
    history.close()
    with pytest.raises(sqlite3.ProgrammingError):
        history.conversations.recent()
