"""Confidence intervals of pass rates."""

import math

from models.lab.statistics.values import Interval

_Z95 = 1.959963984540054


def wilson(passed: int, judged: int, z: float = _Z95) -> Interval:
    """Return Wilson's score interval of a pass rate, by default for 95 %; without answers: 0 to 1.

    Wilson, Journal of the American Statistical Association 22 (1927); it keeps its level at small numbers and near 0
    and 1, where the usual one fails. Raises ValueError for impossible numbers.
    """
    if not 0 <= passed <= judged:
        raise ValueError(f"{passed} of {judged} passed")
    if not judged:
        return Interval(0.0, 1.0)
    rate, square = passed / judged, z * z
    middle = (rate + square / (2 * judged)) / (1 + square / judged)
    half = z / (1 + square / judged) * math.sqrt(rate * (1 - rate) / judged + square / (4 * judged**2))
    low = 0.0 if passed == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if passed == judged else min(1.0, middle + half))
