"""Opening the file: a new one, a damaged one, one that may not be written."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import History, Opening
from tests.history.samples import ROOT, execute, rows, say


def _filled(path: Path, conversations: int = 3) -> None:
    with History.open(path) as history:
        for number in range(conversations):
            made = history.conversations.create(mode="balanced").id
            for part in range(20):
                say(history, made, f"question {number}.{part}", "words " * 500)


def _names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


@pytest.fixture
def _damage_logged(expected_log: Callable[[str], None]) -> None:
    expected_log("the history file is damaged")
    expected_log("was set aside as")


_damaged = pytest.mark.usefixtures("_damage_logged")


def test_first_start_makes_an_empty_history(path: Path) -> None:
    with History.open(path) as history:
        assert history.conversations.recent() == ()
        assert history.opening == Opening()
        assert history.opening.notice is None
    assert _names(path) == ["history.sqlite3"]


def test_empty_file_is_a_new_history(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with History.open(path) as history:
        assert history.opening.set_aside is None
        history.conversations.create(mode="balanced")


@_damaged
def test_file_that_is_no_database_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)
    with History.open(path) as history:
        set_aside = history.opening.set_aside
        assert history.conversations.recent() == ()
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "new start?", "yes")
        notice = history.opening.notice
    assert set_aside is not None
    assert re.fullmatch(r"history\.damaged-\d{8}-\d{6}\.sqlite3", set_aside.name)
    assert set_aside.read_bytes() == b"not a database" * 1000
    assert notice is not None
    assert (notice.id, dict(notice.fields)) == ("history.set_aside", {"file": set_aside.name})
    with History.open(path) as history:
        assert history.opening.set_aside is None
        assert len(history.messages.thread(conversation)) == 2


@_damaged
def test_file_cut_short_is_set_aside(path: Path) -> None:
    _filled(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with History.open(path) as history:
        assert history.opening.set_aside is not None
        assert history.conversations.recent() == ()


@_damaged
def test_damaged_list_of_conversations_is_set_aside(path: Path) -> None:
    _filled(path)
    _overwrite_root_page(path, "conversations")
    with History.open(path) as history:
        assert history.opening.set_aside is not None


@_damaged
def test_database_of_something_else_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    execute(path, "CREATE TABLE recipes (name TEXT)")
    with History.open(path) as history:
        set_aside = history.opening.set_aside
    assert set_aside is not None
    assert rows(set_aside, "SELECT count(*) FROM recipes") == [(0,)]


@_damaged
def test_damage_anywhere_is_found_after_a_crash(path: Path) -> None:
    _filled(path)
    subprocess.run([sys.executable, "-c", _DIES_AFTER_WRITING, str(path)], cwd=ROOT, check=False)
    _overwrite_root_page(path, "messages", through_sqlite=False)
    side_file = path.with_name("history.sqlite3-wal")
    side_file.write_bytes(b"\x00" * 32)  # a journal without anything valid in it: the file alone must speak
    with History.open(path) as history:
        set_aside = history.opening.set_aside
        assert history.conversations.recent() == ()
    assert set_aside is not None


@pytest.mark.parametrize("table", ["search_contents_data", "search_thoughts_docsize", "search_contents_config"])
def test_damage_to_the_search_index_alone_sets_nothing_aside(
    path: Path, table: str, expected_log: Callable[[str], None]
) -> None:
    _filled(path)
    subprocess.run([sys.executable, "-c", _DIES_AFTER_WRITING, str(path)], cwd=ROOT, check=False)
    _overwrite_root_page(path, table, through_sqlite=False)
    path.with_name("history.sqlite3-wal").write_bytes(b"\x00" * 32)
    expected_log("the search index is damaged, the rest of the history is not")
    with History.open(path) as history:
        assert history.opening.set_aside is None
        listed = history.conversations.recent()
        assert len(listed) == 3
        assert len(history.messages.thread(listed[0].id)) == 40
        say(history, listed[0].id, "still works?", "yes")


@_damaged
@pytest.mark.parametrize("table", ["search_pending", "folders", "attachments"])
def test_damage_to_any_other_table_is_found_after_a_crash(path: Path, table: str) -> None:
    _filled(path)
    subprocess.run([sys.executable, "-c", _DIES_AFTER_WRITING, str(path)], cwd=ROOT, check=False)
    _overwrite_root_page(path, table, through_sqlite=False)
    path.with_name("history.sqlite3-wal").write_bytes(b"\x00" * 32)
    with History.open(path) as history:
        assert history.opening.set_aside is not None


def test_damage_met_on_the_way_is_told_and_the_rest_still_works(path: Path) -> None:
    _filled(path)
    _overwrite_root_page(path, "messages")
    with History.open(path) as history:
        listed = history.conversations.recent()
        assert len(listed) == 3
        with pytest.raises(UserError) as told:
            history.messages.thread(listed[0].id)
        assert told.value.text.id == "history.damaged"
        assert told.value.text.fields["file"] == "history.sqlite3"
        assert "SQLITE_CORRUPT" in told.value.details
        assert history.conversations.rename(listed[0].id, "still works") == "still works"


@_damaged
def test_two_damaged_files_in_one_second_are_both_kept(path: Path) -> None:
    path.parent.mkdir()
    kept = set()
    for number in range(3):
        path.write_bytes(f"damaged {number} ".encode() * 100)
        with History.open(path) as history:
            assert history.opening.set_aside is not None
            kept.add(history.opening.set_aside)
    assert {file.read_bytes()[:9] for file in kept} == {b"damaged 0", b"damaged 1", b"damaged 2"}


@_damaged
def test_side_files_of_a_damaged_file_go_with_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)
    side_file = path.with_name("history.sqlite3-shm")
    side_file.write_bytes(b"left behind")
    with History.open(path) as history:
        set_aside = history.opening.set_aside
    assert set_aside is not None
    assert set_aside.with_name(set_aside.name + "-shm").read_bytes() == b"left behind"
    assert not side_file.exists()


def test_folder_in_the_place_of_the_file_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(UserError) as refused:
        History.open(path)
    assert refused.value.text.id == "history.read_only"
    assert path.is_dir()


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file")
    with pytest.raises(UserError) as refused:
        History.open(in_the_way / "history.sqlite3")
    assert refused.value.text.id == "history.disk_fault"


def _overwrite_root_page(path: Path, table: str, *, through_sqlite: bool = True) -> None:
    """Fill the first page of a table with nonsense."""
    page_size, root = 4096, 0
    if through_sqlite:
        page_size = int(str(rows(path, "PRAGMA page_size")[0][0]))
        root = int(str(rows(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")[0][0]))  # noqa: S608
    else:  # a copy is asked, so that the journal of the file itself stays
        copy = sqlite3.connect(f"file:{path.as_posix()}?immutable=1", uri=True)
        root = copy.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        copy.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * page_size)
        file.write(b"\xa5" * page_size)


_DIES_AFTER_WRITING = """
import os, sys
from pathlib import Path
from models.history import History
history = History.open(Path(sys.argv[1]))
history.conversations.create(mode="balanced")
os._exit(9)
"""
