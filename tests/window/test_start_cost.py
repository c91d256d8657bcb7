"""What a start costs: the real window opened and closed, in a process of its own."""

import json
import time
from pathlib import Path

import pytest

from tests.commands.test_ask import tempera


def test_it_says_when_the_window_was_usable_and_when_all_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("TEMPERA_HOME", str(tmp_path / "home"))
    began = time.monotonic()
    done = tempera("measure-start")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert began < found["usable"] < found["complete"] < time.monotonic()
    assert 0 < found["longest"] < found["complete"] - found["usable"]
    assert found["resident"] > 1 << 20
    assert (tmp_path / "home" / "history.sqlite3").is_file()
