"""What a running sweep tells: frozen dataclasses."""

from dataclasses import dataclass

from models.engine import Notice
from models.errors import Text
from models.lab.runs.values import Arm, SweepPlan, Trial


@dataclass(frozen=True)
class SweepBegun:
    """The sweep begins or goes on: `done` of the plan's answers are there already."""

    plan: SweepPlan
    done: int
    seconds_left: float | None


@dataclass(frozen=True)
class ModelLoading:
    """The model of an arm is being loaded: 0 to 1."""

    arm: Arm
    fraction: float


@dataclass(frozen=True)
class ModelLoaded:
    """The model of an arm is ready; `notices` are what the user should know about it."""

    arm: Arm
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class BatchRunning:
    """Answers are being made together: `answers` of them, with `tokens` so far in all. Told a few times a second."""

    arm: int
    task: int
    answers: int
    tokens: int


@dataclass(frozen=True)
class BatchFailed:
    """The answers of a batch could not be made, and the sweep goes on without them; the error is raised at its end."""

    arm: int
    task: int
    problem: Text


@dataclass(frozen=True)
class TrialDone:
    """An answer is made, checked and stored. `seconds_left` is None while nothing is known to reckon from."""

    trial: Trial
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True)
class SweepPaused:
    """It was paused or stopped; what is done is stored, and it can go on."""

    done: int
    total: int


@dataclass(frozen=True)
class SweepDone:
    """Every answer is made and checked."""

    total: int


SweepEvent = SweepBegun | ModelLoading | ModelLoaded | BatchRunning | BatchFailed | TrialDone | SweepPaused | SweepDone
