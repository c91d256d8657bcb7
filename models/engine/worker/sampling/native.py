"""llama.cpp's samplers, and the array of candidates that they work on."""

import ctypes
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.sampling import SamplingSettings

_ENTRY = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""llama_token_data"""


class CandidateArray:
    """A reused `llama_token_data_array`: some tokens with their logits, for a sampler to work on."""

    def __init__(self) -> None:
        self._entries = np.zeros(0, _ENTRY)
        self._array: Any = lib.llama_token_data_array()

    def apply(
        self, sampler: Any, tokens: NDArray[np.integer[Any]], logits: NDArray[np.floating[Any]]
    ) -> NDArray[np.void]:
        """Let `sampler` work on `tokens`, of which there must be one at least; return the entries as it left them.

        It may have put them in another order, and some of them out.
        """
        count = len(tokens)
        if count > len(self._entries):
            self._entries = np.zeros(2 * count, _ENTRY)
            first: Any = ctypes.cast(self._entries.ctypes.data, lib.llama_token_data_p)
            self._array.data = first
        entries, array = self._entries[:count], self._array
        entries["id"] = tokens
        entries["logit"] = logits
        array.size, array.selected, array.sorted = count, -1, False
        lib.llama_sampler_apply(sampler, ctypes.byref(array))
        return entries[: array.size]

    def choose(self, sampler: Any, tokens: NDArray[np.integer[Any]], logits: NDArray[np.floating[Any]]) -> int:
        """Let `sampler`, which ends with one that chooses, work on `tokens`; return the chosen one."""
        entries = self.apply(sampler, tokens, logits)
        return int(entries["id"][self._array.selected])


def native_chain(names: Iterable[str], settings: SamplingSettings, *, seed: int, vocabulary_size: int) -> Any:
    """Return a new chain of llama.cpp with the samplers of these names, in their order; its owner frees it."""
    make: dict[str, Callable[[], Any]] = {
        "penalties": lambda: lib.llama_sampler_init_penalties(
            vocabulary_size,
            settings.repeat_last_n,
            settings.repeat_penalty,
            settings.frequency_penalty,
            settings.presence_penalty,
        ),
        "greedy": lib.llama_sampler_init_greedy,
        "top_k": lambda: lib.llama_sampler_init_top_k(settings.top_k),
        "temperature": lambda: lib.llama_sampler_init_temp(settings.temperature),
        "top_p": lambda: lib.llama_sampler_init_top_p(settings.top_p, 1),
        "min_p": lambda: lib.llama_sampler_init_min_p(settings.min_p, 1),
        "distribution": lambda: lib.llama_sampler_init_dist(seed),
    }
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    for name in names:
        lib.llama_sampler_chain_add(chain, make[name]())
    return chain
