"""How fast tokens arrive, by the clock of the one who waits for them."""

import time


class Pace:
    """Notes when something arrives."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.first = 0.0
        self.last = 0.0

    def note(self) -> None:
        """Something has just arrived."""
        self.last = time.perf_counter()
        self.first = self.first or self.last

    @property
    def seconds_to_first(self) -> float:
        """Seconds from the beginning to the first arrival."""
        return self.first - self.began

    def tokens_per_second(self, tokens: int) -> float | None:
        """Return the rate of `tokens`, those that came after the first arrival; None where nothing came after it."""
        spent = self.last - self.first
        return tokens / spent if tokens > 0 and spent > 0 else None
