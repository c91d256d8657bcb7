"""The part that asks, when it is told to, whether there is a newer version, and shows what came of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from desktop.theme import Role, set_role, tooltip, with_text
from models.release import Update
from models.texts import Phrasebook

_MARGIN = 16
_GAP = 12
_NOTES_HEIGHT = 120


class UpdateBox(QFrame):
    """`check_requested` asks for one check; `page_requested` carries the address of a page that the user wants to see.

    `host` is who is asked. `grown` says that it may want more room.
    """

    check_requested = Signal()
    page_requested = Signal(str)
    grown = Signal()

    def __init__(self, host: str, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._page = ""
        self._had_focus = False
        self._state = QLabel(say("about.check.help", host=host))
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._check = QPushButton(say("about.check"))
        self._check.setAutoDefault(False)
        self._notes = QPlainTextEdit()
        self._notes.setReadOnly(True)
        self._notes.setTabChangesFocus(True)
        self._notes.setAccessibleName(say("about.notes"))
        self._notes.setFixedHeight(with_text(_NOTES_HEIGHT, self.font()))
        self._open = QPushButton(say("about.open_page"))
        self._open.setAutoDefault(False)
        set_role(self._open, Role.PRIMARY)
        self._lay_out()
        self._show(None)
        set_role(self._state, Role.HINT)
        self._check.clicked.connect(self.check_requested)
        self._open.clicked.connect(lambda: self.page_requested.emit(self._page))

    def show_checking(self) -> None:
        """Show that somebody is being asked."""
        self._had_focus = self._check.hasFocus()
        self._check.setEnabled(False)
        self._show(None)
        self._tell(self._say("about.checking"), Role.HINT)

    def show_update(self, update: Update) -> None:
        """Show what came of it."""
        self._can_check_again()
        self._show(update if update.newer else None)
        self._tell(self._say.phrase(update.sentence), Role.HEADING if update.newer else Role.GOOD)

    def show_problem(self, sentence: str) -> None:
        """Say why nothing came of it."""
        self._can_check_again()
        self._show(None)
        self._tell(sentence, Role.DANGER)

    def _can_check_again(self) -> None:
        self._check.setEnabled(True)
        if self._had_focus:
            self._check.setFocus()

    def _lay_out(self) -> None:
        set_role(self, Role.CARD)
        self.setAccessibleName(self._say("about.check"))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._state, 1)
        row.addWidget(self._check, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        column.setSpacing(_GAP)
        column.addLayout(row)
        column.addWidget(self._notes)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self, update: Update | None) -> None:
        """Show the parts about a newer version, or none of them."""
        self._page = update.page if update is not None else ""
        self._notes.setPlainText(update.notes if update is not None else "")
        self._notes.setVisible(bool(update and update.notes))
        self._open.setVisible(bool(self._page))
        self._open.setToolTip(tooltip(self._page) if self._page else "")
        self._open.setAccessibleDescription(self._page)

    def _tell(self, sentence: str, role: Role) -> None:
        set_role(self._state, role)
        self._state.setText(sentence)
        self.grown.emit()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
