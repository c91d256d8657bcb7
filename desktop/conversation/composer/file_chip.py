"""One file of the question in the making, as a chip: its name, how long it is, and a cross that removes it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from desktop.conversation.composer.draft_file import DraftFile
from desktop.theme import SMALL, Theme, ToolButton, icon, tooltip
from models.texts import Phrasebook

_RADIUS = 8
_ICON = 16
_GAP = 6
_SIDE = 8
_WIDEST_NAME = 180
_ABOVE = 6


class FileChip(QWidget):
    """Shows a `DraftFile`. A click or Enter opens it, Delete or Backspace removes it, the menu offers its text."""

    opened = Signal(int)
    removed = Signal(int)
    text_wanted = Signal(int)
    step = Signal(int, int)  # this chip, -1 to the one before or 1 to the next

    def __init__(self, file: DraftFile, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self.file = file
        self._face = _Face(theme)
        self._cross = ToolButton("close", name=say("composer.file.remove", name=file.name), theme=theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, _GAP, 0)
        row.setSpacing(0)
        row.addWidget(self._face)
        row.addWidget(self._cross)
        self.setFocusProxy(self._face)
        self._face.clicked.connect(lambda: self.opened.emit(self.file.number))
        self._face.key_pressed.connect(self._on_key)
        self._face.focus_changed.connect(self.update)
        self._cross.clicked.connect(lambda: self.removed.emit(self.file.number))
        self.show_file(file)

    def show_file(self, file: DraftFile) -> None:
        """Show another state of the file."""
        self.file = file
        detail = file.detail(self._say)
        self._face.show_texts(file.name, detail)
        self._face.setAccessibleName(self._say("composer.file.name", name=file.name))
        self._face.setAccessibleDescription(detail)
        self._face.setToolTip(tooltip(file.name, detail, self._say("composer.file.help")))
        self.adjustSize()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._face.apply_theme(theme)
        self._cross.apply_theme(theme)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the file."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = self.file.number
        menu.addAction(self._say("composer.file.open"), lambda: self.opened.emit(number))
        menu.addAction(self._say("composer.file.as_text"), lambda: self.text_wanted.emit(number))
        menu.addAction(self._say("composer.file.remove.short"), lambda: self.removed.emit(number))
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, with the focus ring while the chip has the focus."""
        del event
        focused = self._face.hasFocus()
        width = 2.0 if focused else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent" if focused else "border"), width))
        painter.setBrush(self._theme.colour("hover" if self._face.underMouse() else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        painter.end()

    def _on_key(self, key: int) -> None:
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.file.number)
        else:
            self.step.emit(self.file.number, -1 if key == Qt.Key.Key_Left else 1)


class _Face(QAbstractButton):
    """Icon, name and length."""

    key_pressed = Signal(int)
    focus_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._detail = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_texts(self, name: str, detail: str) -> None:
        self.setText(name)
        self._detail = detail
        self.updateGeometry()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        texts = self.fontMetrics().horizontalAdvance(self._shown()) + QFontMetrics(self._small()).horizontalAdvance(
            self._detail
        )
        return QSize(_SIDE + _ICON + 2 * _GAP + texts + _GAP, self.fontMetrics().height() + 2 * _ABOVE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.key_pressed.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.focus_changed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.focus_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        top = (self.height() - _ICON) // 2
        icon("file", self._theme.colour("muted")).paint(painter, _SIDE, top, _ICON, _ICON)
        painter.setPen(self._theme.colour("text"))
        left = _SIDE + _ICON + _GAP
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        name = self._shown()
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, name)
        left += self.fontMetrics().horizontalAdvance(name) + _GAP
        painter.setPen(self._theme.colour("muted"))
        painter.setFont(self._small())
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), middle, self._detail)
        painter.end()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, _WIDEST_NAME)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        return font
