"""What is exported as JSON or as an archive comes back as it was."""

import hashlib
import json
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.exchange import (
    Duplicates,
    ExportFormat,
    ExportOptions,
    ExportProgress,
    ImportOptions,
    ImportSource,
    everything,
    export_conversation,
    export_conversations,
)
from models.history import History, WholeConversation
from models.texts import Phrasebook
from tests.exchange.full import full_conversation
from tests.exchange.samples import imported, small, written

_SAY = Phrasebook("en")


def _export(history: History, path: Path, file_format: ExportFormat) -> Path:
    exported = export_conversations(history, everything(history), file_format, path, ExportOptions(), say=_SAY)
    assert exported is not None
    assert (exported.path, exported.bytes) == (path, path.stat().st_size)
    return path


def _unnumbered(whole: WholeConversation) -> WholeConversation:
    """Return a conversation with its messages numbered from 1."""
    numbers = {message.id: place for place, message in enumerate(whole.messages, start=1)}
    messages = (
        replace(one, id=numbers[one.id], parent=None if one.parent is None else numbers[one.parent])
        for one in whole.messages
    )
    return replace(whole, messages=tuple(messages), leaf=None if whole.leaf is None else numbers[whole.leaf])


def test_one_conversation_comes_back_from_its_json(tmp_path: Path, history: History, other: History) -> None:
    number = full_conversation(history)
    path = tmp_path / "one.json"
    exported = export_conversation(history, number, ExportFormat.JSON, path, ExportOptions(), say=_SAY)
    assert (exported.conversations, exported.bytes) == (1, path.stat().st_size)
    summary = imported(path, other)
    assert (summary.source, summary.conversations, summary.messages) == (ImportSource.CONVERSATION, 1, 6)
    (added,) = summary.imported
    assert _unnumbered(other.whole.read(added)) == _unnumbered(history.whole.read(number))


def test_a_whole_history_comes_back_from_its_archive(tmp_path: Path, history: History, other: History) -> None:
    for title in ("One", "Two", "Three"):
        full_conversation(history, title)
    history.folders.create("Empty")
    history.conversations.archive(1, archived=True)
    history.conversations.delete(full_conversation(history, "Thrown away"))
    path = _export(history, tmp_path / "all.zip", ExportFormat.ARCHIVE)
    summary = imported(path, other)
    assert (summary.source, summary.conversations) == (ImportSource.ARCHIVE, 3)
    for old, new in zip(everything(history), summary.imported, strict=True):
        assert _unnumbered(other.whole.read(new)) == _unnumbered(history.whole.read(old))
    assert [one.title for one in other.conversations.archived()] == ["One"]
    assert {folder.name for folder in other.folders.all()} == {"Work", "Empty"}


