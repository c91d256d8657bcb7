"""Work on a model that takes a while: how far it is, a way to stop it, and what came of it."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.theme import Role, plain_label, set_role, text_button
from models.texts import Phrasebook

_FINE = 1000
_GAP = 8


class Outcome(Enum):
    """How work on a model ended."""

    GOOD = Role.GOOD
    PLAIN = Role.HINT
    BAD = Role.DANGER


class TaskStrip(QWidget):
    """Shows one piece of work at a time, or the sentence about the last one. Hidden while there is neither."""

    cancel_requested = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setRange(0, _FINE)
        self._bar.setTextVisible(False)
        self._sentence = plain_label(role=Role.HINT)
        self._cancel = text_button(say("pages.cancel"), Role.QUIET)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._cancel.clicked.connect(self.cancel_requested)
        self.show_nothing()

    @property
    def running(self) -> bool:
        """Whether work is shown as going on."""
        return not self._bar.isHidden()

    def show_progress(self, sentence: str, fraction: float | None) -> None:
        """Show what is done and how far it is, None where that is not known yet."""
        self._bar.setRange(0, _FINE if fraction is not None else 0)
        if fraction is not None:
            self._bar.setValue(round(_FINE * fraction))
        self._bar.setAccessibleName(sentence)
        self._bar.show()
        self._cancel.show()
        self._show(sentence, Role.HINT)

    def show_outcome(self, sentence: str, outcome: Outcome) -> None:
        """Show what came of it."""
        self._bar.hide()
        self._cancel.hide()
        self._show(sentence, outcome.value)

    def show_nothing(self) -> None:
        """Show nothing."""
        self._bar.hide()
        self._cancel.hide()
        self.hide()

    def _show(self, sentence: str, role: Role) -> None:
        set_role(self._sentence, role)
        self._sentence.setText(sentence)
        self.show()
