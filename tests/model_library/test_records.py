"""What is remembered of files survives, moves with the folder, and is ignored where it is damaged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.files import FileRecord, FileRecords

SUM = "ab" * 32


def test_a_record_is_found_again(folder: Path) -> None:
    record = FileRecord(folder / "a.gguf", 10, SUM, "import")
    FileRecords(folder).keep(record)
    assert FileRecords(folder).find(folder / "a.gguf") == record
    assert FileRecords(folder).find(folder / "b.gguf") is None


def test_records_of_the_folder_move_with_it(folder: Path) -> None:
    FileRecords(folder).keep(FileRecord(folder / "a.gguf", 10, SUM, "import"))
    moved = folder.rename(folder.with_name("moved"))
    assert FileRecords(moved).find(moved / "a.gguf") == FileRecord(moved / "a.gguf", 10, SUM, "import")


def test_only_files_elsewhere_are_references(folder: Path, tmp_path: Path) -> None:
    records = FileRecords(folder)
    elsewhere = [FileRecord(tmp_path / name, 1, None, "import") for name in ("B.gguf", "a.gguf")]
    for record in (FileRecord(folder / "own.gguf", 1, None, "import"), *elsewhere):
        records.keep(record)
    assert records.references() == (elsewhere[1], elsewhere[0])


def test_forgetting_twice_does_no_harm(folder: Path, tmp_path: Path) -> None:
    records = FileRecords(folder)
    records.keep(FileRecord(tmp_path / "a.gguf", 1, None, "import"))
    records.forget(tmp_path / "a.gguf")
    records.forget(tmp_path / "a.gguf")
    assert records.references() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"path": "/a.gguf", "bytes": "1", "sha256": null, "source": "x"}',
        b'{"path": "", "bytes": 1, "sha256": null, "source": "x"}',
        b'{"path": "/a.gguf", "bytes": -1, "sha256": null, "source": "x"}',
        b'{"path": "/a.gguf", "bytes": 1, "sha256": "zz", "source": "x"}',
        b"[" * 20_000,
    ],
)
def test_a_damaged_record_is_ignored(folder: Path, content: bytes, expected_log: Callable[[str], None]) -> None:
    records = FileRecords(folder)
    records.keep(FileRecord(folder / "a.gguf", 1, None, "import"))
    (file,) = (folder / "records").iterdir()
    file.write_bytes(content)
    expected_log("ignoring the record")
    assert records.find(folder / "a.gguf") is None
