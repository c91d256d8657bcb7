"""Files that are damaged, not what they say, or made to do harm."""

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import user_error
from models.exchange import ImportOptions, ImportSource, ImportSummary, start_import
from models.exchange.importing import Outcome
from models.history import History
from tests.exchange.full import full_conversation
from tests.exchange.samples import (
    Json,
    chatgpt,
    imported,
    node,
    reasons,
    refusal,
    refused,
    skipped,
    small,
    texts,
    written,
)


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _own(**changes: object) -> Json:
    message = {"id": 7, "parent": None, "role": "user", "content": "Hello", "created_ms": 5}
    conversation = {"id": "own-1", "title": "Own", "created_ms": 5, "last_used_ms": 6, "messages": [message]}
    return {"format": "tempera-conversation", "version": 1, "conversation": {**conversation, **changes}}


def _archived(*conversations: Json, **manifest: object) -> dict[str, bytes]:
    files = {f"conversations/{number}.json": json.dumps(one).encode() for number, one in enumerate(conversations)}
    listed = [
        {"file": name, "bytes": len(text), "sha256": hashlib.sha256(text).hexdigest(), "title": name}
        for name, text in files.items()
    ]
    head = {"format": "tempera-history", "version": 1, "folders": [], "conversations": listed, **manifest}
    return {**files, "manifest.json": json.dumps(head).encode()}


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n\0\0", b"[1, 2, 3]", b"[]", b'{"a": 1}', b"[" * 100_000, b"\xff\xfe[\0]\0"],
    ids=["empty", "text", "picture", "numbers", "nothing", "another", "deep", "utf16"],
)
def test_a_file_without_conversations_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert refusal(path) == "unknown"


def test_a_refused_file_changes_nothing(tmp_path: Path, history: History) -> None:
    path = tmp_path / "file.json"
    path.write_text('[{"a": 1}, {"b": 2}]')
    assert refused(path, history) == "unknown"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, history: History) -> None:
    assert refused(tmp_path / "nothing.json", history) == "not_readable"
    assert refused(tmp_path, history) == "not_readable"


def test_of_a_file_that_ends_early_the_whole_conversations_are_taken_in(tmp_path: Path, history: History) -> None:
    path = written(tmp_path / "conversations.json", small("c-1"), small("c-2"), small("c-3"))
    path.write_bytes(path.read_bytes()[:-200])
    summary = imported(path, history)
    assert summary.conversations == 2
    assert summary.problem is not None
    assert summary.problem.id == "exchange.file.cut_off"


def test_bytes_and_characters_that_are_none_lose_only_themselves(tmp_path: Path, history: History) -> None:
    good = small("c-1", "Good")
    cut = chatgpt(node("q", "root", "user", "half \ud83d pair, nul \0 end"), node("a", "q", "assistant", "BYTES"))
    path = written(tmp_path / "conversations.json", cut, good | {"id": "c-2", "conversation_id": "c-2"})
    path.write_bytes(path.read_bytes().replace(b"BYTES", b"\xff\xfe ok"))
    summary = imported(path, history)
    assert summary.skipped == ()
    assert texts(history, summary.imported[0]) == ["half \ufffd pair, nul \ufffd end", "\ufffd\ufffd ok"]
    assert texts(history, summary.imported[1]) == ["Hello", "Hi!"]


def test_nesting_without_end_is_skipped(tmp_path: Path, history: History) -> None:
    deep = small(title="Deep")
    deep["mapping"]["a"]["message"]["content"]["parts"] = ["DEEP"]
    path = written(tmp_path / "conversations.json", deep, small("c-2"))
    path.write_bytes(path.read_bytes().replace(b'"DEEP"', b"[" * 50_000 + b"]" * 50_000))
    assert reasons(imported(path, history)) == [("Deep", "nesting")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"messages": [{"id": 1, "parent": 2}]}, "types"),
        ({"messages": [{"id": 1, "parent": 2, "role": "user", "content": "", "created_ms": 1}]}, "parent"),
        ({"messages": [{"id": 1, "parent": None, "role": "user", "content": "", "created_ms": 1}] * 2}, "twice"),
        ({"messages": [{"id": 1, "parent": 1, "role": "user", "content": "", "created_ms": 1}]}, "circle"),
        ({"messages": [{"id": 1, "parent": None, "role": "root", "content": "", "created_ms": 1}]}, "types"),
        ({"created_ms": "now"}, "types"),
    ],
)
def test_our_own_json_with_something_wrong_is_skipped(tmp_path: Path, changes: Json, reason: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps([_own(**changes), _own(id="own-2")]))
    assert skipped(path) == [reason]


def test_values_out_of_range_are_brought_into_it(tmp_path: Path, history: History) -> None:
    path = tmp_path / "own.json"
    changes = {"created_ms": -5, "last_used_ms": 10**30, "mode": "gone", "leaf": 99, "id": "../../etc", "overrides": {}}
    path.write_text(json.dumps(_own(**changes)))
    (number,) = imported(path, history).imported
    found = history.conversations.get(number)
    assert (found.created_ms, found.last_used_ms, found.mode) == (0, 253_370_764_800_000, "balanced")
    assert texts(history, number) == ["Hello"]
    assert history.whole.read(number).id.startswith("sha256:")


def test_messages_out_of_order_are_put_in_order(tmp_path: Path, history: History) -> None:
    answer = {"id": 1, "parent": 9, "role": "assistant", "content": "Hi!", "created_ms": 2, "state": "streaming"}
    question = {"id": 9, "parent": None, "role": "user", "content": "Hello", "created_ms": 1}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(_own(messages=[answer, question], leaf=1)))
    (number,) = imported(path, history).imported
    assert texts(history, number) == ["Hello", "Hi!"]
    assert history.messages.thread(number)[1].state.value == "stopped"


