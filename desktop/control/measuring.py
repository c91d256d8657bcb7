"""Measuring the speed: the chat's model gives its place to the benchmark, and comes back afterwards."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.bench import BenchDialog, BenchRunner
from desktop.control.answering import Answering
from desktop.control.loading import ModelLoading
from desktop.own_command import measure_window_command
from desktop.theme import Theme
from models.bench import BenchPlan, BenchReport, Step
from models.errors import UserError
from models.texts import Phrasebook

_ROUNDS = 3


class MeasuringController(QObject):
    """Opens the page and runs what it asks for, never while an answer is written or a model is loaded."""

    def __init__(self, *, answering: Answering, loading: ModelLoading, say: Phrasebook, window: QWidget) -> None:
        super().__init__(window)
        self._answering = answering
        self._loading = loading
        self._say = say
        self._window = window
        self._dialog: BenchDialog | None = None
        self._aside: Path | None = None
        self._runner = BenchRunner(self)
        self._runner.step.connect(self._on_step)
        self._runner.measured.connect(self._on_measured)
        self._runner.finished.connect(self._on_finished)
        self._runner.failed.connect(self._on_failed)
        self._runner.stopped.connect(self._on_stopped)
        self._runner.ended.connect(self._bring_back)

    def open(self, theme: Theme) -> None:
        """Show the page."""
        current = self._loading.current
        dialog = self._dialog = BenchDialog(
            model=current.model.name if current else self._say("measure.no_name"),
            say=self._say,
            theme=theme,
            parent=self._window,
        )
        dialog.start_requested.connect(self._on_start_requested)
        dialog.stop_requested.connect(self._runner.stop)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self._dialog is not None:
            self._dialog.apply_theme(theme)

    def close(self) -> None:
        """End what runs; the window is closing."""
        self._runner.close()

    def _on_start_requested(self, folder: Path | None) -> None:
        current = self._loading.current
        if self._dialog is None:
            return
        if self._answering.running is not None:
            self._dialog.say_why_not(self._say("measure.answering"))
        elif self._loading.busy or self._runner.running:
            self._dialog.say_why_not(self._say("measure.loading"))
        elif current is None:
            self._dialog.say_why_not(self._say("measure.no_model"))
        else:
            self._aside = Path(current.model.path)
            self._loading.set_aside()
            self._dialog.show_started()
            self._runner.start(
                BenchPlan(
                    self._aside,
                    peers=folder,
                    rounds=_ROUNDS,
                    threads=current.engine.threads,
                    window=measure_window_command(),
                )
            )

    def _on_step(self, step: Step) -> None:
        if self._dialog is not None:
            self._dialog.show_step(step)

    def _on_measured(self, report: BenchReport) -> None:
        if self._dialog is not None:
            self._dialog.show_report(report)

    def _on_finished(self, report: BenchReport) -> None:
        what = report.identity
        self._end(self._say("bench.conditions", threads=what.threads, context=what.context, rounds=what.rounds))

    def _on_failed(self, error: UserError) -> None:
        self._end(self._say.phrase(error.text))

    def _on_stopped(self) -> None:
        self._end(self._say("measure.stopped"))

    def _on_dialog_finished(self) -> None:
        self._bring_back()  # what still runs is ending
        self._dialog = None

    def _bring_back(self) -> None:
        aside, self._aside = self._aside, None
        if aside is not None:
            self._loading.load(aside)

    def _end(self, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.show_ended(sentence)
