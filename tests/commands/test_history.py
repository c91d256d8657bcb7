"""`tempera history ...`, as processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models.history import History, HistoryFault
from models.history.schema import MIGRATIONS
from models.paths import user_paths
from models.texts import LANGUAGES, Phrasebook
from tests.commands.test_ask import tempera
from tests.exchange.full import full_conversation
from tests.exchange.samples import small, written
from tests.history.samples import execute


@pytest.fixture
def conversation(tempera_home: Path) -> int:
    """The one conversation of this computer."""
    del tempera_home  # it is where the history goes
    with History.open(user_paths().history) as history:
        return full_conversation(history)


def _report(*arguments: str) -> dict[str, object]:
    document = json.loads(tempera("history", *arguments, "--json").stdout)
    assert isinstance(document, dict)
    return document


def _failure(*arguments: str) -> str:
    done = tempera("history", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


@pytest.mark.parametrize("command", [("list",), ("check",), ("search", "word"), ("export", "--all", "out.zip")])
def test_without_conversations_a_sentence_says_so(tempera_home: Path, command: tuple[str, ...]) -> None:
    file = tempera_home / "history.sqlite3"
    assert _failure(*command) == f"There are no conversations on this computer yet ({file} does not exist).\n"
    assert not file.exists()


def test_conversations_are_listed(conversation: int) -> None:
    (listed,) = json.loads(tempera("history", "list", "--json").stdout)
    assert (listed["id"], listed["title"], listed["folder"]) == (conversation, "Sums and 求和", "Work")
    assert "Sums and 求和" in tempera("history", "list").stdout
    assert tempera("history", "list", "--archived").stdout == "No conversations.\n"


def test_conversations_are_searched(conversation: int) -> None:
    hits = json.loads(tempera("history", "search", "four", "--json").stdout)
    assert {hit["conversation"] for hit in hits} == {conversation}
    nothing = tempera("history", "search", "zebra")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (1, "Nothing was found.\n", "")


def test_one_conversation_goes_to_a_file_of_the_named_kind_or_to_the_output(conversation: int, tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    done = tempera("history", "export", "--conversation", str(conversation), str(page))
    assert (done.returncode, done.stderr) == (0, "")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    piped = tempera("history", "export", "--conversation", str(conversation), "-", "--thinking", "--records")
    assert "# Sums and 求和" in piped.stdout
    assert "> Two and two." in piped.stdout
    assert "R1 蒸馏 · " in piped.stdout


def test_a_history_goes_to_an_archive_and_into_another_one(
    conversation: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "all.zip"
    exported = _report("export", "--all", str(archive))
    assert (exported["conversations"], exported["bytes"]) == (1, archive.stat().st_size)
    monkeypatch.setenv("TEMPERA_HOME", str(tmp_path / "other"))
    planned = _report("import", str(archive), "--dry-run")
    assert (planned["conversations"], planned["messages"], planned["imported"]) == (1, 6, [])
    assert _report("import", str(archive))["conversations"] == conversation == 1
    assert _report("import", str(archive))["known"] == 1
    assert _report("import", str(archive), "--copies")["imported"] == [2]
    checked = _report("check")
    assert checked["sound"] is True
    assert checked["counts"]["conversations"] == 2  # type: ignore[index]  # an object of the document


def test_what_cannot_be_imported_is_named_and_the_rest_imported(tempera_home: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "conversations.json", small(), {**small("c-2", "Bad"), "mapping": None})
    done = tempera("history", "import", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "1 conversation(s) with 2 messages imported.",
        "1 could not be read and were skipped:",
        "  Bad: It is not a conversation.",
    ]
    assert "No conversations were found" in _failure("import", __file__)
    assert (tempera_home / "history.sqlite3").exists()


def test_a_damaged_history_is_reported_and_left_where_it_is(conversation: int) -> None:
    path = user_paths().history
    assert conversation
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xa5" * 4096 * 2
    path.write_bytes(content)
    done = tempera("history", "check", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["sound"]) == (1, False)
    assert [fault["fault"] for fault in report["faults"]] == ["damaged"]
    assert path.read_bytes() == content


@pytest.mark.parametrize("command", [("list",), ("check",), ("import", __file__)])
def test_while_a_window_has_the_history_open_a_sentence_says_so(conversation: int, command: tuple[str, ...]) -> None:
    assert conversation
    with History.open(user_paths().history):
        assert "in use by another Tempera" in _failure(*command)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--conversation", "99", "x.md"), "There is no conversation with the number 99."),
        (("--all", "--format", "markdown", "-"), "Only an archive can hold several conversations"),
        (("--all", "-", "--json"), "--json prints a report on the standard output"),
        (("--conversation", "1", "/"), "/ is a folder."),
        (("--all", "/"), "/ is a folder."),
    ],
)
def test_what_cannot_be_exported_is_said(conversation: int, arguments: tuple[str, ...], sentence: str) -> None:
    assert conversation
    assert _failure("export", *arguments).startswith(sentence)


def test_an_archive_can_be_piped(conversation: int, tmp_path: Path) -> None:
    assert conversation
    command = [sys.executable, "-m", "desktop", "history", "export", "--all", "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    path = tmp_path / "piped.zip"
    path.write_bytes(done.stdout)
    assert _report("import", str(path), "--dry-run")["known"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_a_sentence(language: str) -> None:
    say = Phrasebook(language)
    assert len({say(f"cli.history.fault.{fault.value}", count=2) for fault in HistoryFault}) == len(HistoryFault)


def test_the_home_of_nobody_is_a_file_that_is_not_there(tempera_home: Path) -> None:
    del tempera_home
    assert _failure("import", "~nobody-of-that-name/x.json").startswith("The file can't be opened.")


def test_newer_history_is_read_and_exported_and_never_written(conversation: int, tmp_path: Path) -> None:
    file = user_paths().history
    execute(file, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before, names = file.read_bytes(), sorted(one.name for one in file.parent.iterdir())
    listed = tempera("history", "list", "--json")
    assert [one["id"] for one in json.loads(listed.stdout)] == [conversation]
    assert listed.stderr.startswith("These conversations were saved by a newer version of Tempera")
    target = tmp_path / "out.json"
    assert _report("export", str(target), "--conversation", str(conversation))["conversations"] == 1
    assert "求和" in target.read_text("utf-8")
    assert len(json.loads(tempera("history", "search", "求和", "--json").stdout)) > 0
    assert "this version does not change them" in _failure("import", str(target))
    assert "this version does not change them" in _failure("check")
    assert file.read_bytes() == before
    assert sorted(one.name for one in file.parent.iterdir()) == names


def test_newer_history_of_which_nothing_can_be_read_is_an_error(conversation: int) -> None:
    del conversation  # there has to be one
    file = user_paths().history
    execute(file, "DROP TABLE messages")
    execute(file, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    assert "can't be read by this version" in _failure("list")
