"""What a sweep recommends, with engines whose true pass rates are known."""

import random

import pytest

from models.lab import Cell, Recommendation, compare, recommend
from models.lab.statistics.power import answers_needed

TEMPERATURES = (0.2, 0.5, 0.8, 1.1, 1.4)
TASKS = {"sums": 0.95, "code": 0.85, "json": 0.7, "logic": 0.9}
SWEEPS = 200


class ScriptedEngine:
    """Answers every task at a known pass rate: that of the task, less what the temperature costs."""

    def __init__(self, costs: dict[float, float], seed: int) -> None:
        self._costs = costs
        self._chance = random.Random(seed)

    def sweep(self, repeats: int) -> list[Cell]:
        """The cells of a sweep over all tasks and temperatures."""
        return [
            Cell(task, warmth, sum(self._chance.random() < rate - cost for _ in range(repeats)), repeats)
            for task, rate in TASKS.items()
            for warmth, cost in self._costs.items()
        ]


def sweeps(costs: tuple[float, ...], repeats: int) -> list[Recommendation]:
    pairs = dict(zip(TEMPERATURES, costs, strict=False))
    return [recommend(ScriptedEngine(pairs, seed).sweep(repeats)) for seed in range(SWEEPS)]


@pytest.mark.parametrize(
    ("costs", "band"),
    [
        ((0.0, 0.0, 0.0, 0.45, 0.7), (0.2, 0.8)),
        ((0.5, 0.0, 0.0, 0.5, 0.7), (0.5, 0.8)),
        ((0.7, 0.6, 0.5, 0.0, 0.0), (1.1, 1.4)),
        ((0.0, 0.6, 0.6, 0.6, 0.7), (0.2, 0.2)),
        ((0.0, 0.0, 0.0, 0.0, 0.6), (0.2, 1.1)),
    ],
)
def test_the_right_band_is_named(costs: tuple[float, ...], band: tuple[float, float]) -> None:
    named = [item.band for item in sweeps(costs, 10)]
    assert named.count(band) >= 0.95 * SWEEPS


@pytest.mark.parametrize("repeats", [3, 10, 30])
def test_equal_temperatures_end_in_no_difference(repeats: int) -> None:
    results = sweeps((0.0,) * 5, repeats)
    undecided = [item for item in results if item.band is None]
    assert len(undecided) >= 0.95 * SWEEPS
    assert {item.reason.id for item in undecided} == {"lab.recommend.no_difference"}
    assert all(item.more_repeats and item.reason.fields["more"] == item.more_repeats for item in undecided)


def test_as_many_repeats_as_were_asked_for_show_the_difference() -> None:
    """80 % of sweeps that follow the advice find a difference of the size that it names."""
    equal = recommend(Cell(task, warmth, 6, 10) for task in TASKS for warmth in (0.3, 0.9))
    more, size = equal.more_repeats, float(equal.reason.fields["points"]) / 100
    assert more is not None
    chance, shown = random.Random(3), 0
    for _ in range(SWEEPS):
        rates = {0.3: 0.6 + size / 2, 0.9: 0.6 - size / 2}
        cells = [
            Cell(task, warmth, sum(chance.random() < rate for _ in range(10 + more)), 10 + more)
            for task in TASKS
            for warmth, rate in rates.items()
        ]
        shown += recommend(cells).band == (0.3, 0.3)
    assert 0.75 * SWEEPS <= shown <= 0.92 * SWEEPS


def test_number_of_answers_worked_out_by_hand() -> None:
    """0.5 against 0.3 needs 93 without the correction for continuity, and with it 93/4 (1 + sqrt(1 + 4/18.6))^2."""
    assert answers_needed(0.4, 0.2, comparisons=1) == 103


def test_a_temperature_between_two_good_ones_breaks_the_band() -> None:
    cells = [Cell("a", 0.2, 36, 40), Cell("a", 0.5, 8, 40), Cell("a", 0.8, 38, 40), Cell("a", 1.1, 37, 40)]
    result = recommend(cells)
    assert result.band == (0.8, 1.1)
    assert [item.worse_than_best for item in result.temperatures] == [False, True, False, False]


def test_temperatures_are_compared_task_by_task() -> None:
    """An easy task that was measured at one temperature only does not make that temperature better."""
    cells = [Cell("hard", 0.3, 2, 20), Cell("hard", 0.9, 2, 20), Cell("easy", 0.9, 200, 200)]
    result = recommend(cells)
    assert result.band is None
    assert [item.p_value for item in result.temperatures] == [1.0, 1.0]


def test_cells_without_judged_answers_say_nothing() -> None:
    assert recommend([]).reason.id == "lab.recommend.nothing_judged"
    assert recommend([Cell("a", 0.5, 0, 0)]).best is None
    one = recommend([Cell("a", 0.5, 3, 3), Cell("a", 0.8, 0, 0)])
    assert (one.band, one.best, one.reason.id) == (None, 0.5, "lab.recommend.one")


def test_cells_of_several_arms_are_refused() -> None:
    with pytest.raises(ValueError, match="two cells"):
        recommend([Cell("a", 0.5, 3, 3, "on"), Cell("a", 0.5, 3, 3, "off")])


def test_very_large_sweeps_of_equal_temperatures_say_so() -> None:
    rows = [Cell("a", warmth, 5000, 10_000) for warmth in TEMPERATURES]
    result = recommend(rows)
    assert (result.band, result.more_repeats, result.reason.id) == (None, 0, "lab.recommend.equal")


def test_arms_are_compared_at_the_same_tasks_and_temperatures() -> None:
    off = [Cell(task, warmth, 10, 20, "off") for task in TASKS for warmth in (0.3, 0.6)]
    on = [Cell(task, warmth, 16, 20, "on") for task in TASKS for warmth in (0.3, 0.6)]
    better = compare([*off, *on, Cell("other", 0.3, 0, 500, "on")], "off", "on")
    assert better.difference == pytest.approx(0.3)
    assert better.shown
    assert better.reason.fields == {"points": 30}
    assert compare([*off, *on], "on", "off").reason.id == "lab.compare.worse"


def test_equal_arms_show_no_difference() -> None:
    cells = [Cell("a", 0.5, 10, 20, arm) for arm in ("off", "on")]
    result = compare(cells, "off", "on")
    assert (result.shown, result.p_value) == (False, 1.0)
    assert result.reason.fields == {"more": result.more_repeats, "points": 20}
    assert result.more_repeats is not None
    assert result.more_repeats > 20
    assert compare(cells, "off", "third").difference is None


def test_chance_rarely_splits_equal_arms() -> None:
    chance, claims = random.Random(8), 0
    for _ in range(SWEEPS):
        cells = [
            Cell(task, 0.5, sum(chance.random() < rate for _ in range(8)), 8, arm)
            for task, rate in TASKS.items()
            for arm in ("off", "on")
        ]
        claims += compare(cells, "off", "on").shown
    assert claims <= 0.05 * SWEEPS + 6
