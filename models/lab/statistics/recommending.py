"""The recommendation that follows from a sweep.

Every two temperatures are compared task by task; a temperature is left out only where another one was shown to be
better, with a level that holds for all comparisons of the sweep together. So the recommended band holds every
temperature that is truly as good as the best with a chance of 95 % at least, and few answers make a wide band, never a
narrow one that luck drew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import ceil, comb

from models.errors import FieldValue, Text
from models.lab.statistics.exact import adjusted, expected, p_value
from models.lab.statistics.intervals import wilson
from models.lab.statistics.power import LEVEL, answers_needed
from models.lab.statistics.values import Cell, Pair, Recommendation, TemperatureResult

DIFFERENCES = (0.2, 0.1, 0.05)
"""Differences of pass rates that may matter to somebody, the greatest first."""

_Row = Mapping[str, Cell]
"""The cells of one temperature by task."""


def recommend(cells: Iterable[Cell]) -> Recommendation:
    """Return what the cells of one arm recommend; those where nothing was judged say nothing.

    Raises ValueError where a task has two cells at one temperature: cells of several arms.
    """
    rows = _rows(cells)
    results = _compared(rows)
    if not results:
        return Recommendation(None, None, Text("lab.recommend.nothing_judged"))
    if len(results) == 1:
        only = results[0].temperature
        return Recommendation(None, only, Text("lab.recommend.one", {"temperature": only}), temperatures=results)
    left = [item for item in results if not item.worse_than_best]
    if len(left) in {0, len(results)}:  # none is left only where temperatures were measured with different tasks
        return _undecided(results, rows)
    band = _band(results, _best(left, rows).temperature)
    best = _best(band, rows)
    worst = min((item for item in results if item.worse_than_best), key=lambda item: item.p_value)
    shown: dict[str, FieldValue] = {
        "passed": best.passed,
        "judged": best.judged,
        "best": best.temperature,
        "worse": worst.temperature,
        "worse_passed": worst.passed,
        "worse_judged": worst.judged,
    }
    if len(band) == 1:
        reason = Text("lab.recommend.single", {**shown})
    else:
        reason = Text("lab.recommend.band", {"low": band[0].temperature, "high": band[-1].temperature, **shown})
    return Recommendation((band[0].temperature, band[-1].temperature), best.temperature, reason, temperatures=results)


def _rows(cells: Iterable[Cell]) -> dict[float, dict[str, Cell]]:
    rows: dict[float, dict[str, Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.temperature, cell.task)):
        if cell.judged:
            row = rows.setdefault(cell.temperature, {})
            if cell.task in row:
                raise ValueError(f"{cell.task} has two cells at {cell.temperature:g}")
            row[cell.task] = cell
    return rows


def _compared(rows: Mapping[float, _Row]) -> tuple[TemperatureResult, ...]:
    """Return the results of all temperatures, each with the most telling comparison with a better one."""
    results = {temperature: _result(temperature, row.values()) for temperature, row in rows.items()}
    couples = tuple(combinations(results, 2))
    pairs = [_pairs(rows[first], rows[second]) for first, second in couples]
    for (first, second), strata, value in zip(
        couples, pairs, adjusted([p_value(item) for item in pairs], len(results)), strict=True
    ):
        gain = sum(_gain(pair) for pair in strata)
        worse = first if gain < 0 else second
        if gain and value < results[worse].p_value:
            results[worse] = replace(results[worse], p_value=value, worse_than_best=value <= LEVEL)
    return tuple(results.values())


def _result(temperature: float, cells: Iterable[Cell]) -> TemperatureResult:
    here = tuple(cells)
    passed, judged = sum(cell.passed for cell in here), sum(cell.judged for cell in here)
    return TemperatureResult(temperature, passed, judged, wilson(passed, judged), 1.0, worse_than_best=False)


def _pairs(first: _Row, second: _Row) -> list[Pair]:
    return [
        Pair(cell.passed, cell.judged, second[task].passed, second[task].judged)
        for task, cell in first.items()
        if task in second
    ]


def _gain(pair: Pair) -> float:
    """Return by how many passed answers the first side is above what it would have if both were equal."""
    return pair.passed - expected(pair)


def _best(results: Sequence[TemperatureResult], rows: Mapping[float, _Row]) -> TemperatureResult:
    """Return the one with the highest mean pass rate over the tasks that all have; of equals the middle one."""
    common = frozenset[str].intersection(*(frozenset(rows[item.temperature]) for item in results))

    def mean(item: TemperatureResult) -> float:
        row = rows[item.temperature]
        tasks = common or row.keys()
        return sum(row[task].passed / row[task].judged for task in tasks) / len(tasks)

    top = max(map(mean, results))
    equals = [item for item in results if mean(item) > top - 1e-9]
    return equals[(len(equals) - 1) // 2]


def _band(results: Sequence[TemperatureResult], best: float) -> list[TemperatureResult]:
    """Return the unbroken run of temperatures around the best one that nothing speaks against."""
    run: list[TemperatureResult] = []
    for item in results:
        if not item.worse_than_best:
            run.append(item)
        elif any(member.temperature == best for member in run):
            return run
        else:
            run = []
    return run


def _undecided(results: tuple[TemperatureResult, ...], rows: Mapping[float, _Row]) -> Recommendation:
    rate = sum(item.passed for item in results) / sum(item.judged for item in results)
    tasks = len({task for row in rows.values() for task in row})
    present = min(item.judged for item in results) / tasks
    best = _best(results, rows).temperature
    for difference in DIFFERENCES:
        more = ceil(answers_needed(rate, difference, comb(len(results), 2)) / tasks - present)
        if more > 0:
            reason = Text("lab.recommend.no_difference", {"more": more, "points": round(difference * 100)})
            return Recommendation(None, best, reason, more, results)
    reason = Text("lab.recommend.equal", {"points": round(DIFFERENCES[-1] * 100)})
    return Recommendation(None, best, reason, 0, results)
