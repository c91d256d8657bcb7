"""Exact tests of two pass rates over several tasks, and what becomes of p-values when several tests are made."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import comb, erfc, sqrt

from models.lab.statistics.values import Pair

_AS_GOOD_AS_NORMAL = 100.0
"""From this variance of a sum on; the p-values then differ by less than a twentieth of themselves."""


def p_value(pairs: Sequence[Pair]) -> float:
    """Return the two-sided p-value of "both sides pass equally often in every stratum".

    The exact conditional test of several two-by-two tables (Gart, Biometrika 57, 1970): given how many passed on both
    sides of a stratum, those of the first side follow the hypergeometric distribution, and their sum over the strata
    its convolution. Twice the smaller tail, at most 1. It needs no large numbers and never claims too much. Where the
    numbers are large, the sum is as good as normal, and Mantel and Haenszel's test with the correction for continuity
    (Journal of the National Cancer Institute 22, 1959) gives the same without the work.
    """
    variance = sum(_variance(pair) for pair in pairs)
    if variance > _AS_GOOD_AS_NORMAL:
        distance = abs(sum(pair.passed - expected(pair) for pair in pairs))
        return erfc(max(0.0, distance - 0.5) / sqrt(2 * variance))
    weights, observed = [1.0], 0
    for pair in pairs:
        passed = pair.passed + pair.other_passed
        low = max(0, passed - pair.other_judged)
        most = min(passed, pair.judged)
        observed += pair.passed - low
        weights = _convolved(weights, _hypergeometric(pair.judged, pair.other_judged, passed, low, most))
    lower = sum(weights[: observed + 1])
    upper = sum(weights[observed:])
    return min(1.0, 2 * min(lower, upper))


def adjusted(p_values: Sequence[float], groups: int) -> tuple[float, ...]:
    """Return the p-values of comparisons of all pairs of `groups`, adjusted so that the level holds for all of them.

    Shaffer's first procedure (Journal of the American Statistical Association 81, 1986): Holm's, with the number of
    hypotheses that can still be true together in place of the number that are left.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    counts = sorted(_true_together(groups))
    factors = [max(count for count in counts if count <= len(order) - place) for place in range(len(order))]
    stepped = accumulate((factor * p_values[index] for factor, index in zip(factors, order, strict=True)), max)
    result = [1.0] * len(order)
    for index, value in zip(order, stepped, strict=True):
        result[index] = min(1.0, value)
    return tuple(result)


def expected(pair: Pair) -> float:
    """Return how many passed answers the first side would have if both passed equally often."""
    return (pair.passed + pair.other_passed) * pair.judged / (pair.judged + pair.other_judged)


def _variance(pair: Pair) -> float:
    both, passed = pair.judged + pair.other_judged, pair.passed + pair.other_passed
    return pair.judged * pair.other_judged * passed * (both - passed) / (both * both * (both - 1))


@cache
def _true_together(groups: int) -> frozenset[int]:
    """Return how many of all pairs of groups can be equal at once: the sizes of the classes of equal groups decide."""
    if groups <= 1:
        return frozenset({0})
    sizes = range(1, groups + 1)
    return frozenset(comb(size, 2) + rest for size in sizes for rest in _true_together(groups - size))


@lru_cache(maxsize=4096)
def _hypergeometric(first: int, second: int, passed: int, low: int, most: int) -> tuple[float, ...]:
    """Return how likely `low` to `most` of `passed` answers are from the first side."""
    whole = comb(first + second, passed)
    return tuple(comb(first, count) * comb(second, passed - count) / whole for count in range(low, most + 1))


def _convolved(first: Sequence[float], second: Sequence[float]) -> list[float]:
    result = [0.0] * (len(first) + len(second) - 1)
    for shift, weight in enumerate(second):
        for place, other in enumerate(first):
            result[place + shift] += weight * other
    return result
