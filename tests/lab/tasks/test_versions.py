"""The same task in other languages and with other numbers, and names that tell them apart."""

import msgspec
import pytest

from models.lab import (
    MOST_VARIANTS,
    Task,
    built_in_task,
    built_in_tasks,
    published_experiments,
    require_working,
    task_names,
    versions,
)
from models.texts import LANGUAGES, Phrasebook
from tests.lab.runs.sweeps import TASKS

POOL = built_in_task("pool-en")


def ids(tasks: tuple[Task, ...]) -> list[str]:
    return [task.id for task in tasks]


def test_a_task_is_asked_in_the_other_language() -> None:
    assert versions(POOL, ["zh_CN"]) == (built_in_task("pool-zh"),)
    assert versions(POOL, LANGUAGES) == (POOL, built_in_task("pool-zh"))


def test_a_task_is_asked_with_other_numbers_the_same_ones_in_each_language() -> None:
    assert ids(versions(POOL, LANGUAGES, 3)) == [
        *("pool-en", "pool-en-1", "pool-en-2"),
        *("pool-zh", "pool-zh-1", "pool-zh-2"),
    ]


@pytest.mark.parametrize("subject", [task.subject for task in built_in_tasks("en")])
def test_no_question_is_asked_twice(subject: str) -> None:
    made = versions(built_in_task(f"{subject}-en"), LANGUAGES, MOST_VARIANTS)
    assert len({task.prompt for task in made}) == len(made)
    assert len(set(ids(made))) == len(made)
    assert len(made) >= len(LANGUAGES) * 4
    for task in made:
        require_working(msgspec.structs.replace(task, name=task.id))


def test_a_task_has_no_more_versions_than_there_are() -> None:
    assert len(versions(built_in_task("story-en"), ["en"], MOST_VARIANTS)) == 4


def test_published_tasks_have_no_other_numbers() -> None:
    for here, there in zip(published_experiments("en"), published_experiments("zh_CN"), strict=True):
        (task,), (other,) = here.tasks, there.tasks
        assert versions(task, LANGUAGES, 5) == (task, other)
        assert versions(other, ["en"], 5) == (task,)


def test_tasks_of_ones_own_stay_as_they_are() -> None:
    assert versions(TASKS[0], ["zh_CN"], 5) == TASKS[:1]


def test_a_task_in_two_languages_is_named_with_its_language() -> None:
    asked = (*versions(POOL, LANGUAGES, 2), built_in_task("series-zh"))
    assert task_names(asked, Phrasebook("en")) == (
        "Two pipes fill a pool (English)",
        "Two pipes fill a pool, variant 1 (English)",
        "Two pipes fill a pool (简体中文)",
        "Two pipes fill a pool, variant 1 (简体中文)",
        "Arithmetic series",
    )
    assert task_names((POOL, POOL), Phrasebook("en")) == ("Two pipes fill a pool",) * 2
