"""The page of one measurement: how far it is, what it recommends, its chart and its table."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QProgressBar, QToolButton, QVBoxLayout, QWidget

from desktop.lab.chart import ChartView
from desktop.lab.results.figures import RunFigures, RunHead, RunState, Stage, TableRow
from desktop.lab.results.table import ResultsTable
from desktop.lab.results.verdict_list import VerdictList
from desktop.settings import ScrollColumn
from desktop.theme import Role, Theme, ToolButton, plain_label, set_role, text_button
from models.texts import Phrasebook

_GAP = 12
_MARGIN = 16


class RunPage(QWidget):
    """Shows one measurement; the signals carry no id: it is always about the one that is shown.

    `cell_chosen` asks for the answers of a row at a temperature, `beside_chosen` for another measurement (None: for
    none) to be laid beside this one.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    rename_requested = Signal()
    check_requested = Signal()
    remove_requested = Signal()
    export_requested = Signal(str)  # "svg", "png" or "csv"
    use_requested = Signal(int)
    cell_chosen = Signal(object, int)  # TableRow
    beside_chosen = Signal(object)  # str | None

    def __init__(self, *, say: Phrasebook, theme: Theme, margin: int) -> None:
        super().__init__()
        self._say = say
        self._stage: Stage | None = None
        self._rows: tuple[TableRow, ...] = ()
        self._temperatures: tuple[float, ...] = ()
        self._title = plain_label(role=Role.TITLE)
        self._about = plain_label(role=Role.HINT)
        self._go = text_button(say("lab.run.pause"))
        self._stop = text_button(say("lab.run.stop"))
        self._menu = ToolButton("more", name=say("lab.run.menu"), theme=theme)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(say("lab.run.progress"))
        self._line = plain_label(role=Role.HINT)
        self._problem = plain_label(role=Role.DANGER)
        self.verdicts = VerdictList(say=say)
        self.chart = ChartView(say=say, theme=theme)
        self._beside = QComboBox()
        self._beside.setAccessibleName(say("lab.run.beside"))
        self.table = ResultsTable(say=say)
        self._cards: list[QFrame] = []
        self._exports: list[QAction] = []
        menu = QMenu(self._menu)
        self._rename = menu.addAction(say("lab.run.rename"), self.rename_requested.emit)
        self._check = menu.addAction(say("lab.run.check"), self.check_requested.emit)
        menu.addSeparator()
        self._add_exports(menu)
        menu.addSeparator()
        self._remove = menu.addAction(say("lab.run.remove"), self.remove_requested.emit)
        self._menu.setMenu(menu)
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out(margin)
        self._connect()

    def show_head(self, head: RunHead) -> None:
        """Show which measurement it is."""
        self._title.setText(head.name)
        self._about.setText(head.about)

    def show_state(self, state: RunState) -> None:
        """Show how far it is."""
        running, checking = state.stage is Stage.RUNNING, state.stage is Stage.CHECKING
        if state.stage is not self._stage:
            self._stage = state.stage
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, state.line))
        self._go.setVisible(state.stage is not Stage.DONE and not checking)
        self._go.setText(self._say("lab.run.pause" if running else "lab.run.resume"))
        self._stop.setVisible(running or checking)
        self._check.setEnabled(bool(state.done) and not (running or checking))
        self._remove.setEnabled(not checking)
        self._progress.setVisible(state.stage is not Stage.DONE)
        self._progress.setRange(0, max(state.total, 1))
        self._progress.setValue(state.done)
        self._line.setText(state.line)
        self._problem.setText(state.problem)
        self._problem.setHidden(not state.problem)

    def show_figures(self, figures: RunFigures) -> None:
        """Show what was found so far."""
        self._rows, self._temperatures = figures.rows, figures.temperatures
        self._show_cards(shown=True)
        self.verdicts.show_verdicts(figures.verdicts)
        self.chart.show_chart(figures.chart)
        self.table.show_figures(figures.temperatures, figures.rows)

    def show_unread(self, head: RunHead, problem: str = "") -> None:
        """Show a measurement that is not read yet, or why it cannot be; nothing of the one that was shown before."""
        self._stage, self._rows, self._temperatures = None, (), ()
        self.show_head(head)
        self._check.setEnabled(False)
        self._remove.setEnabled(True)
        for widget in (self._go, self._stop, self._progress):
            widget.hide()
        self._line.clear()
        self._problem.setText(problem)
        self._problem.setHidden(not problem)
        self.verdicts.show_verdicts(())
        self._show_cards(shown=False)

    def show_others(self, others: Sequence[tuple[str, str]], *, beside: str | None) -> None:
        """Show which measurements (id, name) can be laid beside this one, and which is."""
        self._beside.clear()
        self._beside.addItem(self._say("lab.run.beside.none"), None)
        for run, name in others:
            self._beside.addItem(name, run)
        self._beside.setCurrentIndex(max(self._beside.findData(beside), 0))
        self._beside.setEnabled(bool(others))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.chart.apply_theme(theme)
        self._menu.apply_theme(theme)

    def _add_exports(self, menu: QMenu) -> None:
        for kind in ("svg", "png", "csv"):
            self._exports.append(
                menu.addAction(self._say(f"lab.run.export.{kind}"), partial(self.export_requested.emit, kind))
            )

    def _lay_out(self, margin: int) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._about)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP // 2)
        row.addLayout(names, 1)
        for button in (self._go, self._stop, self._menu):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        state = QWidget()
        column = QVBoxLayout(state)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP // 2)
        for widget in (self._progress, self._line, self._problem):
            column.addWidget(widget)
        beside = QHBoxLayout()
        beside.setSpacing(_GAP)
        label = plain_label(self._say("lab.run.beside"), Role.HINT, wraps=False)
        label.setBuddy(self._beside)
        beside.addWidget(plain_label(self._say("lab.chart.title"), Role.HEADING, wraps=False))
        beside.addStretch(1)
        beside.addWidget(label)
        beside.addWidget(self._beside)
        self._beside.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._beside.setMinimumContentsLength(18)
        chart_card, chart = _card()
        chart.addLayout(beside)
        chart.addWidget(self.chart)
        table_card, table = _card()
        table.addWidget(plain_label(self._say("lab.table.title"), Role.HEADING))
        table.addWidget(self.table)
        table.addWidget(plain_label(self._say("lab.table.help"), Role.HINT))
        self._cards = [chart_card, table_card]
        parts = (head, state, self.verdicts, *self._cards)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(*parts, spacing=_GAP, margin=margin))

    def _show_cards(self, *, shown: bool) -> None:
        for card in self._cards:
            card.setVisible(shown)
        for action in (self._rename, *self._exports):
            action.setEnabled(shown)

    def _connect(self) -> None:
        self._go.clicked.connect(self._on_go)
        self._stop.clicked.connect(self.stop_requested)
        self.verdicts.use_requested.connect(self.use_requested)
        self.table.cell_chosen.connect(self.cell_chosen)
        self.chart.chosen.connect(self._on_temperature)
        self._beside.activated.connect(lambda: self.beside_chosen.emit(self._beside.currentData()))

    def _on_go(self) -> None:
        (self.pause_requested if self._stage is Stage.RUNNING else self.resume_requested).emit()

    def _on_temperature(self, temperature: float) -> None:
        """Ask for all answers at a temperature of the first arm."""
        overall = next((row for row in self._rows if row.task is None), None)
        if overall is not None and temperature in self._temperatures:
            self.cell_chosen.emit(overall, self._temperatures.index(temperature))


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    set_role(card, Role.CARD)
    column = QVBoxLayout(card)
    column.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
    column.setSpacing(_GAP // 2)
    return card, column
