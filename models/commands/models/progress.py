"""How far long work is: one line on a terminal that is written again and again, nothing anywhere else."""

import time
from types import TracebackType
from typing import Self, TextIO

from models.texts import shown_size

_EVERY_SECONDS = 0.2


class ProgressLine:
    """Shows what is being done and how far it is. At the end of its `with` block the line is wiped."""

    def __init__(self, doing: str, err: TextIO) -> None:
        self._doing = doing
        self._err = err
        self._shown = 0
        self._next = 0.0

    def __enter__(self) -> Self:
        return self

    def show(self, done: int, total: int) -> None:
        """Say how many of `total` bytes are done."""
        percent = done / total if total else 1.0
        self.say(f"{self._doing} {percent:4.0%}  {shown_size(done)} / {shown_size(total)}")

    def say(self, line: str) -> None:
        """Show a line in place of the one before, a few times a second at most."""
        now = time.monotonic()
        if now < self._next or not self._err.isatty():
            return
        self._next = now + _EVERY_SECONDS
        self._err.write(f"\r{line.ljust(self._shown)}")
        self._err.flush()
        self._shown = len(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._err.write("\r" + " " * self._shown + "\r")
            self._err.flush()
