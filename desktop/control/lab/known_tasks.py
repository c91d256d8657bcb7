"""The tasks there are: the program's own, those of published experiments, and the user's."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desktop.lab import Experiment
from models.lab import Exact, Origin, OwnTasks, Task, built_in_tasks, published_experiments

if TYPE_CHECKING:
    from pathlib import Path

    from models.lab import BrokenTask
    from models.texts import Phrasebook


class KnownTasks:
    """Lists the tasks in the language of the window and keeps those of the user, in the folder of the lab."""

    def __init__(self, folder: Path, *, say: Phrasebook) -> None:
        self._own = OwnTasks(folder / "tasks")
        self._say = say

    def all(self) -> tuple[tuple[Task, ...], tuple[BrokenTask, ...]]:
        """Return all tasks, and the user's files that hold none. Raises UserError where they cannot be read."""
        language = self._say.language
        published = tuple(task for one in published_experiments(language) for task in one.tasks)
        own, broken = self._own.all()
        return (*built_in_tasks(language), *published, *own), broken

    def experiments(self) -> tuple[Experiment, ...]:
        """Return the published experiments that can be repeated."""
        say = self._say
        return tuple(
            Experiment(one.id, say.phrase(one.name), say.phrase(one.about), one.tasks, one.temperatures, one.repeats)
            for one in published_experiments(say.language)
        )

    def blank(self) -> Task:
        """Return a task of the user's own that is still to be written."""
        return Task(
            id=f"own-{secrets.token_hex(4)}",
            prompt="",
            check=Exact(answers=()),
            language=self._say.language,
            origin=Origin.OWN,
        )

    def save(self, task: Task) -> None:
        """Keep a task of the user's own. Raises UserError where it is none that works, or cannot be written."""
        self._own.save(task)

    def remove(self, task: Task) -> None:
        """Forget a task of the user's own. Raises UserError where that fails."""
        self._own.remove(task.id)
