"""The published experiments can be repeated, with right answers."""

import pytest

from models.catalog import family, mode
from models.lab import CheckTools, Origin, PublishedExperiment, check_answer, published_experiments
from models.sampling import preset
from models.texts import LANGUAGES, Phrasebook


def experiment(experiment_id: str, language: str = "en") -> PublishedExperiment:
    return next(item for item in published_experiments(language) if item.id == experiment_id)


def test_grids_are_the_published_ones() -> None:
    """Each cell that was published is repeated as often as it was; what was added is said."""
    for item in published_experiments("en"):
        evidence = preset(item.mode, family(item.family)).evidence
        assert evidence.runs == (item.repeats, item.repeats)
        assert evidence.prompts == len(item.tasks)
        assert {point.temperature for point in evidence.points} <= {*item.temperatures} - {*item.added}
    assert experiment("r1-code").added == ()
    assert experiment("r1-code").temperatures == tuple(
        point.temperature for point in preset("code", family("r1")).evidence.points
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_tasks_are_told_from_the_program_s_own(language: str) -> None:
    tasks = [task for item in published_experiments(language) for task in item.tasks]
    assert {task.origin for task in tasks} == {Origin.PUBLISHED}
    assert len({task.id for task in tasks}) == 3
    books = [Phrasebook(name) for name in LANGUAGES]
    for item in published_experiments(language):
        assert all(book.phrase(item.name) and book.phrase(item.about) for book in books)
        assert all(book.phrase(task.label) for task in item.tasks for book in books)
        assert [mode(task.mode).id for task in item.tasks] == [item.mode]


def test_maths_wants_the_right_answer_and_its_steps() -> None:
    task = experiment("r1-maths").tasks[0]
    assert check_answer(task, "1. d = 10/3\n2. a1 = 5/3\n\\boxed{\\frac{85}{3}}", CheckTools()).passed
    assert check_answer(task, "\\boxed{\\frac{85}{3}}", CheckTools()).passed is False
    assert check_answer(task, "1. d = 10/3\n2. a1 = 5/3\n\\boxed{105}", CheckTools()).passed is False


def test_code_wants_care() -> None:
    task = experiment("r1-code", "zh_CN").tasks[0]
    careless = "```python\ndef substrings(text, length):\n    return []\n```"
    assert check_answer(task, careless, CheckTools()).reason.id == "lab.demand.type_hints.missing"
