"""The tasks that a command names: those of the program, by language and variant, and the user's own."""

from collections.abc import Iterable
from typing import TextIO

from models.errors import user_error
from models.lab import OwnTasks, PublishedExperiment, Task, built_in_task, built_in_tasks, published_experiments
from models.paths import Paths
from models.texts import Phrasebook

DEFAULT_TEMPERATURES = (0.3, 0.6, 0.9)


def all_tasks(paths: Paths, language: str, *, say: Phrasebook, err: TextIO) -> tuple[Task, ...]:
    """Return the tasks of the program in a language, and the user's own; `err` says which files hold none."""
    own, broken = OwnTasks(paths.lab_tasks).all()
    err.writelines(f"{one.path.name}: {say.phrase(one.reason)}\n" for one in broken)
    return (*built_in_tasks(language), *own)


def chosen_tasks(names: Iterable[str] | None, known: tuple[Task, ...], language: str) -> tuple[Task, ...]:
    """Return the tasks with these ids, all that are `known` where there are none.

    A name without its language is taken in `language`. Raises UserError for a name that means nothing.
    """
    everything = {task.id: task for task in known}
    if names is None:
        return known
    return tuple(_named(name, everything, language) for name in names)


def chosen_experiment(name: str, language: str) -> PublishedExperiment:
    """Return the published experiment with an id. Raises UserError where there is none."""
    known = published_experiments(language)
    found = next((one for one in known if one.id == name), None)
    if found is None:
        raise user_error("lab.experiment.unknown", id=name, known=", ".join(one.id for one in known))
    return found


def _named(name: str, everything: dict[str, Task], language: str) -> Task:
    short = f"{name}-{language.partition('_')[0]}"
    if found := everything.get(name) or everything.get(short):
        return found
    try:
        return built_in_task(name)
    except KeyError:
        raise user_error("lab.task.unknown", id=name) from None
