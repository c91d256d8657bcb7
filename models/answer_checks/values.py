"""What is looked for in a finished answer, and what was found."""

from dataclasses import dataclass
from enum import StrEnum

from models.errors import Text


class CheckKind(StrEnum):
    """What a check looks at."""

    LOOP = "loop"  # the model repeated itself
    JSON = "json"  # the answer is JSON
    SCHEMA = "schema"  # and obeys its schema
    CODE = "code"  # a code block can be read by a parser of its language
    BOXED = "boxed"  # the result is in \boxed{}


class Verdict(StrEnum):
    """What the checks of one answer come to."""

    PASSED = "passed"
    FAILED = "failed"
    CUT = "cut"  # the answer ended before its end: its form says nothing
    NOTHING = "nothing"  # there was no form to look at


@dataclass(frozen=True)
class Asked:
    """What an answer had to be.

    With `json` it had to be JSON, as the text of a schema `schema` where that is not "". `boxed`: its result had to
    stand in a box. `looped` says that the model repeated itself, `cut` that the answer was ended from outside.
    """

    json: bool = False
    schema: str = ""
    boxed: bool = False
    looped: bool = False
    cut: bool = False


@dataclass(frozen=True)
class CheckResult:
    """What the checks of an answer came to: where it failed, `kind` says at what and `reason` why."""

    verdict: Verdict
    kind: CheckKind | None = None
    reason: Text | None = None

    @property
    def failed(self) -> bool:
        """Whether the answer is not what it had to be."""
        return self.verdict is Verdict.FAILED
