"""What a program prints, kept up to a bound."""

_ENOUGH = 16
"""A program that prints so many times what is kept is stopped."""


class KeptOutput:
    """The beginning of what was printed, `limit` bytes at most."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._count = 0

    @property
    def kept(self) -> bytes:
        """What is kept."""
        return bytes(self._kept)

    @property
    def cut(self) -> bool:
        """Whether there was more."""
        return self._count > self._limit

    @property
    def overflows(self) -> bool:
        """Whether there was so much more that it should stop."""
        return self._count > self._limit * _ENOUGH

    def add(self, read: bytes) -> None:
        """Take what was printed next."""
        self._count += len(read)
        self._kept += read[: max(0, self._limit - len(self._kept))]
