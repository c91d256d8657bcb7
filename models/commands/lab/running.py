"""Running a sweep from the command line: how far it is on the standard error, and what Ctrl+C leaves behind."""

from collections.abc import Callable
from dataclasses import replace
from typing import TextIO

from models.commands.lab.opening import check_tools
from models.commands.lab.report import print_report
from models.commands.models.progress import ProgressLine
from models.engine import ENGINE, Notice, OnExhaustion, ProcessEngine
from models.errors import Text, UserError
from models.lab import (
    BatchFailed,
    BatchRunning,
    ModelLoaded,
    ModelLoading,
    SweepEvent,
    SweepPlan,
    SweepRunner,
    SweepStore,
    TrialDone,
    check_answer,
    runs_python,
)
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook

_STOPPED = 130
_MINUTE = 60
_HOUR = 3600
_LOG_STEP = 0.1


def run_to_the_end(
    store: SweepStore,
    plan: SweepPlan,
    *,
    paths: Paths,
    allow_code: bool,
    as_json: bool,
    say: Phrasebook,
    out: TextIO,
    err: TextIO,
) -> int:
    """Make what is missing of a sweep, then print its results. Return the exit status: 130 where the user stopped it.

    Raises UserError where it cannot go on; how to let it go on is said before.
    """
    engine = ProcessEngine()
    try:
        needed = any(runs_python(task.check) for task in plan.tasks)
        tools = check_tools(paths, engine, allow_code=allow_code, needed=needed, say=say, err=err)
        settings = replace(SettingsStore(paths.settings).load(ENGINE), on_exhaustion=OnExhaustion.NEXT_PLAN)
        runner = SweepRunner(engine, store, lambda task, answer: check_answer(task, answer, tools), settings=settings)
        with ProgressLine(say("cli.lab.running"), err) as line:
            log = not err.isatty()
            teller = _Teller(plan, say=say, tell=line.say, notice=lambda text: err.write(text + "\n"), log=log)
            for event in runner.run(plan.id):
                teller.tell(event)
    except (UserError, KeyboardInterrupt) as error:
        done = store.summary(plan.id).done
        err.write(say("cli.lab.paused", done=done, total=plan.total, id=plan.id) + "\n")
        if isinstance(error, KeyboardInterrupt):
            return _STOPPED
        raise
    finally:
        engine.close()
    print_report(store, plan.id, as_json=as_json, say=say, out=out)
    return 0


class _Teller:
    """Says how far a sweep is: in one line that changes, and where there is no terminal in a few lines of a log."""

    def __init__(
        self,
        plan: SweepPlan,
        *,
        say: Phrasebook,
        tell: Callable[[str], None],
        notice: Callable[[str], object],
        log: bool,
    ) -> None:
        self._plan = plan
        self._say = say
        self._tell = tell
        self._notice = notice
        self._log_from = 0.0 if log else 2.0  # shares of the whole: where to write the next line into a log
        self._done = ""

    def tell(self, event: SweepEvent) -> None:
        """Tell of an event what a person wants to know."""
        say = self._say
        if isinstance(event, ModelLoading):
            self._tell(say("cli.lab.loading", name=event.arm.model.name, percent=round(100 * event.fraction)))
        elif isinstance(event, ModelLoaded):
            for notice in event.notices:
                self._notice(say.phrase(_text(notice)))
        elif isinstance(event, BatchFailed):
            task = say.phrase(self._plan.tasks[event.task].label)
            self._notice(say("cli.lab.batch_failed", task=task, problem=say.phrase(event.problem)))
        elif isinstance(event, TrialDone):
            self._done = say("cli.lab.done_of", done=event.done, total=event.total)
            if event.seconds_left:
                self._done += " · " + say("cli.lab.left", time=_shown(event.seconds_left, say))
            self._tell(self._done)
            if event.done / event.total >= self._log_from:
                self._notice(self._done)
                self._log_from = event.done / event.total + _LOG_STEP
        elif isinstance(event, BatchRunning):
            task = say.phrase(self._plan.tasks[event.task].label)
            writing = say("cli.lab.writing", task=task, answers=event.answers, tokens=event.tokens)
            self._tell(f"{self._done} · {writing}" if self._done else writing)


def _text(notice: Notice) -> Text:
    return Text(notice.text_id, notice.fields)


def _shown(seconds: float, say: Phrasebook) -> str:
    if seconds >= _HOUR:
        return say("cli.lab.hours", hours=int(seconds // _HOUR), minutes=int(seconds % _HOUR // _MINUTE))
    if seconds >= _MINUTE:
        return say("cli.lab.minutes", minutes=round(seconds / _MINUTE))
    return say("cli.lab.seconds", seconds=max(1, round(seconds)))
