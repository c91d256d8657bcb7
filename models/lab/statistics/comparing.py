"""Two arms of a sweep side by side: two models, two quantizations, sections off and on."""

from collections.abc import Iterable
from math import ceil

from models.errors import Text
from models.lab.statistics.exact import p_value
from models.lab.statistics.power import LEVEL, answers_needed
from models.lab.statistics.recommending import DIFFERENCES
from models.lab.statistics.values import Cell, Comparison, Pair


def compare(cells: Iterable[Cell], first: str, second: str) -> Comparison:
    """Compare two arms, task by task and temperature by temperature; what only one of them has does not count."""
    by_arm: dict[str, dict[tuple[str, float], Cell]] = {}
    for cell in cells:
        if cell.judged:
            by_arm.setdefault(cell.arm, {})[cell.task, cell.temperature] = cell
    ours, theirs = by_arm.get(first, {}), by_arm.get(second, {})
    pairs = [
        Pair(cell.passed, cell.judged, theirs[place].passed, theirs[place].judged)
        for place, cell in ours.items()
        if place in theirs
    ]
    if not pairs:
        return Comparison(None, 1.0, shown=False, reason=Text("lab.recommend.nothing_judged"))
    difference = sum(pair.other_passed / pair.other_judged - pair.passed / pair.judged for pair in pairs) / len(pairs)
    value = p_value(pairs)
    points = round(abs(difference) * 100)
    if value <= LEVEL:
        text = Text("lab.compare.better" if difference > 0 else "lab.compare.worse", {"points": points})
        return Comparison(difference, value, shown=True, reason=text)
    return _undecided(pairs, difference, value)


def _undecided(pairs: list[Pair], difference: float, value: float) -> Comparison:
    passed = sum(pair.passed + pair.other_passed for pair in pairs)
    present = min(sum(pair.judged for pair in pairs), sum(pair.other_judged for pair in pairs))
    rate = passed / sum(pair.judged + pair.other_judged for pair in pairs)
    for points in DIFFERENCES:
        more = ceil((answers_needed(rate, points, comparisons=1) - present) / len(pairs))
        if more > 0:
            text = Text("lab.recommend.no_difference", {"more": more, "points": round(points * 100)})
            return Comparison(difference, value, shown=False, reason=text, more_repeats=more)
    text = Text("lab.recommend.equal", {"points": round(DIFFERENCES[-1] * 100)})
    return Comparison(difference, value, shown=False, reason=text, more_repeats=0)
