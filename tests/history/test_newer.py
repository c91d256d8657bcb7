"""Files that a newer program wrote: read, never written, and chats beside them that end with the program."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import AnswerState, Attachment, History, NewerHistory, WholeConversation, check_history
from models.history.schema import MIGRATIONS
from tests.history.samples import ROOT, execute, rows, say

_NEWER = len(MIGRATIONS) + 2


def _bytes(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


@pytest.fixture
def newer(path: Path) -> Path:
    """A file of a newer program, with two conversations, a folder, a branch and an attachment in it."""
    with History.open(path) as history:
        conversations, messages = history.conversations, history.messages
        first = conversations.create(mode="reasoning", instructions="Be brief.").id
        conversations.move(first, folder=history.folders.create("Physics").id)
        _, answer = say(history, first, "What is 梯度消失?", "It vanishes.")
        messages.ask(first, "with a file", (Attachment("notes.txt", "the text", 8),))
        messages.choose(messages.revise_answer(answer, "It vanishes slowly."))
        conversations.save_draft(first, "and why")
        second = conversations.create(mode="balanced").id
        cut = messages.begin_answer(messages.ask(second, "tell me"))
        messages.update_answer(cut, content="Once upon", thinking=None)
    execute(path, f"PRAGMA user_version = {_NEWER}")
    return path


def test_newer_file_is_read_whole_and_not_one_byte_of_it_changes(newer: Path) -> None:
    before = _bytes(newer.parent)
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.WHOLE
        assert not history.is_kept
        notice = history.opening.notice
        assert notice is not None
        assert notice.id == "history.newer.whole"
        second, first = history.conversations.recent()
        assert (first.title, second.title) == ("What is 梯度消失?", "tell me")
        assert [folder.name for folder in history.folders.all()] == ["Physics"]
        assert history.conversations.get(first.id).draft == "and why"
        thread = history.messages.thread(first.id)
        assert [message.content for message in thread] == ["What is 梯度消失?", "It vanishes slowly."]
        assert history.messages.get(4).state is AnswerState.COMPLETE
        assert history.messages.thread(second.id)[-1].state is AnswerState.STOPPED
        while history.search.catch_up(1000.0):
            pass
        assert [hit.conversation for hit in history.search.find("梯度消失")] == [first.id]
        whole = history.whole.read(first.id)
        assert (whole.folder, len(whole.messages), whole.messages[2].attachments[0].text) == ("Physics", 4, "the text")
    assert _bytes(newer.parent) == before


def test_other_branches_of_a_newer_file_can_be_looked_at(newer: Path) -> None:
    with History.open(newer) as history:
        history.messages.choose(2)
        assert [message.content for message in history.messages.thread(1)][:2] == ["What is 梯度消失?", "It vanishes."]


_CHANGES: dict[str, Callable[[History], object]] = {
    "title": lambda history: history.conversations.rename(1, "mine"),
    "pin": lambda history: history.conversations.pin(1, pinned=True),
    "draft": lambda history: history.conversations.save_draft(1, "x"),
    "files": lambda history: history.conversations.save_draft_attachments(1, [Attachment("a", "b", 1)]),
    "bin": lambda history: history.conversations.delete(1),
    "place": lambda history: history.conversations.move(1, folder=None),
    "question": lambda history: history.messages.ask(1, "more?"),
    "answer": lambda history: history.messages.begin_answer(1),
    "hiding": lambda history: history.messages.hide(2),
    "ending": lambda history: history.messages.finish_answer(2, state=AnswerState.COMPLETE, content=""),
    "folder's name": lambda history: history.folders.rename(1, "Chemistry"),
    "folder": lambda history: history.folders.remove(1),
}


def test_what_came_out_of_a_newer_file_cannot_be_changed(newer: Path) -> None:
    with History.open(newer) as history:
        assert not history.may_change(1)
        before = (history.conversations.recent(), history.messages.thread(1), history.folders.all())
        for what, change in _CHANGES.items():
            with pytest.raises(UserError) as refused:
                change(history)
            assert refused.value.text.id == "history.newer.unchangeable", what
        assert (history.conversations.recent(), history.messages.thread(1), history.folders.all()) == before


def test_chats_beside_a_newer_file_work_and_are_not_kept(newer: Path) -> None:
    before = _bytes(newer.parent)
    with History.open(newer) as history:
        assert history.may_change(None)
        new = history.conversations.create(mode="balanced").id
        assert history.may_change(new)
        assert 2**30 < new < 2**31  # apart from what the newer program numbers, and still a C int
        question, _ = say(history, new, "And here?", "Not kept.")
        history.messages.revise(question, "And now?")
        history.conversations.rename(new, "Beside")
        copy = history.messages.branch(2)
        assert history.may_change(copy)
        say(history, copy, "go on", "gladly")
        texts = [message.content for message in history.messages.thread(copy)]
        assert texts == ["What is 梯度消失?", "It vanishes.", "go on", "gladly"]
        added = history.whole.add(WholeConversation(id="x", title="Taken in", created_ms=1, last_used_ms=1))
        history.conversations.erase(new, added)
    assert _bytes(newer.parent) == before
    with History.open(newer) as history:
        assert len(history.conversations.recent()) == 2


def test_unknown_tables_columns_and_values_are_left_out_and_said(newer: Path) -> None:
    with closing(sqlite3.connect(newer)) as connection:
        connection.executescript(
            """
            DROP INDEX messages_by_parent; DROP INDEX conversations_by_use;
            ALTER TABLE conversations DROP COLUMN pinned;
            ALTER TABLE conversations ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';
            ALTER TABLE messages RENAME TO old_messages;
            CREATE TABLE messages AS SELECT * FROM old_messages;
            DROP TABLE search_pending; DROP TABLE identities; DROP TRIGGER search_changed;
            CREATE TABLE pictures (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
            UPDATE messages SET role = 'tool', state = 'paused' WHERE id = 2;
            UPDATE messages SET content = x'00ff' WHERE id = 4;
            UPDATE messages SET parent_id = 77 WHERE id = 6;
            UPDATE conversations SET leaf_id = 99 WHERE id = 2;
            INSERT INTO messages (id, conversation_id, role, state, created_ms, content, edited)
            VALUES (50, 12, 'user', 'complete', 0, 'of nobody', 0);
            """
        )
    before = _bytes(newer.parent)
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.PARTLY
        assert [one.pinned for one in history.conversations.recent()] == [False, False]
        assert [message.content for message in history.messages.thread(1)] == ["What is 梯度消失?", ""]
        history.messages.choose(2)
        assert history.messages.get(2).content == "It vanishes."
        assert [message.content for message in history.messages.thread(2)] == ["Once upon"]
        with pytest.raises(KeyError):
            history.messages.get(50)
        assert history.whole.read(2).title == "tell me"
    assert _bytes(newer.parent) == before


def test_thread_is_read_in_order_where_the_tree_is_kept_elsewhere(newer: Path) -> None:
    with closing(sqlite3.connect(newer)) as connection:
        connection.executescript(
            """
            CREATE TABLE texts AS SELECT id, conversation_id, role, content FROM messages;
            DROP TABLE messages; ALTER TABLE texts RENAME TO messages;
            CREATE TABLE chats AS SELECT id, title FROM conversations;
            DROP TABLE conversations; ALTER TABLE chats RENAME TO conversations;
            """
        )
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.PARTLY
        assert [message.content for message in history.messages.thread(2)] == ["tell me", "Once upon"]


_UNREADABLE = {
    "renamed": "ALTER TABLE messages RENAME TO turns",
    "gone": "DROP TABLE messages",
    "not understood": """
CREATE TABLE later (a);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE later (a WISHED)) FUTURE' WHERE name = 'later';
""",
}


@pytest.mark.parametrize("how", _UNREADABLE)
def test_file_without_what_is_needed_is_left_alone_and_chats_still_work(
    newer: Path, how: str, expected_log: Callable[[str], None]
) -> None:
    with closing(sqlite3.connect(newer)) as connection:
        connection.executescript(_UNREADABLE[how])
    expected_log("nothing can be read of the history file")
    before = _bytes(newer.parent)
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.NOT_AT_ALL
        assert history.conversations.recent() == ()
        say(history, history.conversations.create(mode="balanced").id, "still there?", "yes")
        assert len(history.conversations.recent()) == 1
    assert _bytes(newer.parent) == before


def test_damaged_newer_file_is_not_set_aside(newer: Path, expected_log: Callable[[str], None]) -> None:
    expected_log("nothing can be read of the history file")
    with newer.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (newer.stat().st_size - 4096))
    before = _bytes(newer.parent)
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.NOT_AT_ALL
    assert _bytes(newer.parent) == before


def test_what_a_killed_newer_program_left_in_the_journal_is_read_too(newer: Path) -> None:
    subprocess.run([sys.executable, "-c", _DIES_AFTER_WRITING, str(newer)], cwd=ROOT, check=False)
    before = _bytes(newer.parent)
    assert len(before["history.sqlite3-wal"][0]) > 0
    with History.open(newer) as history:
        assert history.opening.newer is NewerHistory.WHOLE
        assert history.messages.thread(2)[-1].content == "last words"
    assert _bytes(newer.parent) == before


def test_version_that_only_the_journal_tells_of_counts(path: Path) -> None:
    with History.open(path) as history:
        history.conversations.create(mode="balanced")
    subprocess.run([sys.executable, "-c", _DIES_AFTER_RAISING, str(path), str(_NEWER)], cwd=ROOT, check=False)
    assert int.from_bytes(path.read_bytes()[60:64], "big") == len(MIGRATIONS)
    before = _bytes(path.parent)
    with History.open(path) as history:
        assert history.opening.newer is NewerHistory.WHOLE
    assert _bytes(path.parent) == before


def test_newer_version_that_was_never_completed_does_not_count(path: Path) -> None:
    with History.open(path) as history:
        history.conversations.create(mode="balanced")
    subprocess.run([sys.executable, "-c", _DIES_IN_BETWEEN, str(path), str(_NEWER)], cwd=ROOT, check=False)
    with History.open(path) as history:
        assert history.opening.newer is None
        assert history.is_kept
        history.conversations.create(mode="balanced")
    with History.open(path) as history:
        assert len(history.conversations.recent()) == 2


def test_newer_program_that_runs_is_not_read_behind_its_back(newer: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(newer)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        before = _bytes(newer.parent)
        with pytest.raises(UserError) as refused:
            History.open(newer)
        assert refused.value.text.id == "history.locked"
        assert _bytes(newer.parent) == before
        holder.communicate(b"\n")


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made read-only otherwise there")
def test_newer_file_can_be_read_where_nothing_can_be_written(newer: Path) -> None:
    newer.chmod(0o400)
    newer.parent.chmod(0o500)
    try:
        with History.open(newer) as history:
            assert len(history.conversations.recent()) == 2
    finally:
        newer.parent.chmod(0o700)


def test_newer_file_is_not_checked(newer: Path) -> None:
    before = _bytes(newer.parent)
    with pytest.raises(UserError) as refused:
        check_history(newer)
    assert refused.value.text.id == "history.newer"
    assert _bytes(newer.parent) == before


def test_file_of_this_version_is_opened_as_ever(path: Path) -> None:
    with History.open(path) as history:
        assert history.is_kept
        assert history.may_change(history.conversations.create(mode="balanced").id)
        assert history.opening.newer is None
    assert rows(path, "SELECT count(*) FROM conversations") == [(1,)]


def _program(*lines: str) -> str:
    """Return a program that does `lines` to the file it is given, as the newer program does."""
    return "\n".join(
        (
            "import os, sqlite3, sys",
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None)",
            'connection.execute("PRAGMA journal_mode = WAL")',
            'connection.execute("PRAGMA locking_mode = EXCLUSIVE")',
            *lines,
        )
    )


_DIES_AFTER_WRITING = _program(
    "connection.execute(\"UPDATE messages SET content = 'last words' WHERE content = 'Once upon'\")",
    "os._exit(9)",
)
_RAISES = 'connection.execute(f"PRAGMA user_version = {sys.argv[2]}")'
_DIES_AFTER_RAISING = _program(_RAISES, "os._exit(9)")
_DIES_IN_BETWEEN = _program(
    'connection.execute("PRAGMA cache_size = 1")',  # so that unfinished changes reach the disk
    'connection.execute("PRAGMA cache_spill = 1")',
    'connection.execute("BEGIN")',
    _RAISES,
    'connection.execute("CREATE TABLE filler (text TEXT)")',
    "for _ in range(200):",
    '    connection.execute("INSERT INTO filler VALUES (hex(randomblob(4000)))")',
    "os._exit(9)",
)
_HOLDS = _program(
    'connection.execute("BEGIN EXCLUSIVE")',
    'connection.execute("COMMIT")',
    'print("open", flush=True)',
    "sys.stdin.readline()",
)
