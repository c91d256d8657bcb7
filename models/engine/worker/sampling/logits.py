"""The logits of a context as numpy sees them, without a copy, and the highest of them."""

import ctypes
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

ROWS = 64
"""Logits are looked at as a table of so many rows, column by column; what does not fill a row stands apart."""


class Logits:
    """The last logits that a context computed: a view, valid until the next computation, that may be written to.

    Where several tokens of a batch have logits, `place` says of which of them: -1 is the last one.
    """

    def __init__(self, context: Any, vocabulary_size: int) -> None:
        self.context = context
        self.vocabulary_size = vocabulary_size
        self.place = -1
        self.columns = vocabulary_size // ROWS
        self._highest = np.empty(self.columns + vocabulary_size % ROWS, np.float32)
        self._address = 0
        self._values = np.empty(0, np.float32)

    @property
    def most_found(self) -> int:
        """How many tokens `highest` can look for at a time."""
        return len(self._highest) // 4

    def read(self) -> NDArray[np.float32]:
        """Return the last logits, one for each token of the vocabulary."""
        pointer = lib.llama_get_logits_ith(self.context, self.place)
        address = ctypes.addressof(pointer.contents)
        if address != self._address:  # llama.cpp moves its buffer rarely
            self._address = address
            self._values = np.ctypeslib.as_array(pointer, (self.vocabulary_size,))
        return self._values

    def highest(self, count: int) -> NDArray[np.int64]:
        """Return at least the `count` tokens with the highest logits, in order of their numbers.

        Where `count` columns hold a logit of some height, so do `count` tokens at least: those below cannot be among
        the highest. Only these columns need to be looked through. None are found where there is no order among the
        logits, as in a broken model.
        """
        highest, columns, logits = self._highest, self.columns, self._values
        table = logits[: columns * ROWS].reshape(ROWS, columns)
        np.maximum.reduce(table, axis=0, out=highest[:columns])
        highest[columns:] = logits[columns * ROWS :]
        height = np.partition(highest, len(highest) - count)[len(highest) - count]
        high = np.flatnonzero(highest >= height)
        apart = high[high >= columns] - columns + columns * ROWS
        high = high[high < columns]
        row, place = np.nonzero(table[:, high] >= height)
        return np.concatenate((row * columns + high[place], apart))
