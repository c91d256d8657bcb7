"""A table in a JSON file survives what is wrong with the file, and keeps what only a newer version can read."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from models.json_table import JsonTable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "ages.json"


def ages(file: Path, most: int = 10) -> JsonTable[int]:
    return JsonTable(file, msgspec.json.Decoder(int), what="ages", most=most)


def test_what_was_put_is_read_by_another(file: Path) -> None:
    assert ages(file).read() == {}
    assert ages(file).put({"陶": 5}) == {"陶": 5}
    assert ages(file).put({"b": 6}) == {"陶": 5, "b": 6}
    assert ages(file).read() == {"陶": 5, "b": 6}
    ages(file).drop("陶")
    ages(file).drop("nobody")
    assert ages(file).read() == {"b": 6}


def test_of_too_many_those_that_were_put_last_are_kept(file: Path) -> None:
    table = ages(file, most=2)
    for name, age in (("a", 1), ("b", 2), ("a", 3)):
        table.put({name: age})
    assert table.put({"c": 4}) == table.read() == {"a": 3, "c": 4}


def test_what_cannot_be_read_is_passed_over_and_stays(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"old": 1, "new": {"years": 2}, "other": "three"}', "utf-8")
    assert ages(file).put({"other": 3}) == ages(file).read() == {"old": 1, "other": 3}
    assert json.loads(file.read_text("utf-8")) == {"old": 1, "new": {"years": 2}, "other": 3}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_as_none_and_is_replaced(
    file: Path, content: bytes, expected_log: Callable[[str], None]
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    expected_log("ignoring the ages in .*ages.json")
    assert ages(file).put({"a": 1}) == ages(file).read() == {"a": 1}


def test_what_cannot_be_written_is_returned_all_the_same(file: Path, expected_log: Callable[[str], None]) -> None:
    file.parent.write_text("a file where the folder should be", "utf-8")
    expected_log("cannot keep ages in .*ages.json")
    assert ages(file).put({"a": 1}) == {"a": 1}


def test_a_name_that_is_no_text_is_not_kept(file: Path, expected_log: Callable[[str], None]) -> None:
    expected_log("cannot keep ages in .*ages.json")
    assert ages(file).put({"\udcff": 1}) == {"\udcff": 1}
    assert ages(file).read() == {}
