"""The trial itself: outside of a containment it must get out, else it would prove nothing inside."""

import sys
from pathlib import Path

from models.sandbox.escapes import attempts


def test_without_walls_the_trial_gets_out(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    freed = set(attempts(str(tmp_path), str(file)))
    always = {"list-home", "read-file", "write-home", "start-process", "listen"}
    assert always <= freed, sys.platform
    assert list(tmp_path.iterdir()) == [file]
