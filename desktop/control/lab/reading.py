"""Single answers of a measurement, as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lab import Answer
from models.lab import task_names
from models.texts import figure

if TYPE_CHECKING:
    from models.lab import SweepPlan, Trial
    from models.texts import Phrasebook


def answers_of(
    plan: SweepPlan, trials: tuple[Trial, ...], *, arm: int, task: int | None, temperature: float, say: Phrasebook
) -> tuple[Answer, ...]:
    """Return the answers of an arm at a temperature to one task, or to all where `task` is None."""
    names = task_names(plan.tasks, say)
    return tuple(
        _answer(plan, trial, name=names[trial.place.task] if task is None else "", say=say)
        for trial in trials
        if trial.place.arm == arm
        and (task is None or trial.place.task == task)
        and plan.temperatures[trial.place.temperature] == temperature
    )


def _answer(plan: SweepPlan, trial: Trial, *, name: str, say: Phrasebook) -> Answer:
    task = plan.tasks[trial.place.task]
    number = trial.place.repeat + 1
    entry = say("lab.answers.entry.task", task=name, number=number) if name else say("lab.answers.entry", number=number)
    finding = trial.finding
    used, stats = trial.record.settings, trial.record.stats
    return Answer(
        title=entry,
        passed=None if finding is None else finding.passed,
        reason=say("lab.answers.unchecked") if finding is None else say.phrase(finding.reason),
        facts=say(
            "lab.answers.facts",
            temperature=figure(used.temperature),
            seed=used.seed,
            tokens=stats.answer_tokens,
            seconds=f"{trial.seconds:.1f}",
        ),
        prompt=task.prompt,
        text=trial.answer,
        thinking=trial.thinking or "",
    )
