"""Disks that are full or fail while the history is in use."""

import resource
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import AnswerState, History
from models.history.schema import MIGRATIONS
from tests.history.samples import rows, say
from tests.history.too_much import TOO_MUCH, assert_refused
from tests.support.small_disk import SmallDisk, mounted_small_disk

assert sys.platform == "linux"  # tells the type checker


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk of its own, where one can be mounted."""
    with mounted_small_disk(tmp_path / "small disk") as disk:
        yield disk


def _drop_messages(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE messages")


def test_full_disk_refuses_a_write_and_nothing_else_is_lost(small_disk: SmallDisk) -> None:
    with History.open(small_disk.path) as history:
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "before", "the disk was full")
        assert_refused(history, conversation, "history.disk_full")
        say(history, conversation, "after", "short enough")
    for _ in range(2):
        with History.open(small_disk.path) as history:
            assert history.opening.set_aside is None
            contents = [message.content for message in history.messages.thread(conversation)]
        assert contents == ["before", "the disk was full", "after", "short enough"]
        small_disk.grow()
    assert rows(small_disk.path, "PRAGMA integrity_check") == [("ok",)]
    assert [file.name for file in small_disk.folder.iterdir()] == ["history.sqlite3"]


def test_writing_works_again_when_there_is_room(small_disk: SmallDisk) -> None:
    with History.open(small_disk.path) as history:
        conversation = history.conversations.create(mode="balanced").id
        _, answer = say(history, conversation, "before", "")
        filler = small_disk.fill()
        with pytest.raises(UserError) as refused:
            history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="words " * 20_000)
        assert refused.value.text.id == "history.disk_full"
        filler.unlink()
        history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="words " * 20_000)
        assert history.messages.get(answer).content == "words " * 20_000


def test_full_disk_at_the_first_start_is_told(small_disk: SmallDisk) -> None:
    filler = small_disk.fill()
    with pytest.raises(UserError) as refused:
        History.open(small_disk.path)
    assert refused.value.text.id == "history.disk_full"
    filler.unlink()
    with History.open(small_disk.path) as history:
        assert history.opening.set_aside is None
        history.conversations.create(mode="balanced")


def test_saved_history_opens_on_a_full_disk(small_disk: SmallDisk) -> None:
    with History.open(small_disk.path) as history:
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "before", "the disk was full")
    small_disk.fill()
    with History.open(small_disk.path) as history:
        assert len(history.messages.thread(conversation)) == 2


def test_no_migration_without_room_for_the_copy(small_disk: SmallDisk) -> None:
    with History.open(small_disk.path) as history:
        conversation = history.conversations.create(mode="balanced").id
        history.messages.ask(conversation, "x" * 300_000)
    (small_disk.folder / "filler").write_bytes(b"x" * 300_000)
    with pytest.raises(UserError) as refused:
        History.open(small_disk.path, migrations=(*MIGRATIONS, _drop_messages))
    assert refused.value.text.id == "history.disk_full"
    assert rows(small_disk.path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    with History.open(small_disk.path) as history:
        assert len(history.messages.thread(conversation)[0].content) == 300_000


def test_disk_that_fails_is_told_and_writing_works_again(history: History, conversation: int) -> None:
    """The system refuses to let any file of this process grow, which SQLite meets as a failing disk."""
    say(history, conversation, "before", "the fault")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        assert_refused(history, conversation, "history.disk_fault")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    history.messages.ask(conversation, TOO_MUCH)
    assert len(history.messages.thread(conversation)) == 3
