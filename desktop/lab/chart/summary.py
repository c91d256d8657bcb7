"""A chart in words, for those who do not see it and for the tool tip of one temperature."""

from collections.abc import Iterator

from desktop.lab.chart.values import Chart, Point
from models.texts import Phrasebook, figure


def summary(chart: Chart, say: Phrasebook) -> str:
    """Say everything that the chart shows."""
    return "\n".join(at_temperature(chart, temperature, say) for temperature in chart.temperatures)


def at_temperature(chart: Chart, temperature: float, say: Phrasebook) -> str:
    """Say what was found at one temperature, a line for each series."""
    lines = list(_found(chart, temperature, say))
    return "\n".join((say("lab.chart.at", temperature=figure(temperature)), *lines))


def _found(chart: Chart, temperature: float, say: Phrasebook) -> Iterator[str]:
    for series in chart.series:
        for point in series.points:
            if point.temperature == temperature:
                text = point_text(point, say)
                yield f"{series.name}: {text}" if len(chart.series) > 1 else text


def point_text(point: Point, say: Phrasebook) -> str:
    """Say what was found at a point."""
    parts = []
    if point.judged:
        parts.append(
            say(
                "lab.chart.rate",
                passed=point.passed,
                judged=point.judged,
                low=round(100 * point.low),
                high=round(100 * point.high),
            )
        )
    if point.diversity is not None:
        parts.append(say("lab.chart.diversity_is", diversity=f"{point.diversity:.2f}"))
    return say("lab.chart.joined", first=parts[0], second=parts[1]) if len(parts) == 2 else "".join(parts)  # noqa: PLR2004
