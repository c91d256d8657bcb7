"""What a containment is given to run, and what it tells of its end, as values that travel between processes."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from models.sandbox.values import Limits

MARK_FILE = 3
"""The file descriptor on which the program around the code tells how far it came."""


@dataclass(frozen=True)
class Interpreter:
    """What runs the code where this is: a command, and the folders and files that it must be able to read.

    `libraries` is the folder of its own shared library, empty where it has none.
    """

    command: tuple[str, ...]
    readable: tuple[str, ...]
    libraries: str = ""


@dataclass(frozen=True)
class Job:
    """A program, what is on its standard input, its limits, and what runs it.

    `word` is what the program around the code says at the end, and the code itself does not know.
    """

    code: str
    interpreter: Interpreter
    tests: str = ""
    given: str = ""
    limits: Limits = field(default_factory=Limits)
    word: str = field(default_factory=partial(secrets.token_hex, 16))


class End(StrEnum):
    """Why a program is not running any more."""

    ENDED = "ended"
    TIME = "time"
    OUTPUT = "output"
    DISK = "disk"
    UNHEARD = "unheard"
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class Ending:
    """How a contained program ended.

    `code` is its exit code, negative for a signal; `marks` is what the program around the code told; `step` and
    `details` say where and why the containment could not be built.
    """

    end: End
    code: int = 0
    output: bytes = b""
    cut: bool = False
    marks: bytes = b""
    step: str = ""
    details: str = ""
