"""The same task in other languages and with other numbers."""

from collections.abc import Sequence
from functools import lru_cache

from models.lab.tasks.built_in import built_in_task, built_in_tasks
from models.lab.tasks.published import published_experiments
from models.lab.tasks.values import Origin, Task

MOST_VARIANTS = 20
_LOOKED_AT = 100
"""Seeds that are tried for other numbers: some tasks have only a handful of variants."""


def versions(task: Task, languages: Sequence[str], variants: int = 1) -> tuple[Task, ...]:
    """Return a task in each of `languages` of `models.texts.LANGUAGES`, in each as it is known and with other numbers.

    That makes `variants` tasks in each language, fewer where the task has no more. Published ones have one in each
    language, and the user's own are as they are.
    """
    if task.origin is Origin.OWN:
        return (task,)
    if task.origin is Origin.PUBLISHED:
        return tuple(_published(task, language) for language in languages)
    return tuple(variant for language in languages for variant in _variants(task.subject, language, variants))


def _published(task: Task, language: str) -> Task:
    begin = task.id.rpartition("-")[0]
    everything = (one for experiment in published_experiments(language) for one in experiment.tasks)
    return next(one for one in everything if one.id.rpartition("-")[0] == begin)


@lru_cache(maxsize=64)
def _variants(subject: str, language: str, count: int) -> tuple[Task, ...]:
    """Return the first variants whose questions differ; they are the same ones in every language."""
    known = next(task for task in built_in_tasks(language) if task.subject == subject)
    found = {known.prompt: known}
    for seed in range(1, _LOOKED_AT):
        if len(found) >= count:
            break
        other = built_in_task(f"{known.id}-{seed}")
        found.setdefault(other.prompt, other)
    return tuple(found.values())
