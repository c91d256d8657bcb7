"""How this program starts itself once more, as a process that measures what the window costs."""

import sys

MEASURE_WINDOW = "measure-window"
"""The word on the command line that means this; for the benchmark, not for people."""


def measure_window_command() -> tuple[str, ...]:
    """Return the command, without the task it takes as its last argument."""
    if getattr(sys, "frozen", False):
        return sys.executable, MEASURE_WINDOW
    return sys.executable, "-P", "-m", "desktop", MEASURE_WINDOW
