"""The slider whose track is the temperature scale of a model, with the recommended band drawn on it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QToolTip

from desktop.settings.track_painter import TrackPainter, temperature_at
from desktop.theme import Theme
from models.sampling import Preset
from models.settings import Declaration

HUNDREDTHS = 100
"""The slider counts in hundredths of a degree of temperature: 60 means 0.6."""

_HEIGHT = 48
_WIDTH = 240
_PAGE = 10
_FINE = 1


class TemperatureTrack(QSlider):
    """A horizontal slider for one temperature; `valueChanged` and `value` are in hundredths.

    The mouse and the arrow keys move by the declared step, with Ctrl by a hundredth; PageUp and PageDown by a tenth.
    """

    def __init__(self, declaration: Declaration, *, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._painter = TrackPainter(theme)
        self.known: Callable[[float], str] | None = None
        """Tells what is known about a temperature, as a tool tip."""
        self._highest = declaration.high
        self._step = round(declaration.step * HUNDREDTHS)
        self.setRange(round(declaration.low * HUNDREDTHS), round(declaration.high * HUNDREDTHS))
        self.setSingleStep(self._step)
        self.setPageStep(_PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_HEIGHT)

    def show_preset(self, preset: Preset) -> None:
        """Draw the bands and marks of a mode on a model."""
        self._painter.preset = preset
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._painter.theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell what is known about the temperature under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.known is not None:
            temperature = round(temperature_at(self, event.pos().x(), highest=self._highest), 2)
            shown = round(temperature * HUNDREDTHS / self._step) * self._step / HUNDREDTHS
            QToolTip.showText(event.globalPos(), self.known(shown), self, QRect(event.pos(), QSize(1, 1)))
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Ask for room for the marks."""
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Shrink to half of the usual width."""
        return QSize(_WIDTH // 2, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, bands, marks and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint(painter, self, value=self.sliderPosition() / HUNDREDTHS, highest=self._highest)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the handle to where the mouse is pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().toPoint(), fine=_fine(event))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        if self.isSliderDown():
            self._move_to(event.position().toPoint(), fine=_fine(event))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        self.setSliderDown(False)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move by the wheel only with the focus: scrolling the panel must not change what it passes over."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by hundredths while Ctrl is held."""
        self.setSingleStep(_FINE if _fine(event) else self._step)
        super().keyPressEvent(event)
        self.setSingleStep(self._step)

    def _move_to(self, point: QPoint, *, fine: bool) -> None:
        hundredths = temperature_at(self, point.x(), highest=self._highest) * HUNDREDTHS
        step = _FINE if fine else self._step
        self.setSliderPosition(round(hundredths / step) * step)


def _fine(event: QMouseEvent | QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
