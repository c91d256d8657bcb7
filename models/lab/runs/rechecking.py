"""Checking the stored answers of a sweep once more, with the checks of now."""

from collections.abc import Callable
from dataclasses import dataclass

from models.lab.checks.checking import check_answer
from models.lab.checks.values import CheckTools, Finding
from models.lab.runs.store import SweepStore
from models.lab.runs.values import Place
from models.lab.tasks.check_values import asks_judge, runs_python
from models.lab.tasks.values import Task


@dataclass(frozen=True)
class Rechecked:
    """What became of it: so many answers were `checked`, `changed` have another verdict, `skipped` were left alone."""

    checked: int
    changed: int
    skipped: int


def recheck(
    store: SweepStore,
    sweep: str,
    tools: CheckTools,
    *,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    ended: Callable[[], bool] = lambda: False,
) -> Rechecked:
    """Check every answer again and keep what is found now.

    Where a check needs a tool that is not there (a safe place for code, a judge), its answers keep the finding that
    they have. `tell` is told before each answer how many are done, and of how many; once `ended` says so, the others
    are left alone. Raises UserError where the sweep cannot be read or written, or is being run.
    """
    with store.held(sweep):
        plan, trials = store.plan(sweep), store.trials(sweep)
        found: dict[Place, Finding] = {}
        changed = 0
        for number, trial in enumerate(trials):
            if ended():
                break
            tell(number, len(trials))
            task = plan.tasks[trial.place.task]
            if not can_check(task, tools):
                continue
            finding = check_answer(task, trial.answer, tools)
            changed += trial.finding is None or trial.finding.passed is not finding.passed
            found[trial.place] = finding
        store.judge(sweep, found)
        return Rechecked(len(found), changed, len(trials) - len(found))


def can_check(task: Task, tools: CheckTools) -> bool:
    """Say whether the tools are there that a task's check needs."""
    if tools.python is None and runs_python(task.check):
        return False
    return tools.judge is not None or not asks_judge(task.check)
