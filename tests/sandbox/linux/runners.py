"""Who runs the code of a test: this process, or a child of it that has become nobody."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from models.sandbox import Limits, Outcome

ROOT = Path(__file__).resolve().parents[3]
PLANTED = "what nobody inside may read"
_DEFAULT = Limits()


@dataclass(frozen=True)
class Wish:
    """What `run_python` is to be given."""

    code: str
    tests: str = ""
    given: str = ""
    limits: Limits = field(default_factory=Limits)


class Nobody:
    """A process of nobody's that runs code one after the other; only root can start it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.sandbox.linux.as_nobody"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(os.environ, PYTHONPATH=str(ROOT)),
        )

    def __call__(self, code: str, *, tests: str = "", given: str = "", limits: Limits = _DEFAULT) -> Outcome:
        """Run code there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(msgspec.json.encode(Wish(code, tests, given, limits)) + b"\n")
            self._process.stdin.flush()
            return msgspec.json.decode(self._process.stdout.readline(), type=Outcome)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
