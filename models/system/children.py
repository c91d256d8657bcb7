"""How a child process that runs this program's own code is started: its command and its environment."""

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


def engine_command(*arguments: str) -> list[str]:
    """Return the command of the engine's program: without arguments it serves, else it does the short job they name."""
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name(f"tempera-engine{own.suffix}")), *arguments]
    # -P: a folder "models" where the user happens to stand must not be taken for ours.
    return [sys.executable, "-P", "-X", "faulthandler", "-m", "models.engine", *arguments]
