"""The words on the command line that are for measurements, not for people, and how the program starts itself so."""

import sys

from models.installation import is_packaged

MEASURE_WINDOW = "measure-window"
"""What the window costs while an answer comes."""

MEASURE_START = "measure-start"
"""How long the window takes to open."""


def measure_window_command() -> tuple[str, ...]:
    """Return the command of MEASURE_WINDOW, without the task it takes as its last argument."""
    if is_packaged():
        return sys.executable, MEASURE_WINDOW
    return sys.executable, "-P", "-m", "desktop", MEASURE_WINDOW
