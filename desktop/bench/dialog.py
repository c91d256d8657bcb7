"""The page that measures the speed: what it does, start and stop, how far it is, and the figures as bars."""

import os
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.bench.figures_view import FiguresView
from desktop.settings import ScrollColumn
from desktop.theme import Role, Theme, set_role, with_text, without_icon
from models.bench import BenchReport, Part, Step
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 660, 620
_MARGIN = 24
_GAP = 12
_FINE = 100  # steps of the progress bar for each part


class BenchDialog(QDialog):
    """Shows a benchmark. It runs nothing: `start_requested` carries the folder with other programs, or None.

    `stop_requested` comes also where the dialog is closed while something runs.
    """

    start_requested = Signal(object)
    stop_requested = Signal()

    def __init__(self, *, model: str, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._folder: Path | None = None
        self._report: BenchReport | None = None
        self._running = False
        self.setWindowTitle(say("measure.title"))
        self._start = QPushButton(say("measure.start"))
        set_role(self._start, Role.PRIMARY)
        self._choose = QPushButton(say("measure.folder"))
        self._choose.setAutoDefault(False)
        self._choose.setToolTip(say("measure.folder.help"))
        self._alone = QPushButton(say("measure.folder.drop"))
        self._alone.setAutoDefault(False)
        set_role(self._alone, Role.QUIET)
        self._beside = _text("", Role.HINT)
        self._state = _text("")
        self._progress = QProgressBar()
        self._progress.setRange(0, _FINE * len(Part))
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(say("measure.title"))
        self._figures = FiguresView(say=say, theme=theme)
        self._area = ScrollColumn(self._figures, spacing=0, margin=_MARGIN)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = self._buttons.addButton(say("measure.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out(model)
        self._start.clicked.connect(self._on_start_clicked)
        self._choose.clicked.connect(self._on_choose_clicked)
        self._alone.clicked.connect(lambda: self.show_folder(None))
        self._copy.clicked.connect(self._on_copy_clicked)
        self._buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_finished)
        self.show_folder(None)
        self._show_running(running=False)
        self._progress.hide()
        self._area.hide()
        self._copy.setEnabled(False)

    def show_folder(self, folder: Path | None) -> None:
        """Show the folder whose programs the engine is compared with."""
        self._folder = folder
        self._alone.setVisible(folder is not None)
        beside = "measure.beside.completion" if folder is None else "measure.beside.programs"
        self._beside.setText(self._say(beside) if folder is None else self._say(beside, folder=_breakable(folder)))

    def show_started(self) -> None:
        """Show that it begins."""
        self._show_running(running=True)
        self._progress.setValue(0)
        self._progress.show()
        self._state.clear()
        self.show_report(None)
        if self._area.isHidden():
            self._area.show()
            self.resize(self.sizeHint())

    def show_step(self, step: Step) -> None:
        """Show how far it is."""
        done = list(Part).index(step.part) + (step.number - 1) / step.of
        self._progress.setValue(round(_FINE * done))
        part = self._say(f"bench.part.{step.part}")
        self._state.setText(self._say("bench.step", part=part, number=step.number, of=step.of))

    def show_report(self, report: BenchReport | None) -> None:
        """Show what is measured so far."""
        self._report = report
        self._copy.setEnabled(report is not None)
        self._figures.show_report(report)

    def show_ended(self, sentence: str) -> None:
        """Show that nothing runs any more, and why."""
        self._show_running(running=False)
        self._progress.hide()
        self._state.setText(sentence)

    def say_why_not(self, sentence: str) -> None:
        """Say why it cannot begin now."""
        self._state.setText(sentence)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._figures.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it; for figures only where there are some."""
        width, height = with_text(_WIDTH, self.font()), with_text(_HEIGHT, self.font())
        layout = self.layout()
        if self._area.isHidden() and layout is not None:
            height = layout.totalHeightForWidth(width)
        return QSize(width, height).boundedTo(self.screen().availableSize())

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size asked for."""
        super().showEvent(event)
        self.resize(self.sizeHint())

    def _lay_out(self, model: str) -> None:
        say = self._say
        top = QVBoxLayout()
        top.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        top.setSpacing(_GAP)
        top.addWidget(_text(say("measure.what", model=model)))
        top.addWidget(_text(say("measure.aside"), Role.HINT))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for button in (self._start, self._choose, self._alone):
            row.addWidget(button)
        row.addStretch(1)
        top.addLayout(row)
        for widget in (self._beside, self._state, self._progress):
            top.addWidget(widget)
        close = without_icon(self._buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(say("measure.close"))
        close.setAutoDefault(False)
        self._copy.setAutoDefault(False)
        self._buttons.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, _MARGIN - _GAP)
        column.setSpacing(_GAP)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        column.addWidget(self._buttons)

    def _show_running(self, *, running: bool) -> None:
        self._running = running
        self._start.setText(self._say("measure.stop" if running else "measure.start"))
        self._choose.setEnabled(not running)
        self._alone.setEnabled(not running)

    def _on_start_clicked(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self.start_requested.emit(self._folder)

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self._say("measure.folder.title"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.show_folder(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_copy_clicked(self) -> None:
        if self._report is not None:
            flat = msgspec.json.format(msgspec.json.encode(self._report.to_flat()), indent=2)
            QApplication.clipboard().setText(flat.decode())

    def _on_finished(self) -> None:
        if self._running:
            self.stop_requested.emit()


def _breakable(folder: Path) -> str:
    """Return a folder's name that wraps where it is too long for a line."""
    return str(folder).replace(os.sep, f"{os.sep}\u200b")


def _text(text: str, role: Role | None = None) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role is not None:
        set_role(label, role)
    return label
