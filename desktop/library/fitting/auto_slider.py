"""A slider over a list of numbers, which may also be left to the program."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop.theme import Role, plain_label
from models.texts import Phrasebook

_GAP = 8


class _Slider(QSlider):
    """A slider that the wheel moves only with the focus: scrolling must not change what it passes over."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class AutoSlider(QWidget):
    """Chooses among `steps`; `edited` carries the number, None for automatic. Moving it ends automatic."""

    edited = Signal(object)

    def __init__(self, *, name: str, explanation: str, say: Phrasebook) -> None:
        super().__init__()
        self._steps: tuple[int, ...] = (0,)
        self._name = plain_label(name, wraps=False)
        self._value = plain_label(role=Role.HINT, wraps=False)
        self._automatic = QCheckBox(say("pages.automatic"))
        self._automatic.setAccessibleName(f"{say('pages.automatic')}: {name}")
        self._automatic.setChecked(True)
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._slider.setAccessibleName(name)
        self._slider.setAccessibleDescription(explanation)
        self._slider.setToolTip(explanation)
        self._name.setBuddy(self._slider)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._name)
        row.addWidget(self._value)
        row.addStretch(1)
        row.addWidget(self._automatic)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._slider)
        self._slider.valueChanged.connect(self._on_moved)
        self._automatic.clicked.connect(self._on_automatic)

    @property
    def value(self) -> int | None:
        """The number, None for automatic."""
        return None if self._automatic.isChecked() else self._steps[self._slider.value()]

    def set_steps(self, steps: Sequence[int]) -> None:
        """Set the numbers to choose among, from the smallest to the largest, without telling."""
        self._steps = tuple(steps)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, len(self._steps) - 1)
            self._slider.setPageStep(max(len(self._steps) // 8, 1))

    def show_value(self, wished: int | None, *, shown: int, text: str) -> None:
        """Show what is wished for (None: automatic), where the handle is, and a text beside the name."""
        self._automatic.setChecked(wished is None)
        with QSignalBlocker(self._slider):
            self._slider.setValue(_nearest(self._steps, shown if wished is None else wished))
        self._value.setText(text)

    def _on_moved(self) -> None:
        self._automatic.setChecked(False)
        self.edited.emit(self.value)

    def _on_automatic(self) -> None:
        self.edited.emit(self.value)


def _nearest(steps: Sequence[int], wanted: int) -> int:
    return min(range(len(steps)), key=lambda place: abs(steps[place] - wanted))
