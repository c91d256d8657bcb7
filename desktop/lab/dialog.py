"""The window of the lab: measurements at the left, and beside them the one that is open, or a new one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.lab.planning import PlanPage
from desktop.lab.results import RunPage
from desktop.lab.run_list import RunList
from desktop.theme import Role, Theme, ToolButton, plain_label, set_role, text_button, with_text
from models.texts import Phrasebook

_SIZE = QSize(1040, 740)
_SMALLEST = QSize(700, 420)
_MARGIN = 24
_LIST = 210
_GAP = 12


class LabDialog(QDialog):
    """Shows the list and one page. `plan` puts a measurement together, `run` shows one.

    `new_requested` asks for the page of a new measurement.
    """

    new_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setWindowTitle(say("lab.title"))
        self.setMinimumSize(_SMALLEST)
        self.plan = PlanPage(say=say, theme=theme, margin=_MARGIN)
        self.run = RunPage(say=say, theme=theme, margin=_MARGIN)
        self.runs = RunList(say=say, theme=theme)
        self._new = text_button(say("lab.new"))
        self._empty = plain_label(say("lab.runs.none"), Role.HINT)
        self._problem = QFrame()
        self._sentence = plain_label(role=Role.DANGER)
        self._close = ToolButton("close", name=say("notice.close"), theme=theme)
        self._pages = QStackedWidget()
        self._lay_out()
        self._new.clicked.connect(self.new_requested)
        self._close.clicked.connect(self._problem.hide)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new_requested)

    def show_plan(self) -> None:
        """Show the page on which a measurement is put together."""
        self._pages.setCurrentWidget(self.plan)
        self.runs.mark(None)

    def show_run(self, run: str) -> None:
        """Show the page of a measurement."""
        self._pages.setCurrentWidget(self.run)
        self.runs.mark(run)

    def show_empty(self, *, empty: bool) -> None:
        """Say that there are no measurements yet, or show them."""
        self._empty.setVisible(empty)
        self.runs.setVisible(not empty)

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong, above the page, until it is closed."""
        self._sentence.setText(sentence)
        self._problem.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._close.apply_theme(theme)
        for part in (self.plan, self.run, self.runs):
            part.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it."""
        wanted = QSize(with_text(_SIZE.width(), self.font()), with_text(_SIZE.height(), self.font()))
        return wanted.boundedTo(self.screen().availableSize())

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(_GAP, _MARGIN, _GAP, _GAP)
        left.setSpacing(_GAP)
        left.addWidget(self._new)
        left.addWidget(plain_label(self._say("lab.runs.name"), Role.HEADING))
        left.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self.runs, 1)
        left.addStretch(0)
        column = QWidget()
        column.setLayout(left)
        column.setFixedWidth(with_text(_LIST, self.font()))
        line = QFrame()
        line.setFixedWidth(1)
        set_role(line, Role.UPRIGHT)
        problem = QHBoxLayout(self._problem)
        problem.setContentsMargins(_MARGIN, _GAP, _MARGIN, 0)
        problem.addWidget(self._sentence, 1)
        problem.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._problem.hide()
        self._pages.addWidget(self.plan)
        self._pages.addWidget(self.run)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._problem)
        right.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addWidget(line)
        row.addLayout(right, 1)
        self.show_empty(empty=True)
