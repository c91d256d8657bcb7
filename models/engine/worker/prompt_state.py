"""What the context holds, so that nothing is computed twice: the tokens of the one sequence and their reuse."""

import ctypes
import time
from collections.abc import Callable, Sequence
from typing import Any

from llama_cpp import llama_cpp as lib

from models.engine.exhaustion import OUT_OF_MEMORY
from models.engine.worker.batch_log import BatchLog
from models.errors import UserError, user_error
from models.record import Batch

_PIECE_SECONDS = 0.1
_LEAST_PIECE = 32
"""Fewer tokens at a time cost nearly as much as so many: on a processor, four cost as much as 2.4 single ones."""
ABORTED = 2  # what llama_decode returns when the abort callback stopped it
NO_MEMORY = -2  # and where the device has no room for what it computes


class Interrupted(Exception):  # noqa: N818  # no error: the user stopped it
    """The computation was stopped; what was complete before is kept."""


class PieceSize:
    """How many prompt tokens to compute in one piece, so that each takes about `_PIECE_SECONDS` on any device."""

    def __init__(self, *, most: int) -> None:
        self._all = self._most = most
        self.tokens = min(_LEAST_PIECE, most)

    def ease_off(self) -> None:
        """Compute in the smallest pieces from now on: what a device needs beside them grows with them."""
        self._most = self.tokens = min(_LEAST_PIECE, self._all)

    def go_on(self) -> None:
        """Compute in pieces of any size again; they grow as they prove quick."""
        self._most = self._all

    def took(self, seconds: float) -> None:
        """Learn from the last piece, of `tokens` tokens."""
        wanted = self.tokens * _PIECE_SECONDS / max(seconds, 1e-6)
        # At most twice as many: the next pieces see a longer context.
        self.tokens = int(max(min(_LEAST_PIECE, self._most), min(wanted, 2 * self.tokens, self._most)))


class PromptState:
    """The tokens whose keys and values the context holds, in order, as sequence 0.

    `decode_one` is what computes a single token.
    """

    def __init__(self, context: Any, *, batch: int) -> None:
        self._context = context
        self._memory = lib.llama_get_memory(context)
        self._batch = min(batch, int(lib.llama_n_batch(context)))
        self._buffer = (ctypes.c_int32 * self._batch)()
        self._has_logits = False
        self.decode_one: Callable[[Any, Any], int] = lib.llama_decode
        self.tokens: list[int] = []
        self.log = BatchLog()

    def adopt(self, tokens: Sequence[int], log: BatchLog) -> None:
        """Take note of what was loaded into the context, and of what had made it."""
        self.tokens[:] = tokens
        self.log = log
        self._has_logits = False

    def replay(
        self,
        tokens: Sequence[int],
        batches: Sequence[Batch],
        *,
        progress: Callable[[int], None],
        stopped: Callable[[], bool],
    ) -> None:
        """Compute `tokens` anew as `batches` say they were computed; afterwards the logits of the last one are there.

        Raises as `compute`, and UserError where the batches are not those of so many tokens or do not fit.
        """
        self.truncate(0)
        largest = max((batch.size for batch in batches), default=0)
        if BatchLog.of(batches).tokens != len(tokens) or largest > self._batch:
            raise user_error("engine.replay_differs")
        for batch in (batch for run in batches for batch in (run,) * run.times):
            if stopped():
                raise Interrupted
            start = len(self.tokens)
            kept = list(tokens[start : start + batch.kept])
            # What was cut off later no longer matters, but how many tokens it was does.
            self._decode(kept + [kept[-1]] * (batch.size - batch.kept))
            if batch.size > batch.kept:
                self.truncate(start + batch.kept)
            progress(len(self.tokens))

    def keep_prefix(self, prompt: Sequence[int]) -> int:
        """Drop what the context holds beyond its longest common prefix with `prompt`; return the prefix's length.

        At least one token of the prompt is left to compute where the logits of the last one are not there.
        """
        shared = common_prefix(self.tokens, prompt)
        if self._has_logits and shared == len(prompt) == len(self.tokens):
            return shared
        shared = min(shared, len(prompt) - 1)
        self.truncate(shared)
        return len(self.tokens)

    def take_logits(self) -> None:
        """Note that the last logits are being used: a sampler writes to them."""
        self._has_logits = False

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens; none at all where the model's memory cannot be cut (recurrent models)."""
        if count <= 0 or not lib.llama_memory_seq_rm(self._memory, 0, count, -1):
            lib.llama_memory_clear(self._memory, False)  # noqa: FBT003
            count = 0
        del self.tokens[count:]
        self.log.cut(count)
        self._has_logits = False

    def compute(
        self,
        tokens: Sequence[int],
        *,
        progress: Callable[[int], None],
        stopped: Callable[[], bool],
        piece: "PieceSize | None" = None,
    ) -> None:
        """Append `tokens`, in pieces; afterwards the logits of the last one are there.

        A piece is a whole batch, or what `piece` says. Calls `progress` with the number of tokens in the context after
        each. Raises Interrupted where `stopped` says so between pieces, or the abort callback did within one, and
        UserError where it fails.
        """
        start = 0
        while start < len(tokens):
            if stopped():
                raise Interrupted
            began, count = time.perf_counter(), min(self._batch, piece.tokens) if piece else self._batch
            self._decode(tokens[start : start + count])
            start += count
            if piece and start <= len(tokens):
                piece.took(time.perf_counter() - began)
            progress(len(self.tokens))

    def append(self, token: int) -> None:
        """Append one token. Raises as `compute`."""
        self._buffer[0] = token
        self._check(self.decode_one(self._context, lib.llama_batch_get_one(self._buffer, 1)))
        self.tokens.append(token)
        self.log.add(1)

    def extend(self, tokens: Sequence[int]) -> None:
        """Append tokens without a word about how far it is. Raises as `compute`."""
        self.compute(tokens, progress=lambda _count: None, stopped=lambda: False)
        self.take_logits()

    def _decode(self, piece: Sequence[int]) -> None:
        self._buffer[: len(piece)] = list(piece)
        self._check(lib.llama_decode(self._context, lib.llama_batch_get_one(self._buffer, len(piece))))
        self.tokens.extend(piece)
        self.log.add(len(piece))
        self._has_logits = True

    def _check(self, status: int) -> None:
        if status == 0:
            return
        self.truncate(len(self.tokens))  # a piece that was not finished leaves cells behind
        if status == ABORTED:
            raise Interrupted
        raise decode_error(status)


def decode_error(status: int) -> UserError:
    """Return what a `llama_decode` that returned `status` means."""
    known = {1: "engine.context_full", NO_MEMORY: OUT_OF_MEMORY}
    return user_error(known.get(status, "engine.decode_failed"), f"llama_decode returned {status}")


def common_prefix(held: Sequence[int], wanted: Sequence[int]) -> int:
    """Return how many tokens two sequences share from the beginning."""
    limit = min(len(held), len(wanted))
    if held[:limit] == wanted[:limit]:
        return limit
    return next(index for index in range(limit) if held[index] != wanted[index])
