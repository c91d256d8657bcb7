"""Whether memory grows: the later half of its course is compared with itself."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MIB = 1024 * 1024
_WINDOWS = 10
"""The later half is cut into so many windows: the first and the last of them are compared."""


@dataclass(frozen=True)
class Growth:
    """Memory in bytes at the beginning and at the end of the later half of so many turns."""

    turns: int
    before: float
    after: float

    @classmethod
    def of(cls, course: Sequence[int]) -> "Growth":
        """Measure the later half of `course`, a value after each turn. The earlier half is for caches to fill.

        A window's value is its median: one turn that needs more for a moment is no growth. Raises ValueError where
        there are fewer than two turns for each window.
        """
        later = course[len(course) // 2 :]
        width = len(later) // _WINDOWS
        if width < 1:
            raise ValueError(f"{len(course)} turns are too few")
        return cls(len(later), statistics.median(later[:width]), statistics.median(later[-width:]))

    @property
    def share(self) -> float:
        """The growth as a part of what there was."""
        return (self.after - self.before) / self.before

    @property
    def per_turn(self) -> float:
        """Bytes a turn."""
        return (self.after - self.before) / (self.turns - self.turns // _WINDOWS)

    def __str__(self) -> str:
        sizes = f"{self.before / MIB:.2f} to {self.after / MIB:.2f} MiB"
        return f"{self.share:+.2%} ({sizes}, {self.per_turn:+.0f} bytes a turn)"
