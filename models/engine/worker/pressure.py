"""Watches how full the memory of the device is that computes, while it computes."""

import time
from collections.abc import Callable

from models.engine.protocol import Pressure
from models.engine.worker.device import device_memory

_NEARLY_FULL = 0.90
_FULL = 0.97
_GROWN = 0.03
"""Of the device: by so much more than after the load may be in use before it is news. Plans leave less than a tenth."""

_BETTER = 0.02
_EVERY = 1.0  # seconds: asking a driver costs up to a millisecond


class PressureWatch:
    """Says when the memory of a device is nearly used up, by whatever programs, and when that is over.

    `memory` returns the free bytes of the device and all of them.
    """

    def __init__(
        self,
        device: str,
        memory: Callable[[str], tuple[int, int]] = device_memory,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device = device
        self._memory = memory
        self._clock = clock
        self._next = clock()
        free, total = memory(device)
        self._limit = max(_NEARLY_FULL, min(_share(free, total) + _GROWN, _FULL))
        self.high = False

    def look(self, request: int) -> Pressure | None:
        """Return what to tell with the events of `request`; None where there is nothing new, or it is too early."""
        if self._clock() < self._next:
            return None
        self._next = self._clock() + _EVERY
        free, total = self._memory(self._device)
        share, before = _share(free, total), self.high
        self.high = share >= (self._limit - _BETTER if before else self._limit)
        if self.high is before:
            return None
        return Pressure(request, self._device, total - free, total, high=self.high)


def _share(free: int, total: int) -> float:
    """Return which share is in use; nothing where the driver does not say."""
    return 1 - free / total if total else 0.0
