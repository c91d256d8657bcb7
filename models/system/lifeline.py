"""A pipe by which a child process learns that this program is no more, however it ended."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lifeline() -> Iterator[int]:
    """Give the reading end of a pipe in which nothing is ever written; the writing end is ours alone.

    The pipe ends with the `with` block, or with this process.
    """
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)
