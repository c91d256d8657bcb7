"""One measurement on its page: read beside the window's thread, shown again as answers come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.control.lab.exporting import RunExport
from desktop.control.lab.figures import Found, bands_of, found, run_figures
from desktop.control.lab.phrases import duration, plan_about, plan_name
from desktop.control.lab.reading import answers_of
from desktop.lab import AnswersDialog, RunHead, RunState, Stage
from models.errors import UserError
from models.lab import (
    BatchFailed,
    ModelLoading,
    SweepBegun,
    SweepDone,
    SweepPaused,
    SweepState,
    TrialDone,
)
from models.texts import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.control.background import Background
    from desktop.control.lab.run_check import RunCheck
    from desktop.control.lab.running import RunningSweep
    from desktop.lab import LabDialog, TableRow
    from desktop.theme import Theme
    from models.lab import SweepEvent, SweepStore, SweepSummary
    from models.sampling import MeasuredBands
    from models.texts import Phrasebook

_EVERY_MS = 1500
"""How often the figures of a measurement that runs are reckoned again."""
_STAGES = {
    SweepState.PLANNED: Stage.PAUSED,
    SweepState.PAUSED: Stage.PAUSED,
    SweepState.STOPPED: Stage.STOPPED,
    SweepState.DONE: Stage.DONE,
}


class RunView(QObject):
    """Shows the measurement with an id, and does what is asked on its page.

    `resume_requested` asks for it to go on, `check_requested` for its answers to be checked again, `rename_requested`
    for another name, `remove_requested` for its removal;
    `bands_changed` says that a mode has another measured band now.
    """

    resume_requested = Signal(str)
    check_requested = Signal(str)
    rename_requested = Signal(str)
    remove_requested = Signal(str)
    bands_changed = Signal()
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        dialog: LabDialog,
        store: SweepStore,
        running: RunningSweep,
        checks: RunCheck,
        background: Background,
        bands: MeasuredBands,
        theme: Callable[[], Theme],
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._page = dialog.run
        self._store = store
        self._running = running
        self._checks = checks
        self._background = background
        self._bands = bands
        self._theme = theme
        self._say = say
        self._run = ""
        self._beside: str | None = None
        self._shown: tuple[Found, Found | None] | None = None
        self._summary: SweepSummary | None = None
        self._done = 0
        self._export = RunExport(dialog=dialog, say=say)
        self._export.failed.connect(self.failed)
        self._reading = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    @property
    def run(self) -> str:
        """The id of the measurement that is shown, "" for none."""
        return self._run

    def show(self, run: str, others: Sequence[SweepSummary]) -> None:
        """Show a measurement; `others` can be laid beside it."""
        if run != self._run:
            self._beside, self._shown = None, None
            self._checks.forget()
            plan = next((one.plan for one in others if one.plan.id == run), None)
            self._page.show_unread(
                RunHead(run, plan_name(plan), plan_about(self._say, plan)) if plan else RunHead(run, "", "")
            )
        self._run = run
        names = [(one.plan.id, plan_name(one.plan)) for one in others if one.plan.id != run]
        self._page.show_others(names, beside=self._beside)
        self.refresh()

    def leave(self) -> None:
        """Show none any more."""
        self._run, self._beside, self._shown, self._summary = "", None, None, None

    def forget_beside(self, run: str) -> None:
        """Lay a measurement that is gone beside this one no more."""
        if run == self._beside:
            self._beside = None

    def refresh(self) -> None:
        """Read the measurement again."""
        if not self._run:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        run, beside, store = self._run, self._beside, self._store

        def read() -> tuple[SweepSummary, Found, Found | None]:
            summary = store.summary(run)
            other = found(store.plan(beside), store.trials(beside)) if beside else None
            return summary, found(summary.plan, store.trials(run)), other

        self._background.run(read, self._on_read, self._on_unreadable, name="measurement")

    def tell(self, event: SweepEvent) -> None:
        """Show what a measurement that runs tells, where it is this one."""
        match event:
            case SweepBegun(plan=plan, done=done, seconds_left=left):
                self._show_running(done, plan.total, left)
            case TrialDone(done=done, total=total, seconds_left=left):
                self._show_running(done, total, left)
                if not self._timer.isActive():
                    self._timer.start()
            case ModelLoading(arm=arm, fraction=fraction) if self._summary is not None:
                name, percent = arm.model.name, round(100 * fraction)
                done, total = self._done, self._summary.plan.total
                line = self._say("lab.run.line.loading", done=done, total=total, name=name, percent=percent)
                self._page.show_state(RunState(Stage.RUNNING, done, total, line))
            case BatchFailed(problem=problem):
                self._dialog.show_problem(self._say("lab.run.batch_failed", reason=self._say.phrase(problem)))
            case SweepPaused() | SweepDone():
                self.refresh()
            case _:
                pass

    def show_waiting(self) -> None:
        """Show that it makes way for a question."""
        if self._summary is not None:
            done, total = self._done, self._summary.plan.total
            line = self._say("lab.run.line.waiting", done=done, total=total)
            self._page.show_state(RunState(Stage.RUNNING, done, total, line))

    def _connect(self) -> None:
        page = self._page
        page.pause_requested.connect(lambda: self._running.pause() if self._running.current == self._run else None)
        page.stop_requested.connect(self._on_stop)
        page.resume_requested.connect(lambda: self.resume_requested.emit(self._run))
        page.rename_requested.connect(lambda: self.rename_requested.emit(self._run))
        page.check_requested.connect(lambda: self.check_requested.emit(self._run))
        self._checks.progressed.connect(self._on_checking)
        self._checks.ended.connect(self.refresh)
        page.remove_requested.connect(lambda: self.remove_requested.emit(self._run))
        page.export_requested.connect(self._on_export)
        page.use_requested.connect(self._on_use)
        page.cell_chosen.connect(self._on_cell)
        page.beside_chosen.connect(self._on_beside)

    def _show_running(self, done: int, total: int, left: float | None) -> None:
        self._done = done
        if left is None:
            line = self._say("lab.run.line.running", done=done, total=total)
        else:
            line = self._say("lab.run.line.left", done=done, total=total, time=duration(self._say, left))
        self._page.show_state(RunState(Stage.RUNNING, done, total, line))

    def _on_read(self, read: tuple[SweepSummary, Found, Found | None]) -> None:
        summary, shown, beside = read
        if summary.plan.id == self._run:
            self._summary, self._shown, self._done = summary, (shown, beside), summary.done
            plan = summary.plan
            self._page.show_head(RunHead(plan.id, plan_name(plan), plan_about(self._say, plan)))
            self._page.show_figures(run_figures(shown, beside, used=_used(shown, self._bands), say=self._say))
            if self._running.current != self._run:
                self._show_rest(summary)
        self._read_again()

    def _show_rest(self, summary: SweepSummary) -> None:
        if (checking := self._checks.state(summary.plan.id)) is not None:
            self._page.show_state(checking)
            return
        stage, total = _STAGES[summary.state], summary.plan.total
        line = self._say(f"lab.run.line.{stage.value}", done=summary.done, total=total)
        lines = "\n".join((line, *self._checks.outcome(self._run)))
        self._page.show_state(RunState(stage, summary.done, total, lines))

    def _on_checking(self, run: str) -> None:
        if run == self._run and self._summary is not None:
            self._show_rest(self._summary)

    def _on_use(self, arm: int) -> None:
        if self._shown is None:
            return
        try:
            self._bands.keep(bands_of(self._shown[0])[arm])
        except UserError as error:
            self.failed.emit(error)
            return
        self.bands_changed.emit()
        self.refresh()

    def _on_unreadable(self, error: UserError) -> None:
        self._summary = self._shown = None
        head = RunHead(self._run, self._say("lab.run.unreadable"), self._run)
        self._page.show_unread(head, self._say.phrase(error.text))
        self._read_again()

    def _read_again(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()

    def _on_stop(self) -> None:
        self._checks.stop(self._run)
        if self._running.current == self._run:
            self._running.stop()

    def _on_beside(self, run: str | None) -> None:
        self._beside = run
        self.refresh()

    def _on_cell(self, row: TableRow, column: int) -> None:
        if self._shown is None:
            return
        temperature = sorted({one for run in self._shown if run for one in run.plan.temperatures})[column]
        run = next((one for one in self._shown if one is not None and one.plan.id == row.run), None)
        if run is None:
            return
        read = answers_of(run.plan, run.trials, arm=row.arm, task=row.task, temperature=temperature, say=self._say)
        if read:
            title = self._say("lab.answers.title", task=row.name, temperature=figure(temperature))
            AnswersDialog(read, title=title, say=self._say, theme=self._theme(), parent=self._dialog).open()

    def _on_export(self, kind: str) -> None:
        if self._shown is not None:
            self._export.ask(kind, self._shown[0])


def _used(shown: Found, bands: MeasuredBands) -> dict[int, bool]:
    """Return which arms have a band to use for the mode, and whether it is in use."""
    used: dict[int, bool] = {}
    for arm, band in bands_of(shown).items():
        kept = bands.get(band.model, band.mode)
        used[arm] = kept is not None and (kept.run, kept.band) == (band.run, band.band)
    return used
