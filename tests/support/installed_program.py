"""A program as a package installs it, in a folder of a test."""

import os
from pathlib import Path

import pytest

from models import installation


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *models: Path) -> Path:
    """Make this process take `folder` for the installed program, with `models` in it; return their folder."""
    starter = folder / "starter"
    starter.mkdir(parents=True)
    for model in models:
        try:
            os.link(model, starter / model.name)
        except OSError:  # on another file system
            (starter / model.name).symlink_to(model)
    monkeypatch.setattr(installation, "program_folder", lambda: folder)
    return starter
