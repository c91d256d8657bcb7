"""Running a sweep: answers in batches, each stored as it comes, and going on with those that are missing."""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from models.engine import AnswerEvent, Engine, EngineSettings, OnExhaustion, OutOfMemoryError
from models.errors import UserError
from models.lab.checks.values import Finding
from models.lab.runs.asking import Question, question
from models.lab.runs.batches import batches
from models.lab.runs.events import (
    BatchFailed,
    BatchRunning,
    SweepBegun,
    SweepDone,
    SweepEvent,
    SweepPaused,
    TrialDone,
)
from models.lab.runs.progress import Progress
from models.lab.runs.residence import ModelResidence, changed_model
from models.lab.runs.store import SweepStore
from models.lab.runs.values import Arm, Place, SweepPlan, SweepState, Trial
from models.lab.runs.writing import BatchWriting
from models.lab.tasks.check_values import asks_judge
from models.lab.tasks.values import Task

CheckAnswer = Callable[[Task, str], Finding]
"""Checks one answer to a task; it is called in the thread of `run`, where the model of the answer's arm is loaded."""

_TELL_EVERY_SECONDS = 0.25
_MOST_FAILURES = 2
"""Batches that may fail one after another before the sweep gives up."""

_log = logging.getLogger(__name__)


class SweepRunner:
    """Runs one sweep at a time. `run` blocks: call it from a thread; the rest from any.

    The engine is the caller's: what it has loaded is replaced where a sweep asks another model. Nothing of a sweep is
    kept in the engine's folder of states.
    """

    def __init__(
        self, engine: Engine, store: SweepStore, check: CheckAnswer, *, settings: EngineSettings | None = None
    ) -> None:
        self._engine = engine
        self._store = store
        self._check = check
        self._settings = settings or EngineSettings()
        self._wish: SweepState | None = None

    def run(self, sweep: str) -> Generator[SweepEvent, None, None]:
        """Make the answers of the sweep with the id `sweep` that are missing; the last event is Done or Paused.

        Raises UserError where it cannot go on (a model was removed, the disk is full, another program runs it): what is
        done is stored, and it can be run again. Whoever closes the iterator pauses the sweep.
        """
        self._wish = None
        return self._run(sweep)

    def pause(self) -> None:
        """End the run at once; the answers that are being made are lost, all others are stored."""
        self._wish = SweepState.PAUSED

    def stop(self) -> None:
        """As `pause`, and the sweep counts as ended by the user; it can be run on all the same."""
        self._wish = SweepState.STOPPED

    def _ended(self) -> bool:
        """Whether the run is to end."""
        return self._wish is not None

    def _run(self, sweep: str) -> Generator[SweepEvent, None, None]:
        store = self._store
        with store.held(sweep):
            plan = store.plan(sweep)
            progress = Progress(plan, store.trials(sweep))
            store.set_state(sweep, SweepState.PAUSED)  # what it is should this process be killed
            yield SweepBegun(plan, progress.done, progress.seconds_left)
            residence = ModelResidence(self._engine, self._settings)
            for number in range(len(plan.arms)):
                yield from self._arm(_Arm(plan, number, progress, residence))
            if progress.complete:
                store.set_state(sweep, SweepState.DONE)
                yield SweepDone(progress.total)
                return
            store.set_state(sweep, self._wish or SweepState.PAUSED)
            if progress.problem is not None and not self._ended():
                raise progress.problem
            yield SweepPaused(progress.done, progress.total)

    def _arm(self, run: "_Arm") -> Iterator[SweepEvent]:
        """Make and check what is missing of an arm."""
        queue = list(batches(run.progress.missing(run.number)))
        while not self._ended():
            unjudged = run.progress.unjudged(run.number)
            if unjudged is None and not queue:
                return
            if unjudged is None or asks_judge(run.plan.tasks[unjudged.place.task].check):
                yield from self._ready(run)
            if self._ended():
                return
            if unjudged is not None:
                yield self._judged(run, unjudged)
            else:
                yield from self._tried(run, queue)

    def _ready(self, run: "_Arm") -> Iterator[SweepEvent]:
        with closing(run.residence.ready(run.arm)) as events:
            for event in events:
                yield event
                if self._ended():
                    return  # closing the events stops the load

    def _tried(self, run: "_Arm", queue: list[tuple[Place, ...]]) -> Iterator[SweepEvent]:
        """Make the first batch of the queue. One that fails is left out: the others may go well."""
        batch = queue.pop(0)
        before = run.progress.done
        try:
            yield from self._batch(run, batch)
        except _EngineFault as fault:
            error = fault.error
            _log.info("a batch failed: %s %s", error.text.id, error.details)
            if isinstance(error, OutOfMemoryError) and self._settings.on_exhaustion is OnExhaustion.ASK:
                raise error from None
            if run.progress.done == before:
                run.progress.failed(error)
                if run.progress.failures >= _MOST_FAILURES or self._engine.loaded is None:
                    raise error from None
                yield BatchFailed(run.number, batch[0].task, error.text)
                return
        if left := run.progress.missing_among(batch):
            queue.insert(0, left)  # the engine ended on the way, and is started again

    def _batch(self, run: "_Arm", batch: tuple[Place, ...]) -> Iterator[SweepEvent]:
        task = run.plan.tasks[batch[0].task]
        asked = question(run.plan, batch, run.residence.loaded(), run.residence.advised(run.arm))
        writing = BatchWriting(batch, instructions=asked.instructions)
        tell_at = time.monotonic()
        with closing(self._asked(asked)) as events:
            for event in events:
                if self._ended():
                    return  # closing the events stops the batch, and nothing else that the engine does
                trial = writing.take(event)
                if trial is not None:
                    self._store_it(run, trial)
                    if not asks_judge(task.check):  # else the engine is busy until the batch is done
                        yield self._judged(run, trial)
                elif time.monotonic() >= tell_at:
                    tell_at = time.monotonic() + _TELL_EVERY_SECONDS
                    yield BatchRunning(run.number, batch[0].task, len(batch), writing.tokens)

    def _asked(self, asked: Question) -> Generator[AnswerEvent, None, None]:
        """Ask, and tell the faults of the engine from all others."""
        try:
            yield from self._engine.generate_many(asked.messages, asked.settings, mode=asked.mode)
        except UserError as error:
            raise _EngineFault(error) from error

    def _store_it(self, run: "_Arm", trial: Trial) -> None:
        if trial.record.model.fingerprint != run.arm.model.fingerprint:
            raise changed_model(run.arm.model, trial.record.model.fingerprint)
        self._store.save(run.plan.id, [trial])
        run.progress.note(trial)

    def _judged(self, run: "_Arm", trial: Trial) -> TrialDone:
        """Check an answer and store what was found."""
        finding = self._check(run.plan.tasks[trial.place.task], trial.answer)
        self._store.judge(run.plan.id, {trial.place: finding})
        return run.progress.judged(trial, finding)


@dataclass(frozen=True)
class _Arm:
    """An arm of a sweep that is being run."""

    plan: SweepPlan
    number: int
    progress: Progress
    residence: ModelResidence

    @property
    def arm(self) -> Arm:
        """The arm itself."""
        return self.plan.arms[self.number]


class _EngineFault(Exception):  # noqa: N818  # it carries the error itself
    """The engine could not make a batch."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error)
        self.error = error
