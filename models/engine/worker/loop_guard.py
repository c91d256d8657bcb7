"""Says when what a model writes has degenerated into repetition, and where the repetition began."""

from collections import deque
from typing import Final

from models.engine.worker.repetition import DriftingCycles, ExactCycles, Loop, SymbolReader

__all__ = ["Loop", "LoopGuard"]

_REMEMBERED: Final = 4096
_LOOKS_EVERY: Final = 16
"""Tokens; to decide costs more than to take a token in."""


class LoopGuard:
    """Watches the tokens of one answer, thinking included. Its memory is bounded, its work a token small.

    Cycles of the same tokens are found by `ExactCycles`, those with small variations by `DriftingCycles`.
    """

    def __init__(self) -> None:
        self._count = 0
        self._recent: deque[tuple[int, str]] = deque(maxlen=_REMEMBERED)
        self._begin(0)

    def add(self, token: int, text: str) -> Loop | None:
        """Take the next token and its text ("" while a character is incomplete); return the loop it ends, if any.

        A loop is reported again, every few tokens, for as long as it goes on.
        """
        self._recent.append((token, text))
        self._take(token, text)
        if self._count % _LOOKS_EVERY:
            return None
        exact = self._exact.loop()
        return self._drifting.earlier(exact) if exact else self._drifting.loop()

    def forget_from(self, count: int) -> None:
        """Go back to where `count` tokens had been fed: those after them were taken back.

        Raises:
            ValueError: so many were never fed.
        """
        if not 0 <= count <= self._count:
            raise ValueError(f"{count} of {self._count} tokens")
        first = self._count - len(self._recent)
        kept = list(self._recent)[: max(0, count - first)]
        self._recent = deque(kept, maxlen=_REMEMBERED)
        self._begin(count - len(kept))
        for token, text in kept:
            self._take(token, text)

    def _begin(self, count: int) -> None:
        self._count = count
        self._exact = ExactCycles(count)
        self._symbols = SymbolReader()
        self._drifting = DriftingCycles(count)

    def _take(self, token: int, text: str) -> None:
        self._exact.add(token, text)
        for symbol, at in self._symbols.feed(text, self._count):
            self._drifting.add(symbol, at)
        self._count += 1
