"""How often one file was tried, and when it is enough."""

from models.downloads.worker.faults import PassingError
from models.downloads.worker.network import Patience

_NEWS = 64 << 10
"""Bytes above which a try counts as one that brought something: proxies may end every connection after few."""

_CHANGES = 3
"""How often the bytes may turn out to be others."""


class Tries:
    """Counts the tries `in_vain` in a row, and the `changes` of the file meanwhile."""

    def __init__(self, patience: Patience) -> None:
        self._most = patience.tries
        self.in_vain = 0
        self.changes = 0

    def count(self, problem: PassingError, *, news: int) -> None:
        """Count a try that ended with `problem` and brought `news` bytes. Raises `problem` where it was the last."""
        if news > _NEWS:
            self.in_vain = 0
            return
        self.in_vain += 1
        if self.in_vain >= self._most or self.changes > _CHANGES:
            raise problem
