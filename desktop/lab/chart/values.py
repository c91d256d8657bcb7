"""What a chart of measurements shows: plain figures, whoever measured them."""

from dataclasses import dataclass

from models.catalog import Band


@dataclass(frozen=True)
class Point:
    """What was found at one temperature: `passed` of `judged` answers, in truth between `low` and `high` (0 to 1).

    `diversity` (0 to 1) is None where it was not measured. Where nothing was judged there is no rate.
    """

    temperature: float
    passed: int
    judged: int
    low: float
    high: float
    diversity: float | None = None

    @property
    def rate(self) -> float | None:
        """The part of the judged answers that passed."""
        return self.passed / self.judged if self.judged else None


@dataclass(frozen=True)
class Series:
    """The points of one way of answering (a model, with or without something), by rising temperature."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn.

    `measured` is the band that the measurements recommend, `published` the one known before. `caution_from` and
    `breaks_down_from` place the colours of temperature.
    """

    series: tuple[Series, ...]
    caution_from: float
    breaks_down_from: float
    measured: Band | None = None
    published: Band | None = None

    @property
    def temperatures(self) -> tuple[float, ...]:
        """Every temperature at which something was measured, rising."""
        return tuple(sorted({point.temperature for one in self.series for point in one.points}))

    @property
    def has_diversity(self) -> bool:
        """Whether diversity was measured anywhere."""
        return any(point.diversity is not None for one in self.series for point in one.points)
