"""How a model file looks in the list of the model picker: its name, a line of facts, a tick on the loaded one."""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.library.entry_model import AnyIndex, EntryRole
from desktop.theme import ICON_SIZE, SMALL, Theme, icon

_PADDING = 12
_ABOVE = 8
_BETWEEN = 2
_RADIUS = 6
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_LONGEST = 4000  # pixels; a limit for measuring, not for showing


class EntryDelegate(QStyledItemDelegate):
    """Draws the rows of `view`. The sentence of a file that cannot be used wraps over as many lines as it needs."""

    def __init__(self, view: QListView, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._theme = theme

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of name and details at the width of the view."""
        details = self._details_size(option, index).height()
        return QSize(0, _ABOVE + option.fontMetrics.height() + _BETWEEN + details + _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable = bool(option.state & QStyle.StateFlag.State_Enabled)
        marked = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        if usable and marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected"))
            painter.drawRoundedRect(option.rect, _RADIUS, _RADIUS)
        room = option.rect.adjusted(_PADDING, _ABOVE, -_PADDING, -_ABOVE)
        if index.data(EntryRole.LOADED):
            self._paint_tick(painter, room)
        name_room = QRect(room.topLeft(), QSize(self._text_width(), option.fontMetrics.height()))
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("text" if usable else "muted"))
        name = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, name_room.width())
        painter.drawText(name_room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        details_room = QRect(name_room.bottomLeft() + QPoint(0, _BETWEEN + 1), self._details_size(option, index))
        painter.setFont(_small(option.font))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(details_room, _WRAPPED, index.data(EntryRole.DETAILS))
        painter.restore()

    def _paint_tick(self, painter: QPainter, room: QRect) -> None:
        place = QRect(room.right() - ICON_SIZE + 1, room.center().y() - ICON_SIZE // 2, ICON_SIZE, ICON_SIZE)
        icon("check", self._theme.colour("accent")).paint(painter, place)

    def _text_width(self) -> int:
        return self._view.viewport().width() - 2 * _PADDING - ICON_SIZE - _ABOVE

    def _details_size(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        metrics = QFontMetrics(_small(option.font))
        room = QRect(0, 0, self._text_width(), _LONGEST)
        height = metrics.boundingRect(room, _WRAPPED, index.data(EntryRole.DETAILS)).height()
        return QSize(self._text_width(), height)


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
    return result
