"""What the fuzzing of headers rests on: sound headers to begin with, and limits that hold."""

import os
import sys
from pathlib import Path

import pytest

from models.files import read_header
from tests.support.header_fuzz import MOST_MEMORY, limited_memory, outcome
from tests.support.header_walk import shortened, walk_file


@pytest.mark.parametrize("name", ["starter_model", "tiny_r1_model"])
def test_a_shortened_header_is_that_of_the_same_model(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    model: Path = request.getfixturevalue(name)
    short = shortened(walk_file(model))
    path = tmp_path / "short.gguf"
    path.write_bytes(short.content)
    os.truncate(path, short.file_size)
    whole, read = read_header(model), read_header(path)
    assert len(short.content) < 50_000
    assert (read.name, read.layers, read.chat_template) == (whole.name, whole.layers, whole.chat_template)
    assert (read.parameters, read.tensor_bytes) == (whole.parameters, whole.tensor_bytes)
    assert read.vocabulary == 16


def test_every_entry_of_a_header_is_found(starter_model: Path) -> None:
    header = walk_file(starter_model)
    content = header.content
    assert len(header.entries) == int.from_bytes(content[16:24], "little")
    assert header.entries[0][0] == 24
    assert all(end == start for (_, end), (start, _) in zip(header.entries, header.entries[1:], strict=False))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a running process")
def test_more_memory_than_a_header_may_cost_is_refused() -> None:
    with pytest.raises(MemoryError), limited_memory():
        bytearray(2 * MOST_MEMORY)
    assert len(bytearray(2 * MOST_MEMORY)) == 2 * MOST_MEMORY


def test_whatever_reading_should_not_end_with_comes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Path) -> None:
        raise IndexError("a bug")

    monkeypatch.setattr("tests.support.header_fuzz.read_header", broken)
    with pytest.raises(IndexError):
        outcome(tmp_path / "any.gguf")
