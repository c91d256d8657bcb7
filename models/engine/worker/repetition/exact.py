"""Finds the same tokens again and again."""

import re
from typing import Final

from models.engine.worker.repetition.loop import Loop

_LONGEST_PERIOD: Final = 1000
_DECISIVE: Final = 2 * _LONGEST_PERIOD
_KEPT: Final = _LONGEST_PERIOD + _DECISIVE
_GRAM: Final = 8
"""So many tokens in a row must come again before a distance is followed."""
_LEAST_REPEAT: Final = ((0.6, 0), (0.3, 300), (0.0, 380))
"""How many tokens may repeat by the share of them that has letters: prose, code or sums, a table of zeros."""
_LETTER = re.compile(r"[^\W\d_]")


def _enough(period: int) -> int:
    """Return for how many tokens prose must repeat itself to be a loop.

    A short round needs many repetitions ("ha ha ha"), a long one two: a refrain is sung twice, not three times.
    """
    return max(120 + period * 6 // 5, 2 * period)


class ExactCycles:
    """Follows the distance at which the last tokens are a copy of earlier ones. Bounded memory."""

    def __init__(self, first: int) -> None:
        """Begin at the token of index `first`."""
        self._tokens: list[int] = []
        self._has_letters: list[bool] = []
        self._first = first
        self._last_seen: dict[tuple[int, ...], int] = {}
        self._period = 0
        self._run = 0

    def add(self, token: int, text: str) -> None:
        """Take the next token and its text."""
        tokens = self._tokens
        here = len(tokens)
        tokens.append(token)
        self._has_letters.append(_LETTER.search(text) is not None)
        gram = tuple(tokens[-_GRAM:])
        if self._period and token == tokens[here - self._period]:
            self._run += 1
        else:
            self._follow(here, self._last_seen.get(gram))
        self._last_seen[gram] = here
        if here + 1 >= 2 * _KEPT:
            self._drop_old()

    def loop(self) -> Loop | None:
        """Return the loop the tokens so far end with."""
        if not self._period or self._run < _enough(1):
            return None
        self._shorten_period()
        if self._run < self._needed():
            return None
        return Loop(start=self._first + len(self._tokens) - self._run, period=self._period)

    def _needed(self) -> int:
        period = self._period
        lettered = sum(self._has_letters[-period:]) / period
        return max(_enough(period), next(least for share, least in _LEAST_REPEAT if lettered >= share))

    def _follow(self, here: int, earlier: int | None) -> None:
        self._period = self._run = 0
        if earlier is None or here - earlier > _LONGEST_PERIOD:
            return
        self._period = here - earlier
        self._run = self._copied(self._period)

    def _shorten_period(self) -> None:
        """Rounds that hold shorter rounds were followed at the longer distance."""
        tokens, period = self._tokens, self._period
        round_ = tokens[-period:]
        for shorter in range(1, period // 2 + 1):
            if period % shorter == 0 and round_ == round_[:shorter] * (period // shorter):
                self._period, self._run = shorter, self._copied(shorter)
                return

    def _copied(self, period: int) -> int:
        """Return how many of the last tokens equal the one a period before; as many as decide are counted."""
        tokens = self._tokens
        at = len(tokens) - 1
        stop = max(period - 1, at - _DECISIVE)
        while at > stop and tokens[at] == tokens[at - period]:
            at -= 1
        return len(tokens) - 1 - at

    def _drop_old(self) -> None:
        dropped = len(self._tokens) - _KEPT
        del self._tokens[:dropped]
        del self._has_letters[:dropped]
        self._first += dropped
        self._last_seen = {gram: at - dropped for gram, at in self._last_seen.items() if at >= dropped}
