"""A plan is made of wishes that can be fulfilled; anything else is refused in a sentence."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import UserError
from models.lab import MOST_ANSWERS, Place, SweepWishes, Task, new_plan
from models.lab.runs.asking import seed_of
from models.lab.tasks.check_values import Agreement
from tests.lab.runs.sweeps import TASKS, TEMPERATURES, plan


@pytest.fixture
def wishes(starter_model: Path) -> SweepWishes:
    """Wishes that can be fulfilled."""
    return SweepWishes((starter_model,), TASKS, TEMPERATURES)


def test_temperatures_are_in_order_and_each_is_there_once(wishes: SweepWishes) -> None:
    made = new_plan(replace(wishes, temperatures=(0.9, 0.3, 0.9, 0.30000001, -0.0)))
    assert made.temperatures == (0.0, 0.3, 0.9)
    assert math.copysign(1, made.temperatures[0]) == 1


def test_every_model_is_an_arm_for_each_choice_of_sections(wishes: SweepWishes) -> None:
    made = new_plan(replace(wishes, models=wishes.models * 2, sections=(False, True, False)))
    assert [arm.sections for arm in made.arms] == [False, True]
    assert len({arm.id for arm in made.arms}) == 2
    assert made.total == 2 * 4 * 3 * 3 == len(list(made.places()))


def test_a_seed_is_drawn_where_none_is_given(wishes: SweepWishes) -> None:
    assert new_plan(replace(wishes, seed=0)).seed == 0
    assert new_plan(wishes).seed != new_plan(wishes).seed


def test_no_two_plans_have_one_id(wishes: SweepWishes) -> None:
    assert len({new_plan(wishes).id for _ in range(20)}) == 20


@pytest.mark.parametrize("now", [-1e18, 1e18])
def test_a_clock_that_is_set_to_nonsense_does_not_matter(
    wishes: SweepWishes, monkeypatch: pytest.MonkeyPatch, now: float
) -> None:
    monkeypatch.setattr("models.lab.runs.planning.time.time", lambda: now)
    made = new_plan(wishes)
    assert made.id.startswith("19700101-")
    assert made.created_ms == 0


@pytest.mark.parametrize(
    ("change", "text_id"),
    [
        ({"models": ()}, "lab.plan.no_model"),
        ({"models": (Path("/nowhere/model.gguf"),)}, "error.file.missing"),
        ({"tasks": ()}, "lab.plan.no_task"),
        ({"tasks": TASKS[:1] * 2}, "lab.plan.task_twice"),
        ({"tasks": (Task(id="x", prompt="?", check=Agreement(), mode="nonsense"),)}, "lab.plan.mode"),
        ({"mode": "nonsense"}, "lab.plan.mode"),
        ({"temperatures": ()}, "lab.plan.no_temperature"),
        ({"temperatures": (0.5, 2.5)}, "lab.plan.temperature"),
        ({"temperatures": (-0.1,)}, "lab.plan.temperature"),
        ({"temperatures": (math.nan,)}, "lab.plan.temperature"),
        ({"temperatures": (math.inf,)}, "lab.plan.temperature"),
        ({"repeats": 0}, "lab.plan.repeats"),
        ({"repeats": 501}, "lab.plan.repeats"),
        ({"max_tokens": 0}, "lab.plan.max_tokens"),
        ({"seed": -1}, "lab.plan.seed"),
        ({"seed": 2**32}, "lab.plan.seed"),
        ({"sections": ()}, "lab.plan.too_many"),
    ],
)
def test_what_cannot_be_is_refused(wishes: SweepWishes, change: dict[str, Any], text_id: str) -> None:
    with pytest.raises(UserError) as raised:
        new_plan(replace(wishes, **change))
    assert raised.value.text.id == text_id


def test_a_sweep_has_an_end(wishes: SweepWishes) -> None:
    temperatures = tuple(number / 100 for number in range(1, 21))
    with pytest.raises(UserError, match=r"lab\.plan\.too_many"):
        new_plan(replace(wishes, temperatures=temperatures, repeats=MOST_ANSWERS // 80 + 1))


def test_a_name_is_one_line_of_text(wishes: SweepWishes) -> None:
    assert new_plan(replace(wishes, name="  one\ntwo \udcff ")).name == "one two ?"


def test_seeds_are_those_of_the_plan_and_differ_from_answer_to_answer() -> None:
    planned = plan(arms=2)
    seeds = [seed_of(planned, place) for place in planned.places()]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed <= 2**32 - 2 for seed in seeds)
    assert seeds == [seed_of(plan(arms=2), place) for place in planned.places()]
    assert seed_of(replace(planned, seed=8), Place(0, 0, 0, 0)) != seeds[0]
    fewer = replace(planned, tasks=planned.tasks[1:], temperatures=planned.temperatures[1:])
    assert seed_of(fewer, Place(0, 0, 0, 2)) == seed_of(planned, Place(0, 1, 1, 2))
