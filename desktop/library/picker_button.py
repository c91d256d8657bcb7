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


class PickerButton(QPushButton):
    """Shows a model's name, cut where there is no room, its quantization, and that a list opens."""

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
        return QSize(self._around() + self.fontMetrics().horizontalAdvance(self._name) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for the beginning of the name."""
        return QSize(self._around() + _LEAST_NAME, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and on it what QPushButton cannot: texts in two colours, an icon at each end."""
        super().paintEvent(event)
        painter = QPainter(self)
        muted = self._theme.colour("muted")
        middle = self.rect().center().y()
        x = _MARGIN
        icon("model", muted).paint(painter, QRect(x, middle - ICON_SIZE // 2 + 1, ICON_SIZE, ICON_SIZE))
        x += ICON_SIZE + _GAP
        room = self.width() - self._around()
        name = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRect(x, 0, room, self.height()), alignment, name)
        x += self.fontMetrics().horizontalAdvance(name) + _GAP
        painter.setFont(self._small_font())
        painter.setPen(muted)
        painter.drawText(QRect(x, 1, self._quantization_width(), self.height()), alignment, self._quantization)
        chevron = self.width() - _MARGIN - _CHEVRON
        icon("chevron-down", muted).paint(painter, QRect(chevron, middle - _CHEVRON // 2 + 1, _CHEVRON, _CHEVRON))
        painter.end()

    def _around(self) -> int:
        """Return the width of everything but the name."""
        quantization = self._quantization_width() + _GAP if self._quantization else 0
        return _MARGIN + ICON_SIZE + _GAP + quantization + _GAP + _CHEVRON + _MARGIN

    def _quantization_width(self) -> int:
        return QFontMetrics(self._small_font()).horizontalAdvance(self._quantization) + 1

    def _height(self) -> int:
        return max(_HEIGHT, self.fontMetrics().lineSpacing() + 2 * (_GAP - 2))

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        return font
