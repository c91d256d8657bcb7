"""The list of the lab and its two pages, and the ways from one to the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.lab.checking import checker
from desktop.control.lab.consent import CodeConsent
from desktop.control.lab.known_tasks import KnownTasks
from desktop.control.lab.phrases import models_name, moment, plan_name
from desktop.control.lab.plan_view import PlanView
from desktop.control.lab.run_check import RunCheck
from desktop.control.lab.run_view import RunView
from desktop.control.library.shelf import Shelf
from desktop.lab import RenameDialog, RunEntry, ask_to_remove
from models.errors import UserError
from models.lab import SweepState, SweepStore
from models.sampling import MeasuredBands

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.control.background import Background
    from desktop.control.lab.behind import LabBehind
    from desktop.lab import LabDialog
    from desktop.theme import Theme
    from models.lab import SweepEvent, SweepPlan, SweepSummary, UnreadableSweep
    from models.texts import Phrasebook


class LabPages(QObject):
    """Brings the window of the lab to life."""

    def __init__(
        self,
        dialog: LabDialog,
        *,
        behind: LabBehind,
        background: Background,
        theme: Callable[[], Theme],
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        running = self._running = behind.running
        self._loading = behind.loading
        paths, choice = behind.paths, behind.choice
        self._background = background
        self._say = say
        self._store = SweepStore(paths.sweeps)
        bands = choice.measured or MeasuredBands(paths.measured_bands)
        self._sweeps: tuple[SweepSummary, ...] = ()
        self._damaged: tuple[UnreadableSweep, ...] = ()
        consent = self._consent = CodeConsent(
            settings=behind.settings, background=background, failed=self._on_failed, say=say, parent=dialog
        )
        self._checks = RunCheck(store=self._store, consent=consent, background=background, say=say, parent=self)
        self._plan = PlanView(
            dialog=dialog,
            tasks=KnownTasks(paths.lab, say=say),
            shelf=Shelf(paths=paths, background=background, parent=self),
            loading=behind.loading,
            store=self._store,
            consent=consent,
            background=background,
            say=say,
        )
        self._run = RunView(
            dialog=dialog,
            store=self._store,
            running=running,
            checks=self._checks,
            background=background,
            bands=bands,
            theme=theme,
            say=say,
        )
        self._run.bands_changed.connect(choice.changed)
        self._connect()

    def refresh(self) -> None:
        """Look again at what is measured, and at what can be."""
        self._plan.refresh()
        self._list()

    def _connect(self) -> None:
        dialog = self._dialog
        dialog.new_requested.connect(self._on_new)
        dialog.runs.run_chosen.connect(self._on_chosen)
        dialog.runs.rename_requested.connect(self._ask_name)
        dialog.runs.remove_requested.connect(self._ask_to_remove)
        self._plan.planned.connect(self._on_planned)
        self._run.resume_requested.connect(self._start)
        self._run.check_requested.connect(self._check)
        self._run.rename_requested.connect(self._ask_name)
        self._run.remove_requested.connect(self._ask_to_remove)
        for part in (self._plan, self._run, self._checks):
            part.failed.connect(self._on_failed)
        self._running.told.connect(self._on_told)
        self._running.waits.connect(self._on_waits)
        self._running.ended.connect(self._on_ended)

    def _list(self) -> None:
        store = self._store
        self._background.run(
            lambda: (store.all(), store.unreadable()), self._on_listed, self._on_failed, name="measurements"
        )

    def _on_listed(self, found: tuple[tuple[SweepSummary, ...], tuple[UnreadableSweep, ...]]) -> None:
        before = {one.id for one in self._damaged}
        self._sweeps, self._damaged = found
        self._show_list()
        if self._run.run:
            self._run.show(self._run.run, self._sweeps)
        if {one.id for one in self._damaged} - before:  # said once, not each time the list is read
            self._dialog.show_problem(self._say.phrase(self._damaged[0].problem))

    def _show_list(self) -> None:
        entries = [RunEntry(one.plan.id, plan_name(one.plan), self._line(one)) for one in self._sweeps]
        entries += [RunEntry(one.id, one.id, self._say("lab.run.entry.damaged")) for one in self._damaged]
        self._dialog.show_empty(empty=not entries)
        self._dialog.runs.show_runs(entries, current=self._run.run or None)

    def _line(self, sweep: SweepSummary) -> str:
        percent = round(100 * sweep.done / max(sweep.plan.total, 1))
        if self._running.current == sweep.plan.id:
            return self._say("lab.run.entry.running", percent=percent)
        if sweep.state is SweepState.DONE:
            return moment(self._say, sweep.plan.created_ms)
        stage = "stopped" if sweep.state is SweepState.STOPPED else "paused"
        return self._say(f"lab.run.entry.{stage}", percent=percent)

    def _on_new(self) -> None:
        self._run.leave()
        self._plan.refresh()
        self._dialog.show_plan()

    def _on_chosen(self, run: str) -> None:
        self._run.show(run, self._sweeps)
        self._dialog.show_run(run)

    def _on_planned(self, plan: SweepPlan) -> None:
        self._run.show(plan.id, self._sweeps)
        self._dialog.show_run(plan.id)
        self._start(plan.id)
        self._list()

    def _start(self, run: str) -> None:
        try:
            self._running.start(
                run, check=checker(run_code=self._consent.runs_code), settings=self._loading.engine_settings
            )
        except UserError as error:
            self._on_failed(error)

    def _on_told(self, sweep: str, event: SweepEvent) -> None:
        if sweep == self._run.run:
            self._run.tell(event)

    def _on_waits(self, sweep: str) -> None:
        if sweep == self._run.run:
            self._run.show_waiting()

    def _on_ended(self, sweep: str, fault: UserError | None) -> None:
        if fault is not None and self._dialog.isVisible():
            self._dialog.show_problem(self._say.phrase(fault.text))
        if sweep == self._run.run:
            self._run.refresh()
        self._list()

    def _check(self, run: str) -> None:
        for sweep in _found(self._sweeps, run):
            self._checks.begin(sweep)

    def _ask_name(self, run: str) -> None:
        for sweep in _found(self._sweeps, run):
            dialog = RenameDialog(sweep.plan.name, models_name(sweep.plan), say=self._say, parent=self._dialog)
            dialog.renamed.connect(partial(self._rename, run))
            dialog.open()

    def _rename(self, run: str, name: str) -> None:
        store = self._store
        self._background.run(lambda: store.rename(run, name), lambda _: self._list(), self._on_failed, name="rename")

    def _ask_to_remove(self, run: str) -> None:
        try:
            name = plan_name(self._store.plan(run))
        except UserError:
            name = run  # its file is damaged: it can be removed all the same
        question = self._say("lab.remove.question", name=name)
        ask_to_remove(question, lambda: self._remove(run), say=self._say, parent=self._dialog)

    def _remove(self, run: str) -> None:
        try:
            self._store.remove(run)
        except UserError as error:
            self._on_failed(error)
            return
        self._run.forget_beside(run)
        if run == self._run.run:
            self._on_new()
        self._list()

    def _on_failed(self, error: UserError) -> None:
        self._dialog.show_problem(self._say.phrase(error.text))


def _found(sweeps: tuple[SweepSummary, ...], run: str) -> list[SweepSummary]:
    """Return the measurement with an id, none where it cannot be read."""
    return [one for one in sweeps if one.plan.id == run]
