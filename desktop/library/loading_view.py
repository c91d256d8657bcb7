"""What stands in place of the model picker's button while a model is loaded."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.theme import Role, Theme, ToolButton, set_role
from models.texts import Phrasebook

_WIDTH = 240
_SMALLEST = 120
_PERCENT = 100


class LoadingView(QWidget):
    """The name of the model that is loading, a thin bar that says how far it is, and a way to stop it."""

    cancel_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._text = ""
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setMinimumWidth(1)
        set_role(self._label, Role.HINT)
        self._bar = QProgressBar()
        self._bar.setRange(0, _PERCENT)
        self._bar.setTextVisible(False)
        self._cancel = ToolButton("close", name=say("picker.cancel"), theme=theme)
        self._cancel.setFixedSize(24, 24)
        self._lay_out()
        self._cancel.clicked.connect(self.cancel_requested)

    def show_progress(self, name: str, fraction: float) -> None:
        """Show how much of a model is loaded: 0 to 1."""
        self._text = self._say("picker.loading", name=name)
        self._bar.setAccessibleName(self._text)
        self._bar.setValue(round(fraction * _PERCENT))
        self._show_text()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._cancel.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Return a width at which most names fit."""
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the bar still says something."""
        return QSize(_SMALLEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._show_text()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(column, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignVCenter)

    def _show_text(self) -> None:
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self._label.width()))
