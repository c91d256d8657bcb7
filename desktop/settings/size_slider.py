"""The size of all text: a slider in steps, with the size in percent beside it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from desktop.theme import Theme, ToolButton
from models.settings import Declaration
from models.texts import Phrasebook

_GAP = 8
_WIDEST = 2.0


class SizeSlider(QWidget):
    """Shows and edits a factor in percent; `edited` carries the new factor when the handle is let go or a key pressed.

    Not while it is dragged: the slider would run away from under the mouse as the window grows.
    """

    edited = Signal(float)

    def __init__(self, declaration: Declaration, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._step = declaration.step
        self._home = declaration.default
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(round(declaration.low / self._step), round(declaration.high / self._step))
        self._slider.setPageStep(2)
        self._slider.setTracking(False)
        self._slider.setAccessibleName(say(f"setting.{declaration.name}.label"))
        self._slider.setAccessibleDescription(say(f"setting.{declaration.name}.help"))
        self._percent = QLabel()
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reset = ToolButton("reset", name=say("preferences.usual_size"), theme=theme)
        self._reset.keep_room()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._slider, 1)
        row.addWidget(self._reset)
        row.addWidget(self._percent)
        self._slider.sliderMoved.connect(self._show_percent)
        self._slider.valueChanged.connect(self._on_value_changed)
        self._reset.clicked.connect(self._on_reset)

    def show_value(self, factor: float) -> None:
        """Show a factor without telling."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(factor / self._step))
        self._show_percent(self._slider.value())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._reset.apply_theme(theme)

    def _factor(self, steps: int) -> float:
        return round(steps * self._step, 6)

    def _text(self, factor: float) -> str:
        return self._say("preferences.percent", percent=round(factor * 100))

    def _show_percent(self, steps: int) -> None:
        factor = self._factor(steps)
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._text(_WIDEST)))
        self._percent.setText(self._text(factor))
        self._reset.setVisible(factor != self._home)

    def _on_value_changed(self, steps: int) -> None:
        self._show_percent(steps)
        self.edited.emit(self._factor(steps))

    def _on_reset(self) -> None:
        self._slider.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is about to vanish
        self._slider.setValue(round(float(self._home) / self._step))  # type: ignore[arg-type]  # a declared number
