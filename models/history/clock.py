"""The time as the history stores it."""

import time


def now_ms() -> int:
    """Return the time now: UTC, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
