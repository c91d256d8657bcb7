"""The stored answers of a measurement, checked again with the checks of now."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.lab import RunState, Stage
from models.errors import UserError, user_error
from models.lab import CheckTools, recheck, runs_python
from models.sandbox import run_python

if TYPE_CHECKING:
    from desktop.control.background import Background
    from desktop.control.lab.consent import CodeConsent
    from models.lab import Rechecked, SweepStore, SweepSummary
    from models.texts import Phrasebook

_TELL_EVERY_SECONDS = 0.1


class RunCheck(QObject):
    """Checks one measurement at a time, beside the window's thread.

    Answers that a model judged keep their verdict: the same model would come to the same one. `progressed` and `ended`
    carry the measurement's id; where it failed, `failed` says why before that.
    """

    progressed = Signal(str)
    ended = Signal(str)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        store: SweepStore,
        consent: CodeConsent,
        background: Background,
        say: Phrasebook,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._consent = consent
        self._background = background
        self._say = say
        self._run = ""
        self._done = self._total = 0
        self._asked_to_end = threading.Event()
        self._outcome: tuple[str, Rechecked] | None = None

    def begin(self, sweep: SweepSummary) -> None:
        """Check a measurement's answers; where that runs code, the user is asked first. Only one is checked at a time.

        It is begun when the user has answered, whatever that was.
        """
        plan = sweep.plan
        if self._run:
            if self._run != plan.id:
                self.failed.emit(user_error("lab.run.check_busy"))
            return
        self._run, self._outcome = plan.id, None
        self._done, self._total = 0, sweep.done
        self._asked_to_end.clear()
        self.progressed.emit(plan.id)
        if any(runs_python(task.check) for task in plan.tasks):
            self._consent.settle(self._check)
        else:
            self._check()

    def stop(self, run: str) -> None:
        """Check no more answers of a measurement: those that are left keep what was found before."""
        if run == self._run:
            self._asked_to_end.set()

    def state(self, run: str) -> RunState | None:
        """Say how far a measurement is, None where it is not being checked."""
        if run != self._run:
            return None
        line = self._say("lab.run.line.checking", done=self._done, total=self._total)
        return RunState(Stage.CHECKING, self._done, self._total, line)

    def outcome(self, run: str) -> tuple[str, ...]:
        """Say in sentences what came of the last check, in none where that was of another measurement."""
        if self._outcome is None or self._outcome[0] != run:
            return ()
        found = self._outcome[1]
        said = self._say("lab.run.checked", checked=found.checked, changed=found.changed)
        left = (self._say("lab.run.checked.skipped", skipped=found.skipped),) if found.skipped else ()
        return (said, *left)

    def forget(self) -> None:
        """Say nothing more of the last check."""
        self._outcome = None

    def _check(self) -> None:
        run, store, background, asked_to_end = self._run, self._store, self._background, self._asked_to_end
        tools = CheckTools(python=run_python if self._consent.runs_code else None)
        told_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal told_at
            if time.monotonic() >= told_at:
                told_at = time.monotonic() + _TELL_EVERY_SECONDS
                background.tell(lambda: self._on_progress(done, total))

        def ended() -> bool:
            return asked_to_end.is_set() or background.closing.is_set()

        background.run(
            lambda: recheck(store, run, tools, tell=tell, ended=ended), self._on_done, self._on_failed, name="recheck"
        )

    def _on_progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self.progressed.emit(self._run)

    def _on_done(self, found: Rechecked) -> None:
        self._outcome = self._run, found
        self._end()

    def _on_failed(self, error: UserError) -> None:
        self.failed.emit(error)
        self._end()

    def _end(self) -> None:
        run, self._run = self._run, ""
        self.ended.emit(run)
