"""Penalties for tokens that were used lately."""

from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.worker.sampling.native import CandidateArray, native_chain
from models.sampling import SamplingSettings


class Penalties:
    """llama.cpp's penalties, shown only the tokens that they change: those of the last `repeat_last_n`.

    Shown the whole vocabulary the sampler looks up each of its tokens, which at 152,000 costs 0.5 ms a token.
    """

    def __init__(self, settings: SamplingSettings, vocabulary_size: int) -> None:
        self._recent: deque[int] = deque(maxlen=settings.repeat_last_n)
        self._candidates = CandidateArray()
        self._sampler = native_chain(["penalties"], settings, seed=0, vocabulary_size=vocabulary_size)

    def accept(self, tokens: Sequence[int]) -> None:
        """Remember tokens that were added to the context."""
        for token in tokens[-(self._recent.maxlen or 0) :]:
            lib.llama_sampler_accept(self._sampler, token)
            self._recent.append(token)

    def apply(self, logits: NDArray[np.float32]) -> None:
        """Change `logits`, one for each token of the vocabulary, in place."""
        if self._recent:
            tokens = np.fromiter(set(self._recent), np.int32)
            entries: Any = self._candidates.apply(self._sampler, tokens, logits[tokens])
            logits[entries["id"]] = entries["logit"]

    def close(self) -> None:
        """Free the native sampler."""
        lib.llama_sampler_free(self._sampler)
