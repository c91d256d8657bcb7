"""A windowed program on Windows has no streams; its commands end with their status all the same."""

import subprocess
import sys

import pytest

from tests.project.source import ROOT

_WITHOUT = """
import sys
sys.stdin = sys.stdout = sys.stderr = None
from models.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("arguments", "status"), [(["route", "Hello"], 0), (["ask", "--mode", "none", "Hello"], 2), (["?"], 2)]
)
def test_a_command_without_streams_ends_with_its_status(arguments: list[str], status: int) -> None:
    command = (sys.executable, "-c", _WITHOUT, *arguments)
    assert subprocess.run(command, cwd=ROOT, timeout=170, check=False).returncode == status
