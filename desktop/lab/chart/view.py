"""The chart on the page: it shows the figures of the temperature under the pointer, or of the one chosen by keys."""

from PySide6.QtCore import QEvent, QPoint, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.lab.chart.painter import ChartPainter
from desktop.lab.chart.summary import at_temperature, summary
from desktop.lab.chart.values import Chart
from desktop.theme import Theme, tooltip, with_text
from models.texts import Phrasebook

_SIZE = QSize(640, 376)
_LEAST = QSize(280, 300)


class ChartView(QWidget):
    """Draws a `Chart`. Left and Right go from temperature to temperature, Enter or a click tells which one is meant."""

    chosen = Signal(float)

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._painter = ChartPainter(say=say, theme=theme)
        self._chart = Chart((), caution_from=1.0, breaks_down_from=1.3)
        self._marked: float | None = None
        self.setAccessibleName(say("lab.chart.name"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    @property
    def painter(self) -> ChartPainter:
        """What paints it, also into files."""
        return self._painter

    def show_chart(self, chart: Chart) -> None:
        """Show a chart."""
        self._chart = chart
        if self._marked not in chart.temperatures:
            self._marked = None
        self.setAccessibleDescription(summary(chart, self._say))
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._painter.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text."""
        return QSize(with_text(_SIZE.width(), self.font()), with_text(_SIZE.height(), self.font()))

    def minimumSizeHint(self) -> QSize:
        """Keep enough room to be read."""
        return QSize(with_text(_LEAST.width(), self.font()), with_text(_LEAST.height(), self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        del event
        painter = QPainter(self)
        self._painter.paint(painter, self._chart, QSizeF(self.size()), self.font(), marked=self._marked)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the temperature that is nearest to the pointer."""
        self._mark(self._nearest(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which temperature was clicked."""
        nearest = self._nearest(event.position().x())
        if nearest is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(nearest)

    def leaveEvent(self, event: QEvent) -> None:
        """Mark nothing any more."""
        del event
        if not self.hasFocus():
            self._mark(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark nothing any more."""
        super().focusOutEvent(event)
        self._mark(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another temperature, or choose the one that is marked."""
        temperatures = self._chart.temperatures
        key = event.key()
        if not temperatures:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._marked is not None:
            self.chosen.emit(self._marked)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Show the figures under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            nearest = self._nearest(event.pos().x())
            if nearest is not None:
                words = at_temperature(self._chart, nearest, self._say)
                QToolTip.showText(event.globalPos(), tooltip(*words.splitlines()), self)
            return True
        return super().event(event)

    def _step(self, by: int) -> None:
        temperatures = self._chart.temperatures
        if self._marked is None:
            place = 0 if by > 0 else len(temperatures) - 1
        else:
            place = min(max(temperatures.index(self._marked) + by, 0), len(temperatures) - 1)
        self._mark(temperatures[place])
        words = at_temperature(self._chart, temperatures[place], self._say)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        frame = self._painter.frame(self._chart, QSizeF(self.size()), self.font())
        at = QPoint(round(frame.x(temperatures[place])), round(frame.bottom))
        QToolTip.showText(self.mapToGlobal(at), tooltip(*words.splitlines()), self)

    def _mark(self, temperature: float | None) -> None:
        if temperature != self._marked:
            self._marked = temperature
            self.update()

    def _nearest(self, x: float) -> float | None:
        return self._painter.frame(self._chart, QSizeF(self.size()), self.font()).nearest(x, self._chart)
