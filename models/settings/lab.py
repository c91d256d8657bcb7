"""What the user agreed to in the temperature lab."""

from dataclasses import dataclass
from enum import StrEnum

from models.settings.declare import choice


class GeneratedCode(StrEnum):
    """Whether code that a model wrote may be run, where it is contained."""

    ASK = "ask"  # the user was not asked yet
    RUN = "run"
    NEVER = "never"


@dataclass(frozen=True)
class LabSettings:
    """The settings of the lab. Labels and help texts: `setting.<name>.label` and `.help`."""

    generated_code: GeneratedCode = choice(GeneratedCode.ASK)  # noqa: RUF009 - it returns a dataclass field
