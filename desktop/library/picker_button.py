"""The button that names the loaded model."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.theme import ICON_SIZE, SMALL, Role, Theme, icon, set_role

_MARGIN = 8
_GAP = 8
_CHEVRON = 16
_LEAST_NAME = 64
_HEIGHT = 32
_AROUND = _MARGIN + ICON_SIZE + _GAP + _GAP + _CHEVRON + _MARGIN  # the width of everything but the texts


class PickerButton(QPushButton):
    """Shows a model's name, its quantization, and that a list opens. Where the room is scarce the name goes first."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._quantization = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self, Role.QUIET)

    def show_model(self, name: str, quantization: str) -> None:
        """Show a model's name and its quantization, "" where there is none to show."""
        self._name = " ".join(name.split())
        self._quantization = quantization
        self.updateGeometry()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for everything."""
        return self._size_for(self.fontMetrics().horizontalAdvance(self._name) + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the beginning of the name beside the rest."""
        return self._size_for(_LEAST_NAME)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and on it what QPushButton cannot: texts in two colours, an icon at each end."""
        super().paintEvent(event)
        painter = QPainter(self)
        muted = self._theme.colour("muted")
        middle = self.rect().center().y()
        x = _MARGIN
        icon("model", muted).paint(painter, QRect(x, middle - ICON_SIZE // 2 + 1, ICON_SIZE, ICON_SIZE))
        x += ICON_SIZE + _GAP
        room = self.width() - _AROUND
        name = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRect(x, 0, room, self.height()), alignment, name)
        used = self.fontMetrics().horizontalAdvance(name) + _GAP
        if room - used >= min(self._quantization_width(), _LEAST_NAME):
            painter.setFont(self._small_font())
            painter.setPen(muted)
            rest = painter.fontMetrics().elidedText(self._quantization, Qt.TextElideMode.ElideRight, room - used)
            painter.drawText(QRect(x + used, 1, room - used, self.height()), alignment, rest)
        chevron = self.width() - _MARGIN - _CHEVRON
        icon("chevron-down", muted).paint(painter, QRect(chevron, middle - _CHEVRON // 2 + 1, _CHEVRON, _CHEVRON))
        painter.end()

    def _size_for(self, name: int) -> QSize:
        quantization = _GAP + self._quantization_width() if self._quantization else 0
        return QSize(_AROUND + name + quantization, self._height())

    def _quantization_width(self) -> int:
        return QFontMetrics(self._small_font()).horizontalAdvance(self._quantization) + 1

    def _height(self) -> int:
        return max(_HEIGHT, self.fontMetrics().lineSpacing() + 2 * (_GAP - 2))

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        return font
