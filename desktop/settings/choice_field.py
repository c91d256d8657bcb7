"""A field for one declared choice among the members of an Enum."""

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop.settings.number_field import FIELD_WIDTH
from desktop.theme import with_text
from models.texts import Phrasebook


class ChoiceField(QComboBox):
    """Shows and edits one member of `choices`; `edited` carries each new one the user picks.

    The texts are `choice.<name>.<value of the member>`.
    """

    edited = Signal(object)

    def __init__(self, name: str, choices: type[Enum], *, say: Phrasebook) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for member in self._choices:
            self.addItem(say(f"choice.{name}.{member.value}"))
        self.activated.connect(self._on_activated)

    def current(self) -> Enum:
        """Return the member that is shown."""
        return self._choices[self.currentIndex()]

    def show_value(self, value: object) -> None:
        """Show a member without telling. Raises ValueError for something else."""
        self.setCurrentIndex(self._choices.index(value))

    def sizeHint(self) -> QSize:
        """Ask for the width that all fields have."""
        return QSize(with_text(FIELD_WIDTH, self.font()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never be wider or narrower."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel only with the focus: scrolling the panel must not change what it passes over."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_activated(self, _index: int) -> None:
        self.edited.emit(self.current())
