"""The results of a sweep in a table: a row for each task at each temperature on each arm, computed from its answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from models.lab.checks.free import Diversity, diversity
from models.lab.runs.values import SweepPlan, Trial
from models.lab.statistics.intervals import wilson
from models.lab.statistics.values import Cell, Interval
from models.record import StopReason


@dataclass(frozen=True)
class ResultRow:
    """The answers of one task at one temperature on one arm; the numbers are their places in the plan.

    `passed` of `judged` answers passed; the rest of the `answers` could not be judged. `rate` and `score` are means
    from 0 to 1, None where nothing was judged, `interval` that of the rate. `tokens` and `seconds` are means of an
    answer. `unfinished` counts the answers that were cut off at their longest, `loops` those that went in circles.
    """

    arm: int
    task: int
    temperature: float
    answers: int
    judged: int
    passed: int
    rate: float | None
    interval: Interval
    score: float | None
    tokens: float
    seconds: float
    unfinished: int
    loops: int


def results(plan: SweepPlan, trials: Iterable[Trial]) -> tuple[ResultRow, ...]:
    """Return the table, in the plan's order; rows without any answer yet are left out."""
    groups: dict[tuple[int, int, int], list[Trial]] = defaultdict(list)
    for trial in trials:
        place = trial.place
        groups[place.arm, place.task, place.temperature].append(trial)
    return tuple(
        _row(arm, task, plan.temperatures[temperature], found)
        for (arm, task, temperature), found in sorted(groups.items())
    )


def cells(plan: SweepPlan, rows: Iterable[ResultRow], arm: int) -> tuple[Cell, ...]:
    """Return what the statistics of one arm begin with."""
    return tuple(
        Cell(plan.tasks[row.task].id, row.temperature, row.passed, row.judged, plan.arms[arm].id)
        for row in rows
        if row.arm == arm
    )


def diversities(plan: SweepPlan, trials: Iterable[Trial]) -> dict[tuple[int, int, float], Diversity]:
    """Return how unlike the repeats of each row's answers are, by the row's arm, task and temperature."""
    answers: dict[tuple[int, int, float], list[str]] = defaultdict(list)
    for trial in trials:
        place = trial.place
        answers[place.arm, place.task, plan.temperatures[place.temperature]].append(trial.answer)
    return {row: diversity(texts) for row, texts in answers.items()}


def _row(arm: int, task: int, temperature: float, trials: Sequence[Trial]) -> ResultRow:
    findings = [trial.finding for trial in trials if trial.finding is not None and trial.finding.passed is not None]
    passed = sum(bool(finding.passed) for finding in findings)
    scores = [finding.score for finding in findings if finding.score is not None]
    stats = [trial.record.stats for trial in trials]
    return ResultRow(
        arm=arm,
        task=task,
        temperature=temperature,
        answers=len(trials),
        judged=len(findings),
        passed=passed,
        rate=passed / len(findings) if findings else None,
        interval=wilson(passed, len(findings)),
        score=fmean(scores) if scores else None,
        tokens=fmean(one.answer_tokens for one in stats),
        seconds=fmean(trial.seconds for trial in trials),
        unfinished=sum(one.stop_reason is StopReason.LENGTH for one in stats),
        loops=sum(one.stop_reason is StopReason.LOOP or one.loops > 0 for one in stats),
    )
