"""Takes the time that is spent inside llama.cpp, for those who measure what the rest of the decode loop costs."""

import time
from typing import Any

from llama_cpp import llama_cpp as lib


class DecodeClock:
    """Calls `llama_decode` and adds up how long it takes.

    Some devices compute on after the call returned: it waits for them, as the next sampling would.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._calls = 0

    def reset(self) -> None:
        """Begin anew."""
        self._seconds, self._calls = 0.0, 0

    @property
    def mean_ms(self) -> float | None:
        """The mean time of a call in milliseconds, None where there was none."""
        return 1000 * self._seconds / self._calls if self._calls else None

    def decode(self, context: Any, batch: Any) -> int:
        """Do what `llama_decode` does."""
        began = time.perf_counter()
        status = int(lib.llama_decode(context, batch))
        lib.llama_synchronize(context)
        self._seconds += time.perf_counter() - began
        self._calls += 1
        return status
