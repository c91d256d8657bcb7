"""How long the rest of a sweep will take, reckoned from the answers that are there."""

from collections.abc import Mapping

from models.lab.runs.values import Trial

Group = tuple[int, int]
"""The numbers of an arm and of a task."""


class Pace:
    """The mean time of an answer: that of its task on its arm where any is known, else its arm's, else of all.

    The times are differences of a clock that nobody sets, so that they stand when the machine's own clock is changed.
    """

    def __init__(self) -> None:
        self._seconds: dict[tuple[int, ...], float] = {}
        self._counts: dict[tuple[int, ...], int] = {}

    def note(self, trial: Trial) -> None:
        """Learn from an answer."""
        for key in _keys((trial.place.arm, trial.place.task)):
            self._seconds[key] = self._seconds.get(key, 0.0) + trial.seconds
            self._counts[key] = self._counts.get(key, 0) + 1

    def seconds_left(self, missing: Mapping[Group, int]) -> float | None:
        """Return how long so many answers of each group will take; None while nothing is known."""
        if () not in self._counts:
            return None
        return sum(count * self._mean(group) for group, count in missing.items())

    def _mean(self, group: Group) -> float:
        key = next(key for key in _keys(group) if key in self._counts)
        return self._seconds[key] / self._counts[key]


def _keys(group: Group) -> tuple[tuple[int, ...], ...]:
    return group, group[:1], ()
