"""What the page of one measurement shows: figures, reckoned from the stored answers."""

from dataclasses import dataclass
from enum import Enum

from desktop.lab.chart import Chart


@dataclass(frozen=True)
class CellFigures:
    """The answers of a cell of the table: `done` of `total` are made, `judged` of them could be judged."""

    passed: int
    judged: int
    done: int
    total: int

    def __add__(self, other: "CellFigures") -> "CellFigures":
        """Return the figures of both together."""
        return CellFigures(
            self.passed + other.passed, self.judged + other.judged, self.done + other.done, self.total + other.total
        )


@dataclass(frozen=True)
class TableRow:
    """A row of the table: a task on one arm, by their numbers in the plan; all tasks of the arm where `task` is None.

    `run` is the measurement it belongs to, where two are laid beside each other.
    """

    name: str
    cells: tuple[CellFigures | None, ...]
    run: str
    arm: int
    task: int | None


@dataclass(frozen=True)
class Verdict:
    """What one arm of a measurement recommends, in words.

    `use` is the text of the button that makes it the user's own band, empty where there is nothing to use; `used` says
    that it is in use.
    """

    arm: int
    name: str
    sentence: str
    use: str = ""
    used: bool = False


@dataclass(frozen=True)
class RunFigures:
    """Everything that was found so far."""

    chart: Chart
    temperatures: tuple[float, ...]
    rows: tuple[TableRow, ...]
    verdicts: tuple[Verdict, ...]


class Stage(Enum):
    """What can be done with a measurement now."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    CHECKING = "checking"  # its answers are checked again


@dataclass(frozen=True)
class RunState:
    """How far a measurement is: `line` says it in words, `problem` what is in its way."""

    stage: Stage
    done: int
    total: int
    line: str
    problem: str = ""


@dataclass(frozen=True)
class RunHead:
    """What a measurement is: its name, and in a line what it measures."""

    id: str
    name: str
    about: str


@dataclass(frozen=True)
class Answer:
    """One stored answer, to be read. `passed` is None where it was not judged; `reason` says why in each case."""

    title: str
    passed: bool | None
    reason: str
    facts: str
    prompt: str
    text: str
    thinking: str
