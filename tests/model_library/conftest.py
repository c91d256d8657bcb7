"""The models folder of a test."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(tempera_home: Path) -> Path:
    """The models folder; nothing is in it yet."""
    folder = tempera_home / "models"
    folder.mkdir(parents=True)
    return folder
