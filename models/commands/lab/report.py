"""What was measured: as a table with what it recommends, or as one JSON document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from models.commands.documents import write_json
from models.commands.history.times import local_time
from models.commands.table import aligned
from models.lab import (
    Diversity,
    Interval,
    ResultRow,
    SweepPlan,
    SweepState,
    SweepStore,
    Trial,
    cells,
    diversities,
    recommend,
    results,
    task_names,
)
from models.texts import Phrasebook

_NUMBERS = (1, 2, 3, 4, 5, 6)  # columns of the table


@dataclass(frozen=True)
class ReportedArm:
    """A way of answering, and what is recommended for it; `band` is None where no difference was shown."""

    id: str
    model: str
    quantization: str
    sections: bool
    band: tuple[float, float] | None
    best: float | None
    more_repeats: int | None
    reason: str


@dataclass(frozen=True)
class ReportedRow:
    """One task at one temperature on one arm, by their ids."""

    arm: str
    task: str
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
    diversity: Diversity


@dataclass(frozen=True)
class ReportedAnswer:
    """One answer."""

    arm: str
    task: str
    temperature: float
    repeat: int
    seed: int
    passed: bool | None
    score: float | None
    reason: str | None
    stop_reason: str
    tokens: int
    seconds: float
    answer: str
    thinking: str | None


@dataclass(frozen=True)
class SweepReport:
    """The document that `tempera lab show --json` and `tempera lab run --json` print."""

    id: str
    name: str
    state: SweepState
    done: int
    total: int
    created_ms: int
    temperatures: tuple[float, ...]
    repeats: int
    seed: int
    max_tokens: int
    mode: str | None
    tasks: tuple[str, ...]
    arms: tuple[ReportedArm, ...]
    results: tuple[ReportedRow, ...]
    answers: tuple[ReportedAnswer, ...] | None = None


def print_report(
    store: SweepStore, sweep: str, *, as_json: bool, say: Phrasebook, out: TextIO, answers: bool = False
) -> None:
    """Print what a sweep measured so far. Raises UserError where it cannot be read."""
    summary = store.summary(sweep)
    plan, trials = summary.plan, store.trials(sweep)
    rows = results(plan, trials)
    if as_json:
        unlike = diversities(plan, trials)
        write_json(
            SweepReport(
                id=plan.id,
                name=plan.name,
                state=summary.state,
                done=summary.done,
                total=plan.total,
                created_ms=plan.created_ms,
                temperatures=plan.temperatures,
                repeats=plan.repeats,
                seed=plan.seed,
                max_tokens=plan.max_tokens,
                mode=plan.mode,
                tasks=tuple(task.id for task in plan.tasks),
                arms=tuple(_arm(plan, number, rows, say) for number in range(len(plan.arms))),
                results=tuple(_row(plan, row, unlike[row.arm, row.task, row.temperature]) for row in rows),
                answers=tuple(_answer(plan, trial, say) for trial in trials) if answers else None,
            ),
            out,
        )
        return
    out.write(sweep_line(plan, summary.state, summary.done, say) + "\n\n")
    for number in range(len(plan.arms)):
        out.writelines(line + "\n" for line in _arm_lines(plan, number, rows, say))
    if answers:
        tasks = task_names(plan.tasks, say)
        for trial in trials:
            out.writelines(line + "\n" for line in _answer_lines(plan, trial, tasks[trial.place.task], say))


def sweep_line(plan: SweepPlan, state: SweepState, done: int, say: Phrasebook) -> str:
    """Return a sweep in one line."""
    parts = (
        plan.id,
        local_time(plan.created_ms),
        plan.name,
        say(f"lab.state.{state.value}"),
        say("cli.lab.done_of", done=done, total=plan.total),
    )
    return " · ".join(filter(None, parts))


def arm_name(plan: SweepPlan, number: int, say: Phrasebook) -> str:
    """Return what an arm is called."""
    arm = plan.arms[number]
    return say("cli.lab.with_sections", model=arm.model.id) if arm.sections else arm.model.id


def _arm_lines(plan: SweepPlan, number: int, rows: tuple[ResultRow, ...], say: Phrasebook) -> Iterator[str]:
    yield arm_name(plan, number, say)
    names = ("task", "temperature", "passed", "rate", "interval", "tokens", "unfinished")
    table = [tuple(say(f"cli.lab.column.{name}") for name in names)]
    tasks = task_names(plan.tasks, say)
    table += [_cells(row, tasks[row.task]) for row in rows if row.arm == number]
    yield from aligned(table, right=_NUMBERS)
    yield ""
    yield say.phrase(recommend(cells(plan, rows, number)).reason)
    yield ""


def _cells(row: ResultRow, task: str) -> tuple[str, ...]:
    return (
        task,
        f"{row.temperature:g}",
        f"{row.passed} / {row.judged}",
        "–" if row.rate is None else f"{row.rate:.0%}",
        f"{row.interval.low:.0%}–{row.interval.high:.0%}" if row.judged else "–",
        f"{row.tokens:.0f}",
        str(row.unfinished),
    )


def _answer_lines(plan: SweepPlan, trial: Trial, task: str, say: Phrasebook) -> Iterator[str]:
    place = trial.place
    yield " · ".join(
        (
            arm_name(plan, place.arm, say),
            task,
            f"{plan.temperatures[place.temperature]:g}",
            say("cli.lab.repeat", number=place.repeat + 1),
            say.phrase(trial.finding.reason) if trial.finding else say("cli.lab.unchecked"),
        )
    )
    yield from (f"  {line}" for line in trial.answer.splitlines())
    yield ""


def _arm(plan: SweepPlan, number: int, rows: tuple[ResultRow, ...], say: Phrasebook) -> ReportedArm:
    arm, found = plan.arms[number], recommend(cells(plan, rows, number))
    return ReportedArm(
        id=arm.id,
        model=arm.model.id,
        quantization=arm.model.quantization,
        sections=arm.sections,
        band=found.band,
        best=found.best,
        more_repeats=found.more_repeats,
        reason=say.phrase(found.reason),
    )


def _row(plan: SweepPlan, row: ResultRow, unlike: Diversity) -> ReportedRow:
    return ReportedRow(
        arm=plan.arms[row.arm].id,
        task=plan.tasks[row.task].id,
        temperature=row.temperature,
        answers=row.answers,
        judged=row.judged,
        passed=row.passed,
        rate=row.rate,
        interval=row.interval,
        score=row.score,
        tokens=row.tokens,
        seconds=row.seconds,
        unfinished=row.unfinished,
        loops=row.loops,
        diversity=unlike,
    )


def _answer(plan: SweepPlan, trial: Trial, say: Phrasebook) -> ReportedAnswer:
    place, finding = trial.place, trial.finding
    return ReportedAnswer(
        arm=plan.arms[place.arm].id,
        task=plan.tasks[place.task].id,
        temperature=plan.temperatures[place.temperature],
        repeat=place.repeat + 1,
        seed=trial.record.settings.seed,
        passed=finding.passed if finding else None,
        score=finding.score if finding else None,
        reason=say.phrase(finding.reason) if finding else None,
        stop_reason=trial.record.stats.stop_reason.value,
        tokens=trial.record.stats.answer_tokens,
        seconds=trial.seconds,
        answer=trial.answer,
        thinking=trial.thinking,
    )
