"""What the context holds, so that nothing is computed twice: the tokens of the one sequence and their reuse."""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from llama_cpp import llama_cpp as lib

from models.errors import user_error

_ABORTED = 2  # what llama_decode returns when the abort callback stopped it


class Interrupted(Exception):  # noqa: N818  # no error: the user stopped it
    """The computation was stopped; what was complete before is kept."""


class PromptState:
    """The tokens whose keys and values the context holds, in order, as sequence 0."""

    def __init__(self, context: Any, *, batch: int) -> None:
        self._context = context
        self._memory = lib.llama_get_memory(context)
        self._batch = min(batch, int(lib.llama_n_batch(context)))
        self._buffer = (ctypes.c_int32 * self._batch)()
        self.tokens: list[int] = []

    def keep_prefix(self, prompt: Sequence[int]) -> int:
        """Drop what the context holds beyond its longest common prefix with `prompt`; return the prefix's length.

        At least one token of the prompt is left to compute: its logits are needed to go on.
        """
        shared = common_prefix(self.tokens, prompt)
        shared = min(shared, len(prompt) - 1)
        self.truncate(shared)
        return len(self.tokens)

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens; none at all where the model's memory cannot be cut (recurrent models)."""
        if count <= 0 or not lib.llama_memory_seq_rm(self._memory, 0, count, -1):
            lib.llama_memory_clear(self._memory, False)  # noqa: FBT003
            count = 0
        del self.tokens[count:]

    def compute(self, tokens: Sequence[int], *, progress: Callable[[int], None], stopped: Callable[[], bool]) -> None:
        """Append `tokens`, in pieces; afterwards the logits of the last one are there.

        Calls `progress` with the number of tokens in the context after each piece. Raises Interrupted where
        `stopped` says so between pieces, or the abort callback did within one, and UserError where it fails.
        """
        for start in range(0, len(tokens), self._batch):
            if stopped():
                raise Interrupted
            self._decode(tokens[start : start + self._batch])
            progress(len(self.tokens))

    def append(self, token: int) -> None:
        """Append one token. Raises as `compute`."""
        self._buffer[0] = token
        self._check(lib.llama_decode(self._context, lib.llama_batch_get_one(self._buffer, 1)))
        self.tokens.append(token)

    def _decode(self, piece: Sequence[int]) -> None:
        self._buffer[: len(piece)] = list(piece)
        self._check(lib.llama_decode(self._context, lib.llama_batch_get_one(self._buffer, len(piece))))
        self.tokens.extend(piece)

    def _check(self, status: int) -> None:
        if status == 0:
            return
        self.truncate(len(self.tokens))  # a piece that was not finished leaves cells behind
        if status == _ABORTED:
            raise Interrupted
        if status == 1:
            raise user_error("engine.context_full")
        raise user_error("engine.decode_failed", f"llama_decode returned {status}")


def common_prefix(held: Sequence[int], wanted: Sequence[int]) -> int:
    """Return how many tokens two sequences share from the beginning."""
    limit = min(len(held), len(wanted))
    if held[:limit] == wanted[:limit]:
        return limit
    return next(index for index in range(limit) if held[index] != wanted[index])
