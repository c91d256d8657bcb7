"""A history of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.history import History
from tests.history.samples import Clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history file is, or will be: in a folder with spaces, quotes and Chinese characters in its name."""
    return tmp_path / '张 三\'s "data"' / "history.sqlite3"


@pytest.fixture
def clock() -> Clock:
    """The time that the history sees."""
    return Clock()


@pytest.fixture
def history(path: Path, clock: Clock) -> Iterator[History]:
    """A new, open history."""
    with History.open(path, clock=clock) as opened:
        yield opened


@pytest.fixture
def conversation(history: History) -> int:
    """The id of a conversation in it."""
    return history.conversations.create(mode="balanced").id
