"""Files that cannot be opened are refused with the right sentence, and every name works."""

import errno
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.files import fingerprint, read_header, sha256, shown_name
from tests.files.refusals import refusal, refusal_of
from tests.support.gguf_bytes import GgufFile

NOBODY = 65534


def test_a_path_that_does_not_exist_is_missing(tmp_path: Path) -> None:
    text = refusal(tmp_path / "gone.gguf")
    assert text.id == "error.file.missing"
    assert text.fields == {"name": "gone.gguf"}


@pytest.mark.parametrize("name", ["zero\0byte.gguf", "long" * 200], ids=["zero byte", "too long"])
def test_a_name_that_no_file_can_have_is_missing(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name).id == "error.file.missing"


def test_a_file_is_no_folder_to_look_into(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(GgufFile().to_bytes())
    assert refusal(path / "inside.gguf").id == "error.file.missing"


def test_a_folder_is_named_as_one(tmp_path: Path) -> None:
    assert refusal(tmp_path).id == "error.file.is_folder"


def test_an_empty_file_is_named_as_one(tmp_path: Path) -> None:
    assert refusal_of(b"", tmp_path) == "error.file.empty"


@contextmanager
def not_permitted(path: Path) -> Iterator[None]:
    """Take all permissions of `path` away; root, whom that does not stop, becomes somebody else meanwhile."""
    if sys.platform == "win32":
        pytest.skip("Windows has no permission bits")
    else:
        user, mode = os.geteuid(), path.stat().st_mode
        path.chmod(0)
        os.seteuid(user or NOBODY)
        try:
            yield
        finally:
            os.seteuid(user)
            path.chmod(mode)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_file_without_permission_is_named_as_such(open_folder: Path) -> None:
    path = open_folder / "model.gguf"
    path.write_bytes(GgufFile().to_bytes())
    with not_permitted(path):
        assert stat.S_ISREG(path.stat().st_mode)
        assert refusal(path).id == "error.file.no_permission"


def test_a_file_in_a_folder_without_permission_is_named_as_such(open_folder: Path) -> None:
    folder = open_folder / "private"
    folder.mkdir()
    path = folder / "model.gguf"
    path.write_bytes(GgufFile().to_bytes())
    with not_permitted(folder):
        assert refusal(path).id == "error.file.no_permission"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    if sys.platform != "win32":
        os.mkfifo(path)
    assert refusal(path).id == "error.file.not_gguf"


def test_a_disk_that_fails_while_reading_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(GgufFile().to_bytes())

    class FailingDisk(io.FileIO):
        def readinto(self, _buffer: object) -> int:
            raise OSError(errno.EIO, "Input/output error")

        def readall(self) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda self, _mode: io.BufferedReader(FailingDisk(self)))
    assert refusal(path).id == "error.file.unreadable"


@pytest.mark.parametrize(
    "name",
    [
        "通义千问 模型《量化》.gguf",
        "it's a “quoted” name.gguf",
        " spaces  around .gguf",
        "{braces} 100%.gguf",
        "no ending",
    ],
)
def test_names_with_unusual_characters_simply_work(tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"in {name}"
    folder.mkdir()
    path = folder / name
    path.write_bytes(GgufFile().to_bytes())
    assert read_header(path).part_names == (name,)
    assert shown_name(path) == name
    assert fingerprint(path)
    assert sha256(path, cancelled=lambda: False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows names that are not text")
def test_a_name_that_is_not_text_works_and_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("模型".encode("gbk") + b"\x1b[31m.gguf")
    path.write_bytes(GgufFile().to_bytes())
    assert read_header(path).name == "A small model"
    shown = shown_name(path)
    shown.encode("utf-8")
    assert shown.endswith("\ufffd[31m.gguf")
    path.write_bytes(b"")
    assert refusal(path).fields == {"name": shown}


def test_a_folder_without_a_name_is_shown_by_its_path() -> None:
    assert shown_name(Path("/")) == str(Path("/"))
