"""The loads and answers that an engine is busy with, as every thread sees them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Operation:
    """A load or an answer, from its beginning to its end; `request` is the one of its requests that runs now."""

    request: int | None = None
    stopped: bool = False


class Operations:
    """What is going on now. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Operation] = []

    def all(self) -> tuple[Operation, ...]:
        """Return what is going on."""
        with self._lock:
            return tuple(self._all)

    @contextmanager
    def one(self) -> Iterator[Operation]:
        """Begin an operation; it goes on until the block is left."""
        operation = Operation()
        with self._lock:
            self._all.append(operation)
        try:
            yield operation
        finally:
            with self._lock:
                self._all.remove(operation)
