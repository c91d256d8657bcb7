"""Whether memory grows: its course, a value after each turn, is compared with itself."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MIB = 1024 * 1024
_WINDOWS = 10


@dataclass(frozen=True)
class Growth:
    """Memory in bytes before and after so many turns."""

    turns: int
    before: float
    after: float

    @classmethod
    def of_later_half(cls, course: Sequence[int]) -> "Growth":
        """Compare the first tenth of the later half of `course` with its last tenth.

        The earlier half is for caches to fill. A tenth's value is its median: a turn that needs more for a moment is no
        growth. Raises ValueError where there are fewer than 19 turns.
        """
        later = course[len(course) // 2 :]
        width = len(later) // _WINDOWS
        if width < 1:
            raise ValueError(f"{len(course)} turns are too few")
        return cls(len(later) - width, statistics.median(later[:width]), statistics.median(later[-width:]))

    @classmethod
    def of_rounds(cls, rounds: Sequence[Sequence[int]]) -> "Growth":
        """Compare the second round with the last one, turn by turn: all rounds are made of the same turns.

        The first round is for caches to fill. The difference is the median of those of the turns. So a few turns show
        what otherwise takes many. Raises ValueError where there are fewer than three rounds.
        """
        if len(rounds) < 3:  # noqa: PLR2004
            raise ValueError(f"{len(rounds)} rounds are too few")
        second, last = rounds[1], rounds[-1]
        grown = statistics.median(after - before for before, after in zip(second, last, strict=True))
        before = statistics.median(second)
        return cls(len(last) * (len(rounds) - 2), before, before + grown)

    @property
    def share(self) -> float:
        """The growth as a part of what there was."""
        return (self.after - self.before) / self.before

    @property
    def per_turn(self) -> float:
        """Bytes a turn."""
        return (self.after - self.before) / self.turns

    def __str__(self) -> str:
        sizes = f"{self.before / MIB:.2f} to {self.after / MIB:.2f} MiB"
        return f"{self.share:+.2%} ({sizes}, {self.per_turn:+.0f} bytes a turn)"