def test_a_file_of_a_newer_version_is_not_taken_for_ours(tmp_path: Path, history: History) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps({**_own(), "version": 2}))
    assert [reason for _, reason in reasons(imported(path, history))] == ["newer"]
    _zip(tmp_path / "all.zip", _archived(_own(), version=2))
    assert refused(tmp_path / "all.zip", history) == "newer"


def test_chatgpts_whole_archive_is_read(tmp_path: Path, history: History) -> None:
    files = {
        "chat.html": b"<html>",
        "conversations-000.json": json.dumps([small("c-1")]).encode(),
        "conversations-001.json": json.dumps([small("c-2")]).encode(),
        "user.json": b"{}",
    }
    summary = imported(_zip(tmp_path / "export.zip", files), history)
    assert (summary.source, summary.conversations) == (ImportSource.CHATGPT, 2)


def test_what_is_damaged_or_missing_in_an_archive_is_skipped(tmp_path: Path, history: History) -> None:
    files = _archived(*(_own(id=f"own-{number}") for number in range(3)))
    files["conversations/0.json"] = files["conversations/0.json"].replace(b"Hello", b"Jello")
    del files["conversations/1.json"]
    summary = imported(_zip(tmp_path / "all.zip", files), history)
    assert reasons(summary) == [("conversations/0.json", "checksum"), ("conversations/1.json", "missing")]
    assert (summary.source, summary.conversations) == (ImportSource.ARCHIVE, 1)


@pytest.mark.parametrize("name", ["../evil.json", "a/../../evil.json", "/etc/evil", "C:\\evil", "..\\evil", "C:evil"])
def test_an_archive_with_names_that_lead_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    path = _zip(tmp_path / "all.zip", {**_archived(_own()), name: b"harm"})
    before = sorted(tmp_path.parent.iterdir())
    assert refusal(path) == "names"
    assert sorted(tmp_path.parent.iterdir()) == before


def test_an_archive_with_links_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "all.zip", _archived(_own()))
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("conversations/link.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == "names"


def test_an_archive_that_would_grow_without_measure_is_refused(tmp_path: Path) -> None:
    files = {"conversations.json": b"[" + b" " * 50_000_000 + b"]"}
    assert refusal(_zip(tmp_path / "bomb.zip", files)) == "bomb"


def test_a_damaged_archive_is_refused(tmp_path: Path, history: History) -> None:
    path = _zip(tmp_path / "all.zip", _archived(_own()))
    path.write_bytes(path.read_bytes()[:-30])
    assert refused(path, history) == "damaged"


def test_an_archive_without_conversations_is_refused(tmp_path: Path) -> None:
    assert refusal(_zip(tmp_path / "all.zip", {"a.txt": b"text"})) == "unknown"
    assert refusal(_zip(tmp_path / "all.zip", {})) == "unknown"
    assert refusal(_zip(tmp_path / "all.zip", _archived(_own(), format="other"))) == "unknown"
    assert refusal(_zip(tmp_path / "all.zip", {"manifest.json": b"[]"})) == "damaged"


def test_an_import_that_is_cancelled_keeps_what_was_taken_in(tmp_path: Path, history: History) -> None:
    path = written(tmp_path / "conversations.json", *(small(f"c-{number}") for number in range(3000)))
    ended: list[Outcome] = []
    started = start_import(path, history, ImportOptions(), on_progress=lambda _: started.cancel(), on_done=ended.append)
    started.wait()
    (summary,) = ended
    assert isinstance(summary, ImportSummary)
    assert summary.cancelled
    assert len(history.conversations.recent()) == summary.conversations < 3000


def test_a_reading_process_that_dies_is_said_so(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.exchange.process.own_command", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"])
    assert refused(written(tmp_path / "conversations.json", small()), history) == "not_read"


def test_a_full_disk_ends_an_import_between_two_conversations(
    tmp_path: Path, history: History, break_at: Callable[[int], None]
) -> None:
    path = written(tmp_path / "conversations.json", *(small(f"c-{number}") for number in range(5)))
    break_at(3)
    summary = imported(path, history)
    assert summary.conversations == 2
    assert summary.problem is not None
    assert summary.problem.id == "history.disk_full"
    assert len(history.conversations.recent()) == 2


@pytest.fixture
def break_at(history: History, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the disk be full from a certain conversation on."""
    add = history.whole.add
    count = 0

    def arrange(number: int) -> None:
        def adding(whole: object) -> int:
            nonlocal count
            count += 1
            if count >= number:
                raise user_error("history.disk_full")
            return add(whole)  # type: ignore[arg-type]  # what it is given is what it takes

        monkeypatch.setattr(history.whole, "add", adding)

    return arrange


def test_an_archive_goes_on_where_a_known_conversation_is_in_it(tmp_path: Path, history: History) -> None:
    full_conversation(history)
    imported(_zip(tmp_path / "all.zip", _archived(_own())), history)
    summary = imported(_zip(tmp_path / "all.zip", _archived(_own(), _own(id="own-2"))), history)
    assert (summary.known, summary.conversations) == (1, 1)


def test_the_title_of_what_is_skipped_cannot_command_a_terminal(tmp_path: Path, history: History) -> None:
    broken = {"title": "\x1b[2J\u202eOdd\x07 \u009bone\ntwo", "mapping": 5}
    (told,) = imported(written(tmp_path / "conversations.json", broken, small()), history).skipped
    assert told.title == "[2JOdd one"
