"""What the page of a measurement shows, reckoned from the stored answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from desktop.control.lab.phrases import arm_name, plan_name
from desktop.lab import CellFigures, Chart, Point, RunFigures, Series, TableRow, Verdict
from models.catalog import Band, default_mode, family
from models.lab import cells, diversity, measured_band, recommend, results, task_names
from models.sampling import preset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.lab import Recommendation, SweepPlan, Trial
    from models.sampling import MeasuredBand
    from models.texts import Phrasebook

_FEWEST = 2  # answers that can be compared with each other


@dataclass(frozen=True)
class Found:
    """A measurement with what was answered so far; `recommendations` belong to its arms."""

    plan: SweepPlan
    trials: tuple[Trial, ...]
    recommendations: tuple[Recommendation, ...]


def found(plan: SweepPlan, trials: Sequence[Trial]) -> Found:
    """Reckon what each arm of a measurement recommends."""
    rows = results(plan, trials)
    return Found(plan, tuple(trials), tuple(recommend(cells(plan, rows, arm)) for arm in range(len(plan.arms))))


def mode_of(plan: SweepPlan) -> str:
    """Return the id of the mode that a measurement speaks for: its own, or the one that all its tasks have."""
    modes = {task.mode for task in plan.tasks}
    return plan.mode or (modes.pop() if len(modes) == 1 else default_mode().id)


def bands_of(run: Found) -> dict[int, MeasuredBand]:
    """Return the bands that a measurement names for its mode, by arm; those of arms that follow the text are none."""
    plan = run.plan
    bands = {
        number: measured_band(
            one, model=plan.arms[number].model.id, mode=mode_of(plan), tasks=len(plan.tasks), run=plan.id
        )
        for number, one in enumerate(run.recommendations)
        if not plan.arms[number].sections
    }
    return {number: band for number, band in bands.items() if band is not None}


def run_figures(shown: Found, beside: Found | None, *, used: Mapping[int, bool], say: Phrasebook) -> RunFigures:
    """Return what is shown of a measurement, and of another one that is laid beside it.

    `used` says of the arms that have something to use whether it is in use.
    """
    runs = (shown,) if beside is None else (shown, beside)
    plan = shown.plan
    known = preset(mode_of(plan), family(plan.arms[0].model.family))
    measured = shown.recommendations[0].band if len(shown.recommendations) == 1 else None
    chart = Chart(
        tuple(series for run in runs for series in _series(run, several=len(runs) > 1, say=say)),
        known.caution_from,
        known.breaks_down_from,
        Band(*measured) if measured is not None and beside is None else None,
        known.band,
    )
    temperatures = tuple(sorted({one for run in runs for one in run.plan.temperatures}))
    rows = tuple(row for run in runs for row in _rows(run, temperatures, several=len(runs) > 1, say=say))
    return RunFigures(chart, temperatures, rows, _verdicts(shown, used, say))


def _series(run: Found, *, several: bool, say: Phrasebook) -> list[Series]:
    unlike = _diversity(run)
    return [
        Series(
            _arm(run, number, several=several, say=say),
            tuple(
                Point(
                    one.temperature,
                    one.passed,
                    one.judged,
                    one.interval.low,
                    one.interval.high,
                    unlike.get((number, one.temperature)),
                )
                for one in recommendation.temperatures
            ),
        )
        for number, recommendation in enumerate(run.recommendations)
    ]


def _diversity(run: Found) -> dict[tuple[int, float], float]:
    """Return how unlike repeats are, by arm and temperature: the mean of the tasks that have more than one answer."""
    texts: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for trial in run.trials:
        texts[trial.place.arm, trial.place.temperature, trial.place.task].append(trial.answer)
    shares: dict[tuple[int, float], list[float]] = defaultdict(list)
    for (arm, temperature, _), answers in texts.items():
        share = diversity(answers).distinct_2 if len(answers) >= _FEWEST else None
        if share is not None:
            shares[arm, run.plan.temperatures[temperature]].append(share)
    return {key: fmean(values) for key, values in shares.items()}


def _rows(run: Found, temperatures: Sequence[float], *, several: bool, say: Phrasebook) -> list[TableRow]:
    plan = run.plan
    answers = Counter((one.place.arm, one.place.task, plan.temperatures[one.place.temperature]) for one in run.trials)
    judged = {(row.arm, row.task, row.temperature): row for row in results(plan, run.trials)}
    rows, titles = [], task_names(plan.tasks, say)
    for arm in range(len(plan.arms)):
        name = _arm(run, arm, several=several, say=say) if several or len(plan.arms) > 1 else ""
        lines: list[tuple[CellFigures | None, ...]] = []
        for task in range(len(plan.tasks)):
            line: list[CellFigures | None] = []
            for temperature in temperatures:
                if temperature not in plan.temperatures:
                    line.append(None)
                    continue
                key = arm, task, temperature
                row = judged.get(key)
                total = plan.repeats_at(temperature)
                line.append(CellFigures(row.passed if row else 0, row.judged if row else 0, answers[key], total))
            lines.append(tuple(line))
            rows.append(TableRow(_named(say, name, titles[task]), tuple(line), plan.id, arm, task))
        if len(plan.tasks) > 1:
            overall = tuple(_sum(line[place] for line in lines) for place in range(len(temperatures)))
            rows.append(TableRow(_named(say, name, say("lab.table.all")), overall, plan.id, arm, None))
    return rows


def _sum(column: Iterable[CellFigures | None]) -> CellFigures | None:
    total: CellFigures | None = None
    for one in column:
        if one is not None:
            total = one if total is None else total + one
    return total


def _arm(run: Found, number: int, *, several: bool, say: Phrasebook) -> str:
    name = arm_name(say, run.plan.arms[number])
    own = plan_name(run.plan)
    return say("lab.run.of_run", run=own, name=name) if several and own != name else name


def _named(say: Phrasebook, arm: str, title: str) -> str:
    return say("lab.run.of_run", run=title, name=arm) if arm else title


def _verdicts(run: Found, used: Mapping[int, bool], say: Phrasebook) -> tuple[Verdict, ...]:
    mode = say(f"mode.{mode_of(run.plan)}.name")
    return tuple(
        Verdict(
            number,
            arm_name(say, run.plan.arms[number]),
            say.phrase(one.reason),
            say("lab.verdict.use", mode=mode) if number in used else "",
            used=used.get(number, False),
        )
        for number, one in enumerate(run.recommendations)
        if run.trials
    )
