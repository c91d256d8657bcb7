"""A data folder that belongs to somebody else: the commands say so, or do without it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

assert sys.platform == "linux"  # tells the type checker

NOBODY = 65_534


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder in somebody else's, whom even the administrator may not look at here."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only an administrator can give a folder to somebody else")
    folder = tmp_path / "somebody"
    (folder / "tempera").mkdir(parents=True)
    os.chown(folder, NOBODY, NOBODY)
    folder.chmod(0o700)
    return folder / "tempera"


def run(closed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    rights = "-dac_override,-dac_read_search"
    command = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", sys.executable, "-m", "desktop"]
    environment = {**os.environ, "TEMPERA_HOME": str(closed)}
    return subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_a_question_is_answered_without_it(closed: Path, starter_model: Path) -> None:
    done = run(closed, "ask", "--model", str(starter_model), "--max-tokens", "3", "Hello")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize("command", [("history", "list"), ("models", "remove", "mine.gguf"), ("doctor",)])
def test_what_needs_it_says_so_in_a_sentence(closed: Path, command: tuple[str, ...]) -> None:
    done = run(closed, *command)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(closed) in done.stdout + done.stderr or "mine.gguf" in done.stderr
