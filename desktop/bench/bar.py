"""A horizontal bar whose length is a figure, with a mark where the target is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import Theme, with_text

_HEIGHT = 10
_SHORTEST = 80
_LEAST = 2.0
_MARK = 2.0


class Bar(QWidget):
    """Shows `part` of the whole width, 0 to 1; ours in the accent colour."""

    def __init__(self, part: float, *, ours: bool, theme: Theme) -> None:
        super().__init__()
        self._part = min(max(part, 0.0), 1.0)
        self._mark: float | None = None
        self._ours = ours
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_mark(self, place: float) -> None:
        """Mark the target, at a part of the width."""
        self._mark = place
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a bar as high as the text is large."""
        return QSize(with_text(2 * _SHORTEST, self.font()), with_text(_HEIGHT, self.font()))

    def minimumSizeHint(self) -> QSize:
        """Be wide enough that two bars can be told apart."""
        return QSize(_SHORTEST, with_text(_HEIGHT, self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the bar and the mark."""
        del event
        height = with_text(_HEIGHT, self.font())
        track = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hover"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        painter.setBrush(self._theme.colour("accent" if self._ours else "faint"))
        filled = QRectF(track)
        filled.setWidth(max(_LEAST, self._part * track.width()))
        painter.setClipRect(filled)
        filled.setWidth(max(height, filled.width()))  # a short one shows the beginning of a round end
        painter.drawRoundedRect(filled, height / 2, height / 2)
        painter.setClipping(False)
        if self._mark is not None:
            place = self._mark * track.width()
            painter.setBrush(self._theme.colour("text"))
            painter.drawRect(QRectF(place - _MARK / 2, track.top() - 2, _MARK, height + 4))
        painter.end()
