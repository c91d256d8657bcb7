"""Opening files that older programs wrote."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.history import AnswerState, History, TitleSource
from models.history.schema import MIGRATIONS
from models.record import StopReason
from tests.history.samples import ROOT, rows, say

_TABLES = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"


def _add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE conversations ADD COLUMN extra INTEGER NOT NULL DEFAULT 0")


def _fill_column(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE conversations SET extra = 7")


def _fail(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM messages")
    raise RuntimeError("the step failed")


def _orphan(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM conversations")


@pytest.fixture
def oldest(path: Path) -> Path:
    """A file of the first version, with conversations in it."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "schema_1.sql").read_text("utf-8"))
    return path


def _assert_nothing_lost(history: History) -> None:
    assert [(summary.id, summary.title) for summary in history.conversations.recent()] == [
        (4, "Mine"),
        (1, "What is 梯度消失?"),
    ]
    first = history.conversations.get(1)
    assert (first.mode, first.instructions, first.draft) == ("reasoning", "Be brief.", "and why")
    assert first.overrides.values == (("seed", None), ("temperature", 0.5))
    assert history.conversations.get(4).title_source is TitleSource.USER
    question, answer = history.messages.thread(1)
    assert question.content == "What is 梯度消失?"
    assert (answer.content, answer.thinking, answer.thinking_seconds) == ("It vanishes.", "Hm. 梯度…", 1.5)
    assert (answer.sibling_number, answer.sibling_count) == (2, 2)
    assert answer.record is not None
    assert (answer.record.settings.temperature, answer.record.stats.stop_reason) == (0.5, StopReason.END)
    assert history.messages.get(2).state is AnswerState.STOPPED


def test_older_conversations_get_the_newer_parts_empty(oldest: Path) -> None:
    with History.open(oldest) as history:
        first = history.conversations.recent()[1]
        assert (first.pinned, first.folder, first.archived, first.deleted_ms) == (False, None, False, None)
        assert history.folders.all() == ()
        assert history.conversations.draft_attachments(1) == ()
        for message in history.messages.thread(1):
            assert (message.hidden, message.edited, message.attachments) == (False, False, ())
        history.conversations.move(1, 4, folder=history.folders.create("Physics").id)
        history.messages.hide(3)
        assert [message.id for message in history.messages.thread(1)] == [1, 2]
        history.messages.unhide(3)
        copy = history.messages.thread(history.messages.branch(3))
        assert [message.content for message in copy] == ["What is 梯度消失?", "It vanishes."]
        assert copy[-1].record == history.messages.get(3).record
        assert len(history.search.find("梯度消失")) == 2
    assert rows(oldest, "PRAGMA foreign_key_check") == []


def test_oldest_file_opens_with_everything_in_it(oldest: Path) -> None:
    with History.open(oldest) as history:
        _assert_nothing_lost(history)
        say(history, 1, "more", "of it")
    assert rows(oldest, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_oldest_file_ends_with_the_tables_of_a_new_one(oldest: Path, tmp_path: Path) -> None:
    History.open(oldest).close()
    new = tmp_path / "new.sqlite3"
    History.open(new).close()
    assert rows(oldest, _TABLES) == rows(new, _TABLES)


def test_older_file_goes_through_every_step_after_a_copy_is_made(oldest: Path) -> None:
    steps = (*MIGRATIONS, _add_column, _fill_column)
    before = rows(oldest, "SELECT * FROM messages")
    with History.open(oldest, migrations=steps) as history:
        copy = history.opening.copy
        _assert_nothing_lost(history)
    assert rows(oldest, "SELECT id, extra FROM conversations ORDER BY id") == [(1, 7), (4, 7)]
    assert rows(oldest, "PRAGMA user_version") == [(len(steps),)]
    assert copy == oldest.with_name("history.sqlite3.before-2.bak")
    assert rows(copy, "PRAGMA user_version") == [(1,)]
    assert rows(copy, "SELECT * FROM messages") == before
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o077 == 0


def test_copy_holds_what_was_still_in_the_journal(oldest: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", _DIES_AFTER_WRITING, str(oldest)], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
    )
    assert oldest.with_name("history.sqlite3-wal").stat().st_size > 0
    with History.open(oldest, migrations=(*MIGRATIONS, _add_column)) as history:
        copy = history.opening.copy
    assert copy is not None
    assert rows(copy, "SELECT content FROM messages ORDER BY id DESC LIMIT 1") == [("last words",)]


def test_no_copy_without_a_migration(oldest: Path) -> None:
    with History.open(oldest, migrations=(*MIGRATIONS, _add_column)):
        pass
    with History.open(oldest, migrations=(*MIGRATIONS, _add_column)) as history:
        assert history.opening.copy is None
    new = oldest.with_name("new.sqlite3")
    with History.open(new) as history:
        assert history.opening.copy is None
    assert sorted(file.name for file in oldest.parent.iterdir()) == [
        "history.sqlite3",
        "history.sqlite3.before-2.bak",
        "new.sqlite3",
    ]


@pytest.mark.parametrize(("step", "reason"), [(_fail, "the step failed"), (_orphan, "without parents")])
def test_failed_step_leaves_the_file_as_it_was(oldest: Path, step: object, reason: str) -> None:
    steps = (*MIGRATIONS, _add_column, step)
    before = rows(oldest, _TABLES)
    with pytest.raises(RuntimeError, match=reason):
        History.open(oldest, migrations=steps)  # type: ignore[arg-type]  # parametrize does not carry types
    assert rows(oldest, "PRAGMA user_version") == [(1,)]
    assert rows(oldest, _TABLES) == before
    with History.open(oldest) as history:
        _assert_nothing_lost(history)


def test_program_killed_while_migrating_leaves_the_file_as_it_was(oldest: Path) -> None:
    died = subprocess.run([sys.executable, "-c", _DIES_MIGRATING, str(oldest)], cwd=ROOT, check=False)
    assert died.returncode == 9
    assert rows(oldest, "PRAGMA user_version") == [(1,)]
    with History.open(oldest, migrations=(*MIGRATIONS, _add_column)) as history:
        _assert_nothing_lost(history)


_DIES_AFTER_WRITING = """
import os, sys
from pathlib import Path
from models.history import History
history = History.open(Path(sys.argv[1]))
history.messages.ask(4, "last words")
os._exit(9)
"""

_DIES_MIGRATING = """
import os, sys
from pathlib import Path
from models.history import History
from models.history.schema import MIGRATIONS

def dies(connection):
    connection.execute("PRAGMA cache_size = 1")  # so that unfinished changes reach the disk
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("CREATE TABLE filler (text TEXT)")
    for _ in range(500):
        connection.execute("INSERT INTO filler VALUES (hex(randomblob(4000)))")
    connection.execute("DELETE FROM messages")
    os._exit(9)

History.open(Path(sys.argv[1]), migrations=(*MIGRATIONS, dies))
"""
