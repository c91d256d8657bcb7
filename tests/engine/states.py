"""What the tests of kept prompt states share: a key, prompts, and a look at what a context holds."""

from collections.abc import Sequence

import numpy as np
from llama_cpp import llama_cpp as lib

from models.engine.worker.kept_state import StateKey
from models.engine.worker.model import LoadedModel

KEY = StateKey(model="fingerprint", build="0.3.36 cpu CPU", context="n_ctx=1024 k=f16 v=f16")
QUOTA = 1 << 30
TALK = "talk"


def prompt(count: int, *, seed: int = 1) -> list[int]:
    """Return so many tokens, others for each seed, that every vocabulary of the tests has."""
    return [(seed * 31 + index * index * 7) % 250 for index in range(count)]


def fill(model: LoadedModel, tokens: Sequence[int]) -> None:
    """Let the model's context hold exactly these tokens, computed anew."""
    model.state.truncate(0)
    model.state.compute(tokens, progress=lambda _count: None, stopped=lambda: False)


def forget(model: LoadedModel) -> None:
    """Empty the context."""
    model.state.truncate(0)


def held(model: LoadedModel) -> int:
    """Return how many tokens llama.cpp itself says that sequence 0 holds."""
    return int(lib.llama_memory_seq_pos_max(lib.llama_get_memory(model.context), 0)) + 1


def logits_after(model: LoadedModel, tokens: Sequence[int]) -> list[bytes]:
    """Append tokens one by one and return the bytes of the logits after each."""
    found = []
    for token in tokens:
        model.state.append(token)
        pointer = lib.llama_get_logits_ith(model.context, -1)
        found.append(np.ctypeslib.as_array(pointer, (model.vocabulary.size,)).tobytes())
    return found
