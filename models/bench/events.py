"""What a benchmark tells while it runs."""

from dataclasses import dataclass
from enum import StrEnum

from models.bench.report import BenchReport


class Part(StrEnum):
    """What is measured together."""

    START = "start"
    DECODE = "decode"
    PROMPT = "prompt"
    AHEAD = "ahead"
    RESUME = "resume"
    STOP = "stop"
    MANY = "many"
    JSON = "json"
    WINDOW = "window"


@dataclass(frozen=True)
class Step:
    """Step `number` (from 1) of the `of` steps of a part begins."""

    part: Part
    number: int
    of: int


@dataclass(frozen=True)
class Measured:
    """A part is done; the report has its figures, and those of the parts before."""

    part: Part
    report: BenchReport


@dataclass(frozen=True)
class Finished:
    """Everything is measured."""

    report: BenchReport


BenchEvent = Step | Measured | Finished
