"""Finding out whether a history file is sound."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import FoundFault, History, HistoryFault, check_history
from tests.exchange.full import full_conversation
from tests.history.samples import Clock


@pytest.fixture
def filled(path: Path) -> Path:
    """A history with conversations, closed."""
    with History.open(path, clock=Clock()) as history:
        for title in ("One", "Two", "Three"):
            full_conversation(history, title)
        history.conversations.delete(3)
        history.conversations.archive(2, archived=True)
        while history.search.catch_up(1000):
            pass
    return path


def _faults(path: Path, *changes: str) -> list[HistoryFault]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for change in changes:
            connection.execute(change)
    return [one.fault for one in check_history(path).faults]


def test_a_sound_file_is_counted(filled: Path) -> None:
    found = check_history(filled)
    assert found.faults == ()
    assert found.bytes == filled.stat().st_size
    assert found.counts is not None
    counts = found.counts
    assert (counts.conversations, counts.archived, counts.deleted, counts.folders) == (2, 1, 1, 3)
    assert (counts.messages, counts.hidden, counts.attachments) == (18, 3, 6)
    assert found.waiting == 0


def test_a_file_is_the_same_after_a_check(filled: Path) -> None:
    check_history(filled)
    before = filled.read_bytes()
    check_history(filled)
    assert filled.read_bytes() == before
    assert [one.name for one in filled.parent.iterdir()] == [filled.name]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE conversations SET leaf_id = 8 WHERE id = 1", HistoryFault.LEAVES),
        ("UPDATE messages SET parent_id = 6 WHERE id = 5", HistoryFault.ORDER),
        ("UPDATE messages SET parent_id = 777 WHERE id = 1", HistoryFault.ORPHANS),
        ("UPDATE conversations SET folder_id = 777 WHERE id = 1", HistoryFault.ORPHANS),
        ("DELETE FROM search_contents_docsize", HistoryFault.SEARCH),
    ],
)
def test_rows_that_do_not_fit_together_are_found(filled: Path, change: str, fault: HistoryFault) -> None:
    assert fault in _faults(filled, change)


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be told from one" * 100, b"SQLite format 3\0"]
)
def test_what_is_no_history_is_damaged_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    found = check_history(path)
    assert ([one.fault for one in found.faults], found.counts) == ([HistoryFault.DAMAGED], None)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_not_taken_for_one(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (x)")
    (fault,) = check_history(path).faults
    assert fault == FoundFault(HistoryFault.DAMAGED, 1, "the file holds tables that are not a history's")


def test_an_open_one_is_not_checked(filled: Path) -> None:
    with History.open(filled), pytest.raises(UserError) as raised:
        check_history(filled)
    assert raised.value.text.id == "history.locked"


def test_where_there_is_no_file_none_is_made(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_history(path)
    assert not path.exists()
