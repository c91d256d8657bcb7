"""What the statistics of a sweep take and give."""

from dataclasses import dataclass

from models.errors import Text


@dataclass(frozen=True)
class Cell:
    """The answers of one task at one temperature in one arm of a sweep: how many were judged, how many passed."""

    task: str
    temperature: float
    passed: int
    judged: int
    arm: str = ""


@dataclass(frozen=True)
class Pair:
    """Two sides of a comparison within one stratum (a task, or a task at a temperature)."""

    passed: int
    judged: int
    other_passed: int
    other_judged: int


@dataclass(frozen=True)
class Interval:
    """A confidence interval of a pass rate, both ends from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True)
class TemperatureResult:
    """All tasks at one temperature.

    `worse_than_best` says that a better temperature was shown; `p_value` is the smallest one of such a comparison,
    already adjusted for the number of comparisons, 1.0 where nothing speaks against the temperature.
    """

    temperature: float
    passed: int
    judged: int
    interval: Interval
    p_value: float
    worse_than_best: bool

    @property
    def rate(self) -> float | None:
        """The pass rate; None where nothing was judged."""
        return self.passed / self.judged if self.judged else None


@dataclass(frozen=True)
class Recommendation:
    """What a sweep recommends.

    `band` is None where no difference was shown (then `more_repeats` says how many further repeats of every task at
    every temperature would be needed). `best` is the temperature inside the band to take, None where nothing was
    judged.
    """

    band: tuple[float, float] | None
    best: float | None
    reason: Text
    more_repeats: int | None = None
    temperatures: tuple[TemperatureResult, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two arms side by side.

    `difference` is by how much the second one's mean pass rate is above the first one's, None where nothing can be
    compared. `more_repeats` is None where a difference was `shown`.
    """

    difference: float | None
    p_value: float
    shown: bool
    reason: Text
    more_repeats: int | None = None
