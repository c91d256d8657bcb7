"""The part of the record that makes an answer again: a button, how far it is, and what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.theme import Role, set_role
from models.texts import Phrasebook

_GAP = 8


class ReproduceBox(QWidget):
    """Shows one button, and below it at most two sentences: what is not as it was, and how it goes or went."""

    requested = Signal()
    stop_requested = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._running = False
        self._button = QPushButton(say("reproduce.button"))
        self._button.setAutoDefault(False)
        self._button.setAccessibleDescription(say("reproduce.help"))
        self._help = _sentence(Role.HINT)
        self._help.setText(say("reproduce.help"))
        self._caution = _sentence(Role.CAUTION)
        self._outcome = _sentence(Role.HINT)
        self._outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.setSpacing(2 * _GAP)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._help, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(row)
        column.addWidget(self._caution)
        column.addWidget(self._outcome)
        self._show(self._caution, "")
        self._show(self._outcome, "")

    def show_unlike(self, parts: Sequence[str]) -> None:
        """Say what is not as it was, a line for each; nothing where `parts` is empty."""
        self._show(self._caution, "\n• ".join((self._say("reproduce.unlike"), *parts)) if parts else "")

    def show_progress(self, text: str) -> None:
        """Say how far it is; the button stops it."""
        self._running = True
        self._button.setText(self._say("reproduce.stop"))
        set_role(self._outcome, Role.HINT)
        self._show(self._outcome, text)

    def show_outcome(self, text: str, *, role: Role) -> None:
        """Say what came of it; the button begins anew."""
        self._running = False
        self._button.setText(self._say("reproduce.button"))
        set_role(self._outcome, role)
        self._show(self._outcome, text)

    def refuse(self, reason: str) -> None:
        """Say why it is not possible."""
        self._button.setEnabled(False)
        self._help.setText(reason)

    def _on_clicked(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self.requested.emit()

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setHidden(not text)


def _sentence(role: Role) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_role(label, role)
    return label
