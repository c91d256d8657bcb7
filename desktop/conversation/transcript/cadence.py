"""How often a growing answer is drawn anew: a rate that follows the tokens and what a refresh costs."""

from typing import Final

_SLOW_TOKENS: Final = 60.0  # a second; up to there 10 refreshes a second are enough
_SLOW: Final = 10.0  # refreshes a second
_FAST: Final = 24.0  # smooth to the eye, and a quarter of a core at most at 300 tokens a second
_FAST_TOKENS: Final = 180.0  # a second; from there on the fastest rate
_CHARACTERS: Final = 4.0  # of a token, about
_SHARE: Final = 0.2  # of the time that refreshes may take
_MEMORY: Final = 0.7  # of the older measurements in the running rate


class Cadence:
    """Decides when to refresh. All times are in seconds, of one steady clock."""

    def __init__(self) -> None:
        self._tokens = 0.0  # a second
        self._since: float | None = None
        self._characters = 0
        self._cost = 0.0
        self._last = float("-inf")

    def fed(self, characters: int) -> None:
        """Take note of new text."""
        self._characters += characters

    def delay(self, now: float) -> float:
        """Return how long to wait before the next refresh, for which there is text now."""
        return max(0.0, self._last + self.interval - now)

    @property
    def interval(self) -> float:
        """The time between two refreshes."""
        share = (self._tokens - _SLOW_TOKENS) / (_FAST_TOKENS - _SLOW_TOKENS)
        rate = _SLOW + (_FAST - _SLOW) * min(1.0, max(0.0, share))
        return max(1.0 / rate, self._cost / _SHARE)

    def refreshed(self, now: float, cost: float) -> None:
        """Take note of a refresh that ended at `now` and took `cost`."""
        if self._since is not None and now > self._since:
            tokens = self._characters / _CHARACTERS / (now - self._since)
            self._tokens = _MEMORY * self._tokens + (1.0 - _MEMORY) * tokens if self._tokens else tokens
        self._since = now
        self._characters = 0
        self._cost = _MEMORY * self._cost + (1.0 - _MEMORY) * cost
        self._last = now
