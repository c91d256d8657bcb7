"""Files and folders that may not be written, and files that others may not read."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.errors import UserError
from models.history import History
from tests.history.samples import say

assert sys.platform == "linux"  # tells the type checker


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in which permissions count: to root they do not, so the test becomes somebody else for a while."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        with _as_nobody():
            inside = Path(name) / "data"
            inside.mkdir()
            yield inside


@contextmanager
def _as_nobody() -> Iterator[None]:
    nobody = 65534
    user = os.getresuid()
    if user[1] == 0:
        os.setresuid(nobody, nobody, 0)
    try:
        yield
    finally:
        os.setresuid(*user)


def _assert_refused(path: Path) -> None:
    with pytest.raises(UserError) as refused:
        History.open(path)
    assert refused.value.text.id == "history.read_only"
    assert refused.value.text.fields["folder"] == str(path.parent)


def _filled(folder: Path) -> Path:
    path = folder / "history.sqlite3"
    with History.open(path) as history:
        say(history, history.conversations.create(mode="balanced").id, "hello", "hi")
    return path


def test_only_the_user_may_read_the_files(path: Path, history: History) -> None:
    history.conversations.create(mode="balanced")
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {"history.sqlite3": 0o600, "history.sqlite3-wal": 0o600}


def test_file_that_may_not_be_written_is_refused(folder: Path) -> None:
    path = _filled(folder)
    path.chmod(0o444)
    _assert_refused(path)
    path.chmod(0o600)
    with History.open(path) as history:
        assert len(history.conversations.recent()) == 1


def test_folder_that_may_not_be_written_is_refused(folder: Path) -> None:
    path = _filled(folder)
    folder.chmod(0o555)
    _assert_refused(path)
    _assert_refused(folder / "new.sqlite3")
    _assert_refused(folder / "deeper" / "new.sqlite3")
    folder.chmod(0o755)
    with History.open(path) as history:
        assert len(history.conversations.recent()) == 1
