"""Keeping the index: older files, slices, damage, and words that must be gone."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.history import AnswerState, History, IndexState
from tests.history.samples import ROOT, execute, rows, say
from tests.history.search.samples import catch_up, found

_SOUND = IndexState(waiting=0, sound=True)


@pytest.fixture
def oldest(path: Path) -> Path:
    """A file of the first version, from before there was an index."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parents[1] / "schema_1.sql").read_text("utf-8"))
    return path


def test_older_file_is_searched_from_the_first_query_on(oldest: Path) -> None:
    with History.open(oldest) as history:
        assert history.search.state() == IndexState(waiting=3, sound=True)
        assert found(history, "梯度消") == [1]
        assert found(history, "梯度", thinking=True) == [3, 1]
        catch_up(history)
        assert history.search.state() == _SOUND


def test_long_backlog_goes_in_by_slices_with_the_newest_first(
    history: History, conversation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.history.search.search._BEFORE_MS", 0)  # a search does a slice, however fast that goes
    for number in range(200):
        history.messages.ask(conversation, f"alpha number{number} " + "x" * 1_000)
    assert history.search.catch_up(0)
    waiting = history.search.state().waiting
    assert 100 < waiting < 200
    assert found(history, '"number199"') != []
    assert catch_up(history) > 5
    assert found(history, '"number0"') != []
    assert history.search.state() == _SOUND
    assert not history.search.catch_up(0)


def test_change_in_the_middle_of_a_long_message_leaves_nothing_behind(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    catch_up(history)
    long = "alpha " * 30_000
    history.messages.finish_answer(answer, state=AnswerState.STOPPED, content=long + "omega", thinking=long * 2)
    assert history.search.catch_up(0)  # some parts are in now
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="beta")
    assert history.search.find("alpha", thinking=True) == ()
    catch_up(history)
    assert history.search.state() == _SOUND
    assert history.search.find("alpha", thinking=True) == ()
    assert found(history, "beta") == [answer]
    history.messages.hide(answer)
    catch_up(history)
    assert history.search.state() == _SOUND
    assert history.search.find("beta") == ()


def test_random_changes_leave_a_sound_index(history: History, path: Path) -> None:
    conversations = [history.conversations.create(mode="balanced").id for _ in range(6)]
    for step in range(120):
        conversation = conversations[step % 5]
        question, answer = say(history, conversation, f"ask{step} common", f"answer{step} common")
        if step % 3 == 0:
            history.messages.hide(question)
        if step % 7 == 0:
            history.messages.unhide(question)
            history.messages.revise_answer(answer, f"edited{step} common")
        if step % 4 == 0:
            history.search.catch_up(0)
        if step == 90:
            history.conversations.erase(conversations[0])
            conversations[0] = history.conversations.create(mode="balanced").id
        if step == 100:
            history.conversations.delete(conversations[1])
            history.conversations.empty_bin()
            conversations[1] = history.conversations.create(mode="balanced").id
    catch_up(history)
    assert history.search.state() == _SOUND
    everything = set(found(history, "common", limit=1_000))
    history.close()
    assert everything == {row[0] for row in rows(path, "SELECT id FROM messages WHERE hidden_ms IS NULL")}


def test_words_that_were_removed_are_gone_from_the_file(path: Path) -> None:
    secret = b"quetzalcoatlus"
    with History.open(path) as history:
        kept, removed, hidden = (history.conversations.create(mode="balanced").id for _ in range(3))
        for number in range(30):
            say(history, kept, f"question {number}", "quite ordinary words " * 20)
            say(history, removed, "a secret: quetzalcoatlus", "noted")
        _, answer = say(history, hidden, "hello", "quetzalcoatlus")
        catch_up(history)
    assert secret in path.read_bytes()
    with History.open(path) as history:
        history.conversations.erase(removed, hidden)
        catch_up(history)
        assert history.search.state() == _SOUND
        assert len(history.search.find("ordinary")) == 30
        with pytest.raises(KeyError):
            history.messages.get(answer)
    assert secret not in path.read_bytes()


def test_sweeping_goes_on_after_the_program_was_killed(path: Path) -> None:
    with History.open(path) as history:
        kept, removed = (history.conversations.create(mode="balanced").id for _ in range(2))
        for number in range(40):
            say(history, kept, f"question {number}", "quite ordinary words " * 20)
            say(history, removed, "a secret: quetzalcoatlus", "noted")
            catch_up(history)
    died = subprocess.run([sys.executable, "-c", _DIES_SWEEPING, str(path), str(removed)], cwd=ROOT, check=False)
    assert died.returncode == 9
    with History.open(path) as history:
        catch_up(history)
        assert history.search.state() == _SOUND
    assert b"quetzalcoatlus" not in path.read_bytes()
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("lines", [1, 4, 9])
def test_program_killed_while_indexing_leaves_a_sound_index(path: Path, lines: int) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        for number in range(300):
            history.messages.ask(conversation, f"alpha number{number} " + "梯度" * 400)
    command = [sys.executable, "-c", _INDEXES, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, bufsize=1) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for _ in range(lines):
            program.stdin.write("one more slice\n")
            program.stdout.readline()
        program.stdin.write("and the one in which it is killed\n")
        program.kill()
    with History.open(path) as history:
        assert history.opening.set_aside is None
        assert 0 < history.search.state().waiting < 300
        assert history.search.state().sound
        catch_up(history)
        assert history.search.state() == _SOUND
        assert len(found(history, "alpha", limit=1_000)) == 300


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed file with 20 questions, each with an answer and thinking, all in the index."""
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        for number in range(20):
            answer = history.messages.begin_answer(history.messages.ask(conversation, f"alpha {number}"))
            content, thinking = f"answer alpha {number}", f"thought alpha {number}"
            history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content=content, thinking=thinking)
        catch_up(history)
    return path


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_contents_data",
        "UPDATE search_contents_data SET block = randomblob(40)",
        "UPDATE search_thoughts_data SET block = randomblob(40) WHERE id > 9",
        "DELETE FROM search_contents_config",
    ],
)
def test_damaged_index_is_noticed_and_made_anew(filled: Path, damage: str, expected_log: Callable[[str], None]) -> None:
    execute(filled, damage)
    expected_log("the search index is damaged")
    with History.open(filled) as history:
        assert not history.search.state().sound
        conversation = history.conversations.recent()[0].id
        say(history, conversation, "still alpha", "yes")
        history.search.find("alpha", thinking=True)
        catch_up(history)
        assert history.search.state() == _SOUND
        assert len(history.search.find("alpha", thinking=True)) == 41
    assert rows(filled, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_contents_docsize WHERE id % 2048 = 0",
        "DELETE FROM search_pending",
        "UPDATE search_contents_docsize SET id = -id",
    ],
)
def test_messages_missing_from_the_index_are_told_and_come_back(filled: Path, damage: str) -> None:
    with History.open(filled) as history:
        history.messages.ask(history.conversations.recent()[0].id, "alpha")
    execute(filled, damage)
    with History.open(filled) as history:
        assert not history.search.state().sound
        history.search.start_anew()
        catch_up(history)
        assert history.search.state() == _SOUND
        assert len(history.search.find("alpha", limit=100)) == 41


def test_index_beyond_repair_leaves_titles_and_everything_else(
    filled: Path, expected_log: Callable[[str], None]
) -> None:
    page = int(str(rows(filled, "SELECT rootpage FROM sqlite_schema WHERE name = 'search_contents_data'")[0][0]))
    with filled.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    expected_log("search index")
    with History.open(filled) as history:
        conversation = history.conversations.recent()[0].id
        assert [hit.message for hit in history.search.find("alpha")] == [None]
        question, _ = say(history, conversation, "still works", "yes")
        assert history.messages.get(question).content == "still works"
        assert not history.search.catch_up(0)
        assert history.search.find("works") == ()
        assert not history.search.state().sound


_DIES_SWEEPING = """
import os, sys
from pathlib import Path
from models.history import History
history = History.open(Path(sys.argv[1]))
history.conversations.erase(int(sys.argv[2]))
for _ in range(3):
    history.search.catch_up(0)
os._exit(9)
"""

_INDEXES = """
import sys
from pathlib import Path
from models.history import History
history = History.open(Path(sys.argv[1]))
for _ in sys.stdin:
    history.search.catch_up(0)
    print("slice", flush=True)
"""
