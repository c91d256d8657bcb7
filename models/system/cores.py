"""How many cores there are to compute on."""

import os


def physical_cores() -> int:
    """Return the number of physical cores this process may use, at least 1.

    Two hardware threads of one core share its vector units: llama.cpp gains nothing from the second.
    """
    import psutil  # the engine's process only: not at the window's start

    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, allowed))
