"""The pipes between the supervisor and the processes that build the containment."""

import fcntl
import os
import sys
from dataclasses import dataclass

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

_FIRST = 10
"""Pipes stand above the descriptors that the program gets. Starting a program closes them."""


@dataclass(frozen=True)
class Pipe:
    """The two ends of a pipe, as file descriptors."""

    reading: int
    writing: int


def new_pipe() -> Pipe:
    """Make a pipe. Raises OSError."""
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FIRST) for end in low]
    for end in low:
        os.close(end)
    return Pipe(*high)


@dataclass(frozen=True)
class Lines:
    """All pipes of one run: what builders tell, when they may go on, what the program prints, and its marks."""

    told: Pipe
    go: Pipe
    output: Pipe
    marks: Pipe

    def tell(self, line: str) -> None:
        """Tell the supervisor something in a line."""
        os.write(self.told.writing, f"{' '.join(line.split())}\n".encode(errors="replace"))

    def wait(self) -> None:
        """Wait for the supervisor's leave to go on; where it is gone, this process ends."""
        if not os.read(self.go.reading, 1):
            os._exit(1)

    def keep_builders_ends(self) -> None:
        """Close the supervisor's ends."""
        for end in (self.told.reading, self.go.writing, self.output.reading, self.marks.reading):
            os.close(end)

    def keep_supervisors_ends(self) -> None:
        """Close the builders' ends."""
        for end in (self.told.writing, self.go.reading, self.output.writing, self.marks.writing):
            os.close(end)


def new_lines() -> Lines:
    """Make the pipes. Raises OSError."""
    return Lines(new_pipe(), new_pipe(), new_pipe(), new_pipe())