def test_the_archive_lists_its_files_with_their_checksums(tmp_path: Path, history: History) -> None:
    full_conversation(history)
    with zipfile.ZipFile(_export(history, tmp_path / "all.zip", ExportFormat.ARCHIVE)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        (listed,) = manifest["conversations"]
        assert hashlib.sha256(archive.read(listed["file"])).hexdigest() == listed["sha256"]
    assert (manifest["format"], manifest["version"], manifest["folders"]) == ("tempera-history", 1, ["Work"])


@pytest.mark.parametrize("file_format", [ExportFormat.JSON, ExportFormat.ARCHIVE])
def test_importing_twice_changes_nothing(tmp_path: Path, history: History, file_format: ExportFormat) -> None:
    number = full_conversation(history)
    path = tmp_path / "file"
    export_conversation(history, number, file_format, path, ExportOptions(), say=_SAY)
    summary = imported(path, history)
    assert (summary.conversations, summary.known, summary.imported) == (0, 1, ())
    assert len(history.conversations.recent()) == 1


def test_importing_twice_makes_a_copy_where_that_is_asked_for(tmp_path: Path, history: History) -> None:
    path = written(tmp_path / "conversations.json", small())
    imported(path, history)
    summary = imported(path, history, ImportOptions(duplicates=Duplicates.COPY))
    assert (summary.conversations, summary.known) == (1, 0)
    assert len(history.conversations.recent()) == 2


def test_the_same_conversation_twice_in_a_file_is_taken_in_once(tmp_path: Path, history: History) -> None:
    path = written(tmp_path / "conversations.json", small(), small(), small("c-2"))
    for options in (ImportOptions(dry_run=True), ImportOptions()):
        summary = imported(path, history, options)
        assert (summary.conversations, summary.known) == (2, 1)


def test_a_dry_run_takes_nothing_in(tmp_path: Path, history: History, other: History) -> None:
    full_conversation(history)
    path = _export(history, tmp_path / "all.zip", ExportFormat.ARCHIVE)
    summary = imported(path, other, ImportOptions(dry_run=True))
    assert (summary.conversations, summary.messages, summary.imported) == (1, 6, ())
    assert other.conversations.recent() == ()
    assert other.folders.all() == ()


def test_an_archive_that_is_stopped_leaves_what_was_there(tmp_path: Path, history: History) -> None:
    for title in ("One", "Two"):
        full_conversation(history, title)
    path = tmp_path / "all.zip"
    path.write_bytes(b"older")
    told: list[ExportProgress] = []

    def stop(progress: ExportProgress) -> bool:
        told.append(progress)
        return False

    ids = everything(history)
    assert (
        export_conversations(history, ids, ExportFormat.ARCHIVE, path, ExportOptions(), say=_SAY, progress=stop) is None
    )
    assert told == [ExportProgress(1, 2)]
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_several_go_into_a_folder_and_nothing_is_written_over(tmp_path: Path, history: History) -> None:
    for _ in range(2):
        full_conversation(history, 'a/b: "c"?')
    folder = tmp_path / "new" / "folder"
    folder.mkdir(parents=True)
    (folder / "a b c.md").write_text("mine")
    ids = everything(history)
    exported = export_conversations(history, ids, ExportFormat.MARKDOWN, folder, ExportOptions(), say=_SAY)
    assert exported is not None
    assert exported.conversations == 2
    assert sorted(one.name for one in folder.iterdir()) == ["a b c (2).md", "a b c (3).md", "a b c.md"]
    assert (folder / "a b c.md").read_text() == "mine"


def test_a_message_that_the_user_deleted_stays_deleted(tmp_path: Path, history: History, other: History) -> None:
    number = history.conversations.create(mode="balanced").id
    history.messages.hide(history.messages.ask(number, "Forget this."))
    path = tmp_path / "one.json"
    export_conversation(history, number, ExportFormat.JSON, path, ExportOptions(), say=_SAY)
    (added,) = imported(path, other).imported
    assert other.messages.thread(added) == ()
    assert [one.content for one in other.whole.read(added).messages] == ["Forget this."]


def test_a_time_far_ahead_can_be_shown_in_every_time_zone(tmp_path: Path, history: History) -> None:
    number = full_conversation(history)
    path = tmp_path / "one.json"
    export_conversation(history, number, ExportFormat.JSON, path, ExportOptions(), say=_SAY)
    found = json.loads(path.read_bytes())
    found["conversation"] |= {"id": "later", "last_used_ms": 10**18}
    path.write_text(json.dumps(found), "utf-8")
    (added,) = imported(path, history).imported
    last_used = history.conversations.get(added).last_used_ms / 1000
    shown = datetime.fromtimestamp(last_used, timezone(timedelta(hours=14)))
    assert (shown + timedelta(days=1)).year == 9999


def test_writing_a_file_leaves_those_beside_it_alone(tmp_path: Path, history: History) -> None:
    beside = tmp_path / "all.zip.part"
    beside.write_bytes(b"somebody else's")
    full_conversation(history)
    _export(history, tmp_path / "all.zip", ExportFormat.ARCHIVE)
    assert beside.read_bytes() == b"somebody else's"
    assert {one.name for one in tmp_path.iterdir() if not one.name.startswith("history")} == {"all.zip", beside.name}
