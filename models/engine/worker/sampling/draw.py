"""Drawing from many tokens by their probability, where the settings leave most of the vocabulary in play."""

from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.worker.sampling.logits import ROWS, Logits
from models.engine.worker.sampling.native import CandidateArray, native_chain
from models.sampling import SamplingSettings

_LIKELY = 512
"""Tokens among which the end of the nucleus is looked for first."""


class Draw:
    """Temperature, top_p, min_p and the choice, over a whole vocabulary.

    Given 152,000 tokens, llama.cpp's own samplers take 2 ms to draw one and, as top_p sorts, up to 20 ms to cut them.
    Here numpy weighs and cuts; llama.cpp's distribution sampler draws twice, a column of the table of tokens by its
    weight and a token of the column by its own: P(column) P(token | column) = P(token).
    """

    def __init__(self, settings: SamplingSettings, logits: Logits, *, seed: int) -> None:
        self._logits = logits
        self._temperature = settings.temperature
        self._top_p = settings.top_p
        self._min_p = settings.min_p
        self._weights = np.empty(logits.vocabulary_size, np.float32)
        self._sums = np.empty(logits.columns + logits.vocabulary_size % ROWS, np.float32)
        self._candidates = CandidateArray()
        self._sampler: Any = native_chain(["distribution"], settings, seed=seed, vocabulary_size=logits.vocabulary_size)

    def choose(self) -> int | None:
        """Draw a token by the logits last read; None where there is no order among them, as in a broken model."""
        weights = self.weigh()
        if weights is None:
            return None
        columns, whole = self._logits.columns, self._logits.columns * ROWS
        table = weights[:whole].reshape(ROWS, columns)
        np.add.reduce(table, axis=0, out=self._sums[:columns])
        self._sums[columns:] = weights[whole:]
        column = self._draw(self._sums)
        return self._draw(table[:, column]) * columns + column if column < columns else whole + column - columns

    def weigh(self) -> NDArray[np.float32] | None:
        """Return every token's weight, exp((logit - highest) / temperature), 0 for those that are cut off.

        The array is reused by the next call. None where there is no order among the logits.
        """
        logits, weights = self._logits.read(), self._weights
        highest = logits.max()
        if not np.isfinite(highest):
            return None
        np.subtract(logits, highest, out=weights)
        if self._temperature != 1:
            np.divide(weights, np.float32(self._temperature), out=weights)
        np.exp(weights, out=weights)
        least = max(self._end_of_nucleus(weights), self._min_p)
        if least > 0:
            weights[weights < np.float32(least)] = 0
        return weights

    def close(self) -> None:
        """Free the native sampler."""
        lib.llama_sampler_free(self._sampler)

    def _end_of_nucleus(self, weights: NDArray[np.float32]) -> float:
        """Return the weight of the last of the most probable tokens that together reach `top_p`; 0 without it."""
        if self._top_p >= 1:
            return 0.0
        wanted = self._top_p * float(weights.sum(dtype=np.float64))
        likely = min(_LIKELY, self._logits.most_found)
        for found in (weights[self._logits.highest(likely)] if likely else weights[:0], weights):
            ordered = np.sort(found)[::-1]
            reached = np.cumsum(ordered, dtype=np.float64)
            # Among the likely ones may be some that are less likely than others left out: only the first so many count.
            complete = len(found) if found is weights else likely
            place = int(np.searchsorted(reached, wanted))
            if place < complete:
                return float(ordered[place])
        return 0.0  # rounding: all of them are needed

    def _draw(self, weights: NDArray[np.float32]) -> int:
        possible = np.flatnonzero(weights)
        return self._candidates.choose(self._sampler, possible, np.log(weights[possible]))
