"""Finding the few tokens that a sampler chain can choose from, before the chain sees them.

llama.cpp gives a chain the whole vocabulary: of 152,000 words it writes 1.8 MB and sorts, for every token. A chain that
keeps the k most probable tokens chooses the same from any set that contains them. With penalties, which change the
logits of m known tokens, the k most probable afterwards are among those m and the k + m highest before.
"""

import ctypes
from collections.abc import Collection
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

_ROWS = 64
_ENTRY = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""llama_token_data"""


class Candidates:
    """The most probable tokens by the last logits of a context, in the form that llama.cpp's samplers take.

    Logits are looked at as a table of `_ROWS` rows, column by column; what does not fill a row stands apart.
    """

    def __init__(self, context: Any, vocabulary_size: int) -> None:
        self.context = context
        self.vocabulary_size = vocabulary_size
        self._columns = vocabulary_size // _ROWS
        self._highest = np.empty(self._columns + vocabulary_size % _ROWS, np.float32)
        self._address = 0
        self._logits = np.empty(0, np.float32)
        self._entries = np.empty(0, _ENTRY)
        self._array: Any = lib.llama_token_data_array()

    def can_find(self, count: int) -> bool:
        """Return whether looking for `count` tokens is worth while in this vocabulary."""
        return count <= len(self._highest) // 4

    def choose(self, chain: Any, count: int, others: Collection[int] = ()) -> int | None:
        """Let `chain` choose among the `count` most probable tokens and `others`; return the token.

        None where there is no order among the logits, as in a broken model.
        """
        self._read()
        tokens = self._find(count)
        if others:
            tokens = np.union1d(tokens, np.fromiter(others, np.int64, len(others)))
        return self._apply(chain, tokens) if len(tokens) else None

    def _apply(self, chain: Any, tokens: NDArray[np.int64]) -> int:
        entries = self._room(len(tokens))
        entries["id"] = tokens
        entries["logit"] = self._logits[tokens]
        array = self._array
        array.size, array.selected, array.sorted = len(tokens), -1, False
        lib.llama_sampler_apply(chain, ctypes.byref(array))
        token = int(entries["id"][array.selected])
        lib.llama_sampler_accept(chain, token)
        return token

    def _read(self) -> None:
        pointer = lib.llama_get_logits_ith(self.context, -1)
        address = ctypes.addressof(pointer.contents)
        if address != self._address:  # llama.cpp moves its buffer rarely
            self._address = address
            self._logits = np.ctypeslib.as_array(pointer, (self.vocabulary_size,))

    def _find(self, count: int) -> NDArray[np.int64]:
        """Return at least the `count` tokens with the highest logits, in order of their numbers.

        Where `count` columns hold a logit of some height, so do `count` tokens at least: those below cannot be among
        the highest. Only these columns need to be looked through.
        """
        highest, columns = self._highest, self._columns
        table = self._logits[: columns * _ROWS].reshape(_ROWS, columns)
        np.maximum.reduce(table, axis=0, out=highest[:columns])
        highest[columns:] = self._logits[columns * _ROWS :]
        height = np.partition(highest, len(highest) - count)[len(highest) - count]
        high = np.flatnonzero(highest >= height)
        apart = high[high >= columns] - columns + columns * _ROWS
        high = high[high < columns]
        row, place = np.nonzero(table[:, high] >= height)
        return np.concatenate((row * columns + high[place], apart))

    def _room(self, count: int) -> NDArray[np.void]:
        if count > len(self._entries):
            self._entries = np.zeros(2 * count, _ENTRY)
            entries: Any = ctypes.cast(self._entries.ctypes.data, lib.llama_token_data_p)
            self._array.data = entries
        return self._entries[:count]
