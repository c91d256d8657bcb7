"""A row of buttons of which exactly one is chosen, for a handful of choices that are best seen at once."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from desktop.theme import Role, set_role

_MARGIN = 2


class Segments(QFrame):
    """Shows the members of an Enum side by side; `chosen` carries the one the user picks.

    Tab reaches the chosen button, Left and Right move from there.
    """

    chosen = Signal(object)

    def __init__(self, texts: Sequence[tuple[Enum, str]], *, name: str) -> None:
        super().__init__()
        set_role(self, Role.SEGMENTS)
        self.setAccessibleName(name)
        self._members = tuple(member for member, _ in texts)
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.setSpacing(_MARGIN)
        for index, (_, text) in enumerate(texts):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoDefault(False)  # Enter belongs to the dialog
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleDescription(name)
            set_role(button, Role.SEGMENT)
            self._buttons.addButton(button, index)
            row.addWidget(button, 1)
        self._buttons.idClicked.connect(self._on_clicked)

    def current(self) -> Enum:
        """Return the chosen member."""
        return self._members[self._buttons.checkedId()]

    def show_value(self, member: object) -> None:
        """Show a member as chosen, without telling. Raises ValueError for something else."""
        self._buttons.button(self._members.index(member)).setChecked(True)

    def show_none(self) -> None:
        """Show none as chosen, without telling: something else is in force."""
        self._buttons.setExclusive(False)
        for button in self._buttons.buttons():
            button.setChecked(False)
        self._buttons.setExclusive(True)

    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self._members[index])
