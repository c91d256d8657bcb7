"""A fingerprint changes with the file and with nothing else."""

import os
from pathlib import Path

import pytest

from models.errors import UserError
from models.files import fingerprint

MIB = 1 << 20


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file of 3 MiB, last changed at a known time."""
    path = tmp_path / "model.gguf"
    _write(path, bytes(3 * MIB))
    return path


def _write(path: Path, content: bytes, *, changed_ns: int = 10**18) -> None:
    path.write_bytes(content)
    os.utime(path, ns=(changed_ns, changed_ns))


def test_it_is_the_same_every_time_and_under_every_name(model: Path) -> None:
    before = fingerprint(model)
    assert len(before) == 32
    assert int(before, 16) >= 0
    assert fingerprint(model) == before
    assert fingerprint(model.rename(model.with_name("另一个名字.gguf"))) == before


@pytest.mark.parametrize(
    ("content", "changed_ns"),
    [
        (b"\1" + bytes(3 * MIB - 1), 10**18),
        (bytes(3 * MIB + 1), 10**18),
        (bytes(3 * MIB), 10**18 + 1000),
    ],
    ids=["header", "size", "time of change"],
)
def test_it_changes_with_header_size_and_time(model: Path, content: bytes, changed_ns: int) -> None:
    before = fingerprint(model)
    _write(model, content, changed_ns=changed_ns)
    assert fingerprint(model) != before


def test_it_reads_no_more_than_a_mib(model: Path) -> None:
    before = fingerprint(model)
    _write(model, bytes(2 * MIB) + b"\1" + bytes(MIB - 1))
    assert fingerprint(model) == before


def test_a_missing_file_has_none(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        fingerprint(tmp_path / "gone.gguf")
    assert caught.value.text.id == "error.file.missing"
