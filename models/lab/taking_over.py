"""What "Use for this mode" writes: a recommendation as the user's own band for a mode on a model."""

from datetime import UTC, date, datetime

from models.catalog import Band, Point
from models.lab.statistics.values import Recommendation
from models.sampling import MeasuredBand


def measured_band(
    found: Recommendation, *, model: str, mode: str, tasks: int, run: str, when: date | None = None
) -> MeasuredBand | None:
    """Return the band that a recommendation names for a mode on a model; None where it names none.

    `model` is the id of a record's `ModelIdentity`, `run` the id of the sweep, `tasks` how many tasks it had; `when`
    is today by default.
    """
    if found.band is None or found.best is None:
        return None
    points = tuple(Point(item.temperature, item.passed, item.judged) for item in found.temperatures)
    day = when or datetime.now(UTC).date()
    return MeasuredBand(
        model=model,
        mode=mode,
        band=Band(*found.band),
        best=found.best,
        points=points,
        tasks=tasks,
        when=day.isoformat(),
        run=run,
    )
