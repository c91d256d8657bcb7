"""The program that tries to get out, before any other program may run: a containment counts only if it holds."""

import inspect
from pathlib import Path

from models.sandbox import escapes
from models.sandbox.values import Limits

REFUSED_ALL = "contained"
"""What the trial prints where every attempt was refused; else the names of those that were not."""

TRIAL_LIMITS = Limits(seconds=15.0)


def trial_program() -> str:
    """Return the program, with this user's home and this program's own file as what it must not reach."""
    reached = f"{escapes.attempts.__name__}({str(Path.home())!r}, {__file__!r})"
    return f"{inspect.getsource(escapes)}\nprint(*{reached} or [{REFUSED_ALL!r}])\n"
