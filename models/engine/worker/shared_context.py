"""A context of its own for answers that are made together: one sequence for each, behind a prompt that all share.

The context of the conversation is left as it is: what it holds stays bit for bit what computing it alone would give.
"""

import ctypes
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from llama_cpp import llama_cpp as lib

from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import ABORTED, Interrupted, decode_error
from models.engine.worker.sampling import Logits
from models.errors import Text, UserError

_ROOM = 64
"""Tokens of one answer that a batch has room for: the end of a thinking has more than one."""

_PADDING = 256
"""llama.cpp looks at its cells in stretches of so many."""


class NoSharedContext(UserError):  # noqa: N818  # they can be made one after another
    """The memory is too small, or the model cannot share a prompt."""

    def __init__(self) -> None:
        super().__init__(Text("engine.no_shared_context"))


class SharedSequence:
    """The tokens of one answer: those that the context holds, and behind them those that wait to be computed."""

    def __init__(self, number: int, memory: Any, prompt: Sequence[int], logits: Logits) -> None:
        self._number = number
        self._memory = memory
        self._computed = len(prompt)
        self._tokens = list(prompt)
        self.logits = logits

    @property
    def tokens(self) -> Sequence[int]:
        """All of them, in order."""
        return self._tokens

    @property
    def number(self) -> int:
        """llama.cpp's number of the sequence."""
        return self._number

    @property
    def waiting(self) -> Sequence[int]:
        """Those that wait to be computed."""
        return self._tokens[self._computed :]

    def append(self, token: int) -> None:
        """Add a token that is to be computed."""
        self._tokens.append(token)

    def extend(self, tokens: Sequence[int]) -> None:
        """Add several tokens that are to be computed."""
        self._tokens.extend(tokens)

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens; none where the model's memory cannot be cut."""
        if count < self._computed:
            if not lib.llama_memory_seq_rm(self._memory, self._number, count, -1):
                count = 0
            self._computed = count
        del self._tokens[count:]

    def computed(self, place: int) -> None:
        """Note that all of them are computed, and that the last one's logits are those at `place`."""
        self._computed = len(self._tokens)
        self.logits.place = place


class SharedContext:
    """A context with `count` sequences that begin with `prompt`, which the model's own context holds.

    Each has room for `room` more tokens. A context manager: frees it. Raises NoSharedContext where it cannot be made.
    """

    def __init__(self, model: LoadedModel, prompt: Sequence[int], count: int, *, room: int) -> None:
        if not model.spare:
            raise NoSharedContext
        self._owned = ExitStack()
        capacity = count * _ROOM
        kept = model.context_parameters
        parameters = type(kept).from_buffer_copy(kept)
        room = min(room, model.context_size - len(prompt)) + 1
        cells = len(prompt) + count * (room + _ROOM)
        parameters.n_ctx = -(-cells // _PADDING) * _PADDING
        parameters.n_seq_max = count
        parameters.kv_unified = True
        parameters.n_batch = capacity
        parameters.n_ubatch = min(int(parameters.n_ubatch), capacity)
        self._context = lib.llama_init_from_model(model.weights, parameters)
        if not self._context:
            raise NoSharedContext
        self._owned.callback(lib.llama_free, self._context)
        model.stop_flag.watched_by(self._context)
        self._memory = lib.llama_get_memory(self._context)
        self._batch = lib.llama_batch_init(capacity, 0, 1)
        self._owned.callback(lib.llama_batch_free, self._batch)
        self._capacity = capacity
        try:
            self._take_over(model, count)
            self.sequences = [self._sequence(number, prompt, model) for number in range(count)]
        except BaseException:
            self._owned.close()
            raise

    def compute(self, sequences: Sequence[SharedSequence]) -> None:
        """Compute what waits in `sequences`; then their logits are those of their last tokens.

        Raises Interrupted where it was stopped, UserError where it fails.
        """
        batch, count = self._batch, 0
        places = []
        for sequence in sequences:
            waiting = sequence.waiting
            start = len(sequence.tokens) - len(waiting)
            for offset, token in enumerate(waiting):
                batch.token[count] = token
                batch.pos[count] = start + offset
                batch.n_seq_id[count] = 1
                batch.seq_id[count][0] = sequence.number
                batch.logits[count] = offset == len(waiting) - 1
                count += 1
            places.append(count - 1)
        batch.n_tokens = count
        status = lib.llama_decode(self._context, batch)
        if status == ABORTED:
            raise Interrupted
        if status:
            raise decode_error(status)
        for sequence, place in zip(sequences, places, strict=True):
            sequence.computed(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owned.close()

    def _take_over(self, model: LoadedModel, count: int) -> None:
        """Copy what the model's context holds into every sequence."""
        size = int(lib.llama_state_seq_get_size(model.context, 0))
        buffer = (ctypes.c_uint8 * size)()
        lib.llama_state_seq_get_data(model.context, buffer, size, 0)
        if not lib.llama_state_seq_set_data(self._context, buffer, size, 0):
            raise NoSharedContext
        for number in range(1, count):
            lib.llama_memory_seq_cp(self._memory, 0, number, 0, -1)

    def _sequence(self, number: int, prompt: Sequence[int], model: LoadedModel) -> SharedSequence:
        """Return a sequence whose last token waits: a state holds no logits."""
        sequence = SharedSequence(number, self._memory, prompt, Logits(self._context, model.vocabulary.size))
        sequence.truncate(len(prompt) - 1)
        if len(sequence.tokens) != len(prompt) - 1:
            raise NoSharedContext
        sequence.append(prompt[-1])
        return sequence
