"""What reading costs, counted in statements and not in time: it must not grow with the length of a conversation."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from models.history import History
from models.history.database import Database
from models.history.opening import open_file
from models.history.schema import MIGRATIONS
from tests.history.samples import execute, say

_SCANS = ("hidden_ms IS NOT NULL FROM", "ORDER BY last_used")


@pytest.fixture
def connection(path: Path) -> sqlite3.Connection:
    """The connection of a new history file."""
    return open_file(path, MIGRATIONS).connection


def _statements(connection: sqlite3.Connection, read: Callable[[], object]) -> list[str]:
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    read()
    connection.set_trace_callback(None)
    return seen


def test_long_thread_takes_as_many_statements_as_a_short_one(path: Path, connection: sqlite3.Connection) -> None:
    with History(Database(connection, path)) as history:
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "hello", "hi")
        short = _statements(connection, lambda: history.messages.thread(conversation))
        for number in range(100):
            _, answer = say(history, conversation, f"question {number}", "answer")
            if number % 10 == 0:
                history.messages.revise_answer(answer, "better")
                history.messages.hide(answer)
        long = _statements(connection, lambda: history.messages.thread(conversation))
    assert len(short) == len(long) <= 5


def test_lists_and_the_shape_of_trees_are_read_from_indexes_alone(path: Path, connection: sqlite3.Connection) -> None:
    with History(Database(connection, path)) as history:
        conversation = history.conversations.create(mode="balanced").id
        for read in (history.conversations.recent, lambda: history.messages.thread(conversation)):
            (scan,) = (one for one in _statements(connection, read) if any(part in one for part in _SCANS))
            plan = connection.execute(f"EXPLAIN QUERY PLAN {scan}").fetchall()
            assert all("COVERING INDEX" in row[-1] and "TEMP B-TREE" not in row[-1] for row in plan)


def test_record_is_read_when_it_is_asked_for(path: Path, expected_log: Callable[[str], None]) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        _, answer = say(history, conversation, "hello", "hi")
    execute(path, f"UPDATE messages SET record = 'none' WHERE id = {answer}")  # noqa: S608 - a number
    with History.open(path) as history:
        message = history.messages.thread(conversation)[-1]  # an unreadable record would be in the log, which fails
        assert message.content == "hi"
    expected_log("cannot be read")
    assert message.record is None
