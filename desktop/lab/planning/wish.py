"""What the user wants measured, and what there is to choose from."""

from dataclasses import dataclass
from pathlib import Path

from models.lab import Task


@dataclass(frozen=True)
class ModelChoice:
    """A model file that can be measured; `name` tells it from the others, `loaded` says that it answers now."""

    path: Path
    name: str
    loaded: bool = False


@dataclass(frozen=True)
class ModeChoice:
    """A mode whose settings can be used for all tasks."""

    id: str
    name: str


@dataclass(frozen=True)
class Experiment:
    """A published measurement that can be repeated: its tasks, temperatures and repeats; `about` says what it was."""

    id: str
    name: str
    about: str
    tasks: tuple[Task, ...]
    temperatures: tuple[float, ...]
    repeats: int


@dataclass(frozen=True)
class Wish:
    """A measurement as the user put it together.

    Each of `models` is asked once for each of `sections`: without, or with temperatures that follow the text. `mode`
    is None where each task has the settings of its own mode. An empty `name` is made up from the models.
    """

    models: tuple[Path, ...]
    tasks: tuple[Task, ...]
    temperatures: tuple[float, ...]
    repeats: int
    sections: tuple[bool, ...]
    mode: str | None
    max_tokens: int
    name: str = ""

    @property
    def answers(self) -> int:
        """How many answers are made at most."""
        return len(self.models) * len(self.sections) * len(self.tasks) * len(self.temperatures) * self.repeats

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.answers > 0
