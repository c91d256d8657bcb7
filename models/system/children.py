"""The environment of a child process that runs this program's own code."""

import os
import sys
from pathlib import Path


def child_environment() -> dict[str, str]:
    """Return our environment with UTF-8 for texts, and with the place where a child finds our modules."""
    environment = dict(os.environ, PYTHONUTF8="1")
    if not getattr(sys, "frozen", False):
        root = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    return environment
