"""What is asked of the sandbox and what comes back: limits, outcomes, and what this machine offers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from models.errors import Text


class OutcomeKind(StrEnum):
    """How a program ended."""

    OK = "ok"
    """It came to its end, and so did the tests where there were some."""
    FAILED = "failed"
    """It raised an error, or ended before its tests did."""
    TIMEOUT = "timeout"
    """It was stopped because its time was over."""
    KILLED = "killed"
    """It crashed, or was stopped at another limit."""
    REFUSED = "refused"
    """It was not run, as it could not have been contained."""


@dataclass(frozen=True)
class Limits:
    """What a program may use at most. Sizes are in bytes, times in seconds."""

    seconds: float = 10.0
    """By the clock; a quarter of a second more goes by until it is gone."""
    memory: int = 512 << 20
    """Address space of the one process it is."""
    disk: int = 16 << 20
    """All it has written; it is kept in memory and forgotten."""
    output: int = 64 << 10
    """Printed characters that are kept; sixteen times as many stop the program."""
    threads: int = 16
    files: int = 64
    """Open at one time."""


@dataclass(frozen=True)
class Outcome:
    """How a program ended, in a sentence (`reason`), and what it printed (both streams in order, `cut` where too long).

    `error` is the last line of the traceback, empty where there is none.
    """

    kind: OutcomeKind
    reason: Text
    output: str = ""
    error: str = ""
    cut: bool = False

    @property
    def passed(self) -> bool:
        """Whether the program and its tests came to their end."""
        return self.kind is OutcomeKind.OK


@dataclass(frozen=True)
class Containment:
    """Whether programs can be contained on this machine; `reason` says why not, `details` in technical words."""

    available: bool
    reason: Text
    details: str = ""


class PythonRunner(Protocol):
    """Runs a program in Python where it can do no harm."""

    def __call__(self, code: str, *, tests: str = "", given: str = "", limits: Limits = ...) -> Outcome:
        """Run `code`, then `tests` with the names that it defined, `given` on its standard input.

        With tests the code runs as a module, not as the main program. Never raises for what the code does.
        """
        ...
