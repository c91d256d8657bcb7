"""How fast a download is, and when it will be done."""

import time
from collections import deque
from collections.abc import Callable

_SPAN = 5.0
"""Seconds that the speed is taken over."""

_EVERY = 0.2
"""Seconds between two reports."""


class Pace:
    """Bytes that arrived lately; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: deque[tuple[float, int]] = deque()
        self._arrived = 0
        self._told = -_EVERY
        self.restart()

    def restart(self) -> None:
        """Begin to measure: what was before is another connection."""
        self._recent.clear()
        self._recent.append((self._clock(), self._arrived))

    def add(self, count: int) -> None:
        """Count bytes that arrived just now."""
        now = self._clock()
        self._arrived += count
        if now - self._recent[-1][0] >= _EVERY / 2:
            self._recent.append((now, self._arrived))
        while len(self._recent) > 2 and now - self._recent[1][0] > _SPAN:  # noqa: PLR2004 - one span needs two ends
            self._recent.popleft()

    @property
    def bytes_per_second(self) -> float:
        """The speed of the last seconds, 0 at the beginning."""
        begun, before = self._recent[0]
        seconds = self._clock() - begun
        return (self._arrived - before) / seconds if seconds >= _EVERY else 0.0

    def seconds_left(self, missing: int | None) -> float | None:
        """Return how long `missing` bytes will take, None where that is not known."""
        speed = self.bytes_per_second
        return missing / speed if missing is not None and speed > 0 else None

    def due(self) -> bool:
        """Say whether it is time to tell how far it is."""
        now = self._clock()
        if now - self._told < _EVERY:
            return False
        self._told = now
        return True
