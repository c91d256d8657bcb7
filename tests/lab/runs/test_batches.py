"""What is missing of a sweep is cut into batches."""

from collections import Counter

import pytest

from models.lab.runs.batches import MOST_TOGETHER, batches
from models.lab.runs.pace import Pace
from models.lab.runs.values import Place
from tests.lab.runs.sweeps import plan, trial


@pytest.mark.parametrize("repeats", [1, 3, 5, 7, 40])
def test_every_place_is_in_one_batch_of_its_task(repeats: int) -> None:
    planned = plan(arms=2, repeats=repeats)
    cut = list(batches(planned.places()))
    assert Counter(place for batch in cut for place in batch) == Counter(planned.places())
    assert all(len(batch) <= MOST_TOGETHER for batch in cut)
    assert all(len({(place.arm, place.task) for place in batch}) == 1 for batch in cut)


def test_arms_come_one_after_another() -> None:
    arms = [batch[0].arm for batch in batches(plan(arms=3).places())]
    assert arms == sorted(arms)


def test_every_task_gets_a_batch_before_any_gets_its_second() -> None:
    cut = list(batches(plan(repeats=10).places()))
    assert [batch[0].task for batch in cut] == [0, 1, 2, 3, 0, 1, 2, 3]
    assert [len(batch) for batch in cut] == [15] * 8
    for batch in cut:  # all temperatures, equally often
        assert set(Counter(place.temperature for place in batch).values()) == {5}


def test_nothing_missing_makes_no_batch() -> None:
    assert list(batches([])) == []


def test_time_left_is_reckoned_from_the_most_alike() -> None:
    pace = Pace()
    assert pace.seconds_left({(0, 0): 3}) is None
    pace.note(trial(Place(0, 0, 0, 0), seconds=2.0))
    pace.note(trial(Place(0, 1, 0, 0), seconds=4.0))
    assert pace.seconds_left({(0, 0): 3}) == 6.0
    assert pace.seconds_left({(0, 2): 1}) == 3.0  # an unknown task: the mean of its arm
    assert pace.seconds_left({(1, 0): 2}) == 6.0  # an unknown arm: the mean of all
    assert pace.seconds_left({}) == 0.0
