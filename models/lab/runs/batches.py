"""Cutting the answers that are missing into batches that are made together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from models.lab.runs.values import Place

MOST_TOGETHER = 16
"""Answers of one batch: as many as the engine makes at once."""


def batches(missing: Iterable[Place], most: int = MOST_TOGETHER) -> Iterator[tuple[Place, ...]]:
    """Yield the places that are missing, in batches of one task on one arm, none larger than `most`.

    Every batch has all temperatures of some repeats, and every task gets its first batch before any gets its second:
    a sweep that is ended early has measured everything equally often. The batches of a task are equally large.
    """
    arms: dict[int, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in missing:
        arms[place.arm][place.task].append(place)
    for _, tasks in sorted(arms.items()):
        cut = [_cut(sorted(places, key=_by_repeat), most) for _, places in sorted(tasks.items())]
        for turn in range(max(map(len, cut))):
            yield from (of_task[turn] for of_task in cut if turn < len(of_task))


def _by_repeat(place: Place) -> tuple[int, int]:
    return place.repeat, place.temperature


def _cut(places: Sequence[Place], most: int) -> list[tuple[Place, ...]]:
    count = -(-len(places) // most)
    ends = [len(places) * number // count for number in range(count + 1)]
    return [tuple(places[start:end]) for start, end in pairwise(ends)]
