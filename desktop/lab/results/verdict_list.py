"""What a measurement recommends, in words, with the button that puts it to use."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.results.figures import Verdict
from desktop.theme import Role, plain_label, set_role, text_button
from models.texts import Phrasebook

_GAP = 8
_MARGIN = 16


class VerdictList(QFrame):
    """Shows the recommendation of each arm; `use_requested` carries the number of an arm."""

    use_requested = Signal(int)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._shown: tuple[Verdict, ...] = ()
        self._entries: list[QWidget] = []
        set_role(self, Role.CARD)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_MARGIN, _GAP + 4, _MARGIN, _GAP + 4)
        self._column.setSpacing(_GAP)
        self._column.addWidget(plain_label(say("lab.verdict.title"), Role.HEADING))

    def show_verdicts(self, verdicts: tuple[Verdict, ...]) -> None:
        """Show recommendations."""
        self.setHidden(not verdicts)
        if verdicts == self._shown:
            return
        self._shown = verdicts
        for entry in self._entries:
            entry.hide()
            entry.deleteLater()
        self._entries = [self._entry(one, named=len(verdicts) > 1) for one in verdicts]
        for entry in self._entries:
            self._column.addWidget(entry)

    def _entry(self, verdict: Verdict, *, named: bool) -> QWidget:
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_MARGIN)
        said = QVBoxLayout()
        said.setSpacing(2)
        if named:
            said.addWidget(plain_label(verdict.name, Role.HINT))
        sentence = plain_label(verdict.sentence)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.addWidget(sentence)
        row.addLayout(said, 1)
        if verdict.used:
            row.addWidget(plain_label(self._say("lab.verdict.used"), Role.GOOD, wraps=False))
        elif verdict.use:
            button = text_button(verdict.use, Role.PRIMARY)
            button.clicked.connect(lambda: self.use_requested.emit(verdict.arm))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return entry
