"""The middle of what was measured in several rounds, some of which may have failed."""

import statistics
from collections.abc import Sequence


def middle(values: Sequence[float | None]) -> float | None:
    """Return the median of the values that are there; None where there is none."""
    found = [value for value in values if value is not None]
    return statistics.median(found) if found else None


def middle_ratio(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """Return the median of the ratios, round by round; None where no round has both."""
    return middle([a / b if a is not None and b else None for a, b in zip(ours, theirs, strict=True)])


def scaled(value: float | None, factor: float) -> float | None:
    """Return `value` times `factor`, None for None."""
    return None if value is None else value * factor
