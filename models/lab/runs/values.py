"""What a sweep measures and what came of it: the plan, its models, one answer's place in it, and the answer itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.lab.checks.values import Finding
from models.lab.tasks.values import Task
from models.record import AnswerRecord

GREEDY = 0.0
"""The temperature at which every repeat gives the same answer: it is made once."""


@dataclass(frozen=True)
class PlannedModel:
    """A model that a sweep asks, as its file was when the sweep was planned.

    `id` is the catalogue's with the quantization as a suffix; `fingerprint` that of the file (`models.files`).
    """

    path: Path
    id: str
    name: str
    family: str
    quantization: str
    fingerprint: str


@dataclass(frozen=True)
class Arm:
    """One way of answering that is compared with others: a model, with or without temperatures by section."""

    model: PlannedModel
    sections: bool = False

    @property
    def id(self) -> str:
        """What tells it from the other arms of a sweep."""
        return f"{self.model.id} {self.model.fingerprint[:8]}" + (" sections" if self.sections else "")


@dataclass(frozen=True)
class Place:
    """Where in a sweep an answer belongs: the numbers of its arm, task and temperature in the plan, and the repeat."""

    arm: int
    task: int
    temperature: int
    repeat: int


@dataclass(frozen=True)
class SweepPlan:
    """What is asked in a sweep: every task at every temperature, so many times, on every arm.

    The plan never changes once the sweep has begun; the tasks are in it whole, so that answers can be checked again
    after a task was edited. `mode` is what the settings other than the temperature are taken from, None takes each
    task's own; with `instructions` the model is told what that mode tells it. `created_ms` is Unix time.
    """

    id: str
    name: str
    created_ms: int
    arms: tuple[Arm, ...]
    tasks: tuple[Task, ...]
    temperatures: tuple[float, ...]
    repeats: int
    seed: int
    max_tokens: int
    mode: str | None = None
    instructions: bool = True

    def places(self) -> Iterator[Place]:
        """Yield the place of every answer, in the order in which they are made."""
        for arm in range(len(self.arms)):
            for task in range(len(self.tasks)):
                for number, temperature in enumerate(self.temperatures):
                    for repeat in range(self.repeats_at(temperature)):
                        yield Place(arm, task, number, repeat)

    def repeats_at(self, temperature: float) -> int:
        """Return how many answers a task gets at a temperature: greedy decoding repeats itself."""
        return 1 if temperature == GREEDY else self.repeats

    @property
    def total(self) -> int:
        """How many answers the whole sweep has."""
        return len(self.arms) * len(self.tasks) * sum(map(self.repeats_at, self.temperatures))


@dataclass(frozen=True)
class Trial:
    """One answer of a sweep.

    `finding` is None until it was checked. `seconds` is its share of the time that its batch took.
    """

    place: Place
    answer: str
    thinking: str | None
    record: AnswerRecord
    seconds: float
    finding: Finding | None = None


class SweepState(StrEnum):
    """How far a sweep is."""

    PLANNED = "planned"  # nothing is answered yet
    PAUSED = "paused"  # it can go on, also after a crash
    STOPPED = "stopped"  # the user wants no more of it, but it can go on all the same
    DONE = "done"


@dataclass(frozen=True)
class SweepSummary:
    """A sweep in the list of all."""

    plan: SweepPlan
    state: SweepState
    done: int
