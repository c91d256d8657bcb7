"""The page that says what this installation consists of, whether each part works, and what to do where it does not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.labels import breakable
from desktop.settings import ScrollColumn
from desktop.theme import Role, plain_label, set_role, text_button, tooltip, with_text
from models.doctor import Section, State
from models.texts import Phrasebook

_GAP = 12
_MARGIN = 16
_LOWER = 2  # small texts stand on the line of the others
_LABELS = 120  # the least width of the names before the values
_ROLES = {State.FINE: None, State.NOTE: Role.HINT, State.PROBLEM: Role.DANGER}


class DoctorPage(QWidget):
    """Shows the `Section`s of a report and copies the whole report; `examine_requested` asks for a new one."""

    examine_requested = Signal()

    def __init__(self, *, say: Phrasebook, margin: int) -> None:
        super().__init__()
        self._say = say
        self._report = ""
        self._cards: list[QFrame] = []
        self._state = plain_label(role=Role.HINT)
        self._again = text_button(say("pages.doctor.again"))
        self._copy = text_button(say("pages.doctor.copy"))
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._lay_out()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(content, spacing=0, margin=margin))
        self._again.clicked.connect(self.examine_requested)
        self._copy.clicked.connect(self._on_copy)
        self.show_examining()

    def show_examining(self) -> None:
        """Show that the report is being made."""
        self._state.setText(self._say("pages.doctor.examining"))
        self._again.setEnabled(False)
        self._copy.setEnabled(False)

    def show_report(self, sections: Sequence[Section], *, summary: str, report: str) -> None:
        """Show a report; `report` is what is copied."""
        self._report = report
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [_card(group) for group in sections]
        for card in self._cards:
            self._column.addWidget(card)
        self._say_state(summary)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no report."""
        self._say_state(sentence)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._state, 1)
        row.addWidget(self._again, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addLayout(row)

    def _say_state(self, sentence: str) -> None:
        self._state.setText(sentence)
        self._again.setEnabled(True)
        self._copy.setEnabled(bool(self._report))

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._report)
        self._state.setText(self._say("pages.doctor.copied"))


def _card(section: Section) -> QFrame:
    card = QFrame()
    set_role(card, Role.CARD)
    card.setAccessibleName(section.title)
    grid = QGridLayout(card)
    grid.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
    grid.setHorizontalSpacing(_GAP)
    grid.setVerticalSpacing(_GAP // 3)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, with_text(_LABELS, card.font()))
    grid.addWidget(plain_label(section.title, Role.HEADING), 0, 0, 1, 2)
    for line, item in enumerate(section.items, start=1):
        value = plain_label(breakable(item.value), _ROLES[item.state])
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setToolTip(tooltip(item.details) if item.details else "")
        if not item.label:
            grid.addWidget(value, line, 0, 1, 2)
            continue
        value.setAccessibleName(f"{item.label}: {item.value}")
        label = plain_label(item.label, Role.HINT)
        label.setContentsMargins(0, _LOWER, 0, 0)
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, line, 1)
    return card
