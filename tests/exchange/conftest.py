"""A history of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.history import History
from tests.history.samples import Clock


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A new, open history."""
    with History.open(tmp_path / "history.sqlite3", clock=Clock()) as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[History]:
    """That of another computer."""
    with History.open(tmp_path / "other.sqlite3", clock=Clock()) as opened:
        yield opened
