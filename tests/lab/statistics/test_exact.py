"""Exact tests of pass rates, against enumeration and against published examples."""

from itertools import product
from math import comb

import pytest

from models.lab.statistics import exact
from models.lab.statistics.exact import adjusted, p_value
from models.lab.statistics.values import Pair


def enumerated(pairs: list[Pair]) -> float:
    """The p-value by going through every table with the same sums."""
    tables = []
    for pair in pairs:
        passed = pair.passed + pair.other_passed
        counts = range(max(0, passed - pair.other_judged), min(passed, pair.judged) + 1)
        tables.append([(count, comb(pair.judged, count) * comb(pair.other_judged, passed - count)) for count in counts])
    observed, lower, upper, whole = sum(pair.passed for pair in pairs), 0, 0, 0
    for combination in product(*tables):
        total, weight = sum(count for count, _ in combination), 1
        for _, one in combination:
            weight *= one
        whole += weight
        lower += weight * (total <= observed)
        upper += weight * (total >= observed)
    return min(1.0, 2 * min(lower, upper) / whole)


@pytest.mark.parametrize(
    "pairs",
    [
        [Pair(3, 4, 1, 4)],
        [Pair(0, 3, 3, 3)],
        [Pair(5, 5, 5, 5)],
        [Pair(3, 3, 0, 3), Pair(2, 3, 1, 4), Pair(0, 2, 2, 5)],
        [Pair(1, 6, 5, 6), Pair(2, 6, 6, 6), Pair(6, 6, 6, 6), Pair(0, 6, 0, 6)],
    ],
)
def test_p_value_is_that_of_all_tables(pairs: list[Pair]) -> None:
    assert p_value(pairs) == pytest.approx(enumerated(pairs), rel=1e-12)


def test_fishers_tea() -> None:
    """Fisher's lady told three of four cups: one-sided 17 of 70, so twice that here."""
    assert p_value([Pair(3, 4, 1, 4)]) == pytest.approx(34 / 70)


def test_without_pairs_nothing_is_shown() -> None:
    assert p_value([]) == 1.0


@pytest.mark.parametrize(
    "pairs", [[Pair(150, 300, 120, 300)] * 3, [Pair(40, 50, 30, 50)] * 30, [Pair(220, 400, 200, 450)] * 2]
)
def test_large_numbers_give_the_same_as_the_exact_way(pairs: list[Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    short = p_value(pairs)
    monkeypatch.setattr(exact, "_AS_GOOD_AS_NORMAL", float("inf"))
    assert short == pytest.approx(p_value(pairs), rel=0.05)


def test_equal_classes_bound_the_number_of_true_hypotheses() -> None:
    """Shaffer's table: of the 6 pairs of 4 groups 0, 1, 2, 3 or 6 can be true together, of 10 of 5 groups 0 to 4, 6."""
    assert adjusted([0.001] * 6, 4) == pytest.approx([0.006] * 6)
    assert adjusted([0.001, 0.002, 0.003, 0.004, 0.5, 0.6], 4) == pytest.approx([0.006, 0.006, 0.009, 0.012, 1.0, 1.0])
    ten = [0.001 * place for place in range(1, 11)]
    stepped = [0.010, 0.012, 0.018, 0.024, 0.030, 0.030, 0.030, 0.030, 0.030, 0.030]
    assert adjusted(ten, 5) == pytest.approx(stepped)


def test_adjusted_values_keep_their_places() -> None:
    assert adjusted([0.5, 0.001, 0.9], 3) == pytest.approx([0.5, 0.003, 0.9])
    assert adjusted([], 1) == ()
