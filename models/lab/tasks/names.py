"""What the tasks of a sweep are called, so that none is mistaken for another."""

from collections import defaultdict
from collections.abc import Iterable

from models.lab.tasks.values import Task
from models.texts import Phrasebook


def task_names(tasks: Iterable[Task], say: Phrasebook) -> tuple[str, ...]:
    """Return the names of tasks; where one is among them in several languages, its language stands behind its name."""
    named = [(task, say.phrase(task.label)) for task in tasks]
    languages: dict[str, set[str]] = defaultdict(set)
    for task, name in named:
        languages[name].add(task.language)
    return tuple(
        name
        if len(languages[name]) == 1
        else say("lab.task.with_note", name=name, note=say(f"choice.language.{task.language}"))
        for task, name in named
    )
