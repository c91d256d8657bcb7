"""How a row of the list of conversations looks, and the field in which its title is changed."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.sidebar.list_model import AnyIndex, RowRole
from desktop.sidebar.periods import Period
from desktop.theme import SMALL, Theme, icon, tooltip
from models.texts import Phrasebook

_INSET = 8  # from the edge of the list to the coloured row
_PADDING = 12  # from there to the title
_RADIUS = 8
_LEAST_HEIGHT = 36
_MENU = 20  # the dots that open the menu
_GAP = 8
_DOT = 8  # the mark of the conversation that is being answered


def menu_rect(row: QRect) -> QRect:
    """Return where in a row the dots are that open its menu."""
    edge = row.right() - _INSET - _GAP - _MENU + 1
    return QRect(edge, row.center().y() - _MENU // 2 + 1, _MENU, _MENU)


class RowDelegate(QStyledItemDelegate):
    """Draws headings and conversations."""

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return one height for all rows, so that ten thousand of them need no measuring."""
        del index
        return QSize(0, max(_LEAST_HEIGHT, option.fontMetrics.lineSpacing() + 2 * _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(index.data(RowRole.ROW), Period):
            self._paint_heading(painter, option, index.data())
        else:
            self._paint_conversation(painter, option, index)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Make the field in which a title is changed."""
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName(self._say("sidebar.rename.field"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: N802
        """Put the field where the coloured row is."""
        del index
        editor.setGeometry(option.rect.adjusted(_INSET, 1, -_INSET, -1))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """Show the whole title of a row that has no room for it."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        title = index.data()
        shown = self._shown_title(option, index)
        QToolTip.showText(event.globalPos(), tooltip(title) if shown != title else "", view)
        return True

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = QFont(option.font)
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colour("muted"))
        rect = option.rect.adjusted(_INSET + _PADDING, 0, -_INSET, -_GAP // 2)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_conversation(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = option.rect.adjusted(_INSET, 1, -_INSET, -1)
        background = self._background(option)
        if background:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(background))
            painter.drawRoundedRect(row, _RADIUS, _RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
        untitled = not index.data(RowRole.ROW).title
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("muted" if untitled else "text"))
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(_title_rect(option, index), alignment, self._shown_title(option, index))
        if index.data(RowRole.BUSY):
            self._paint_dot(painter, option)
        if _shows_menu(option):
            place = menu_rect(option.rect)
            icon("more", self._theme.colour("muted")).paint(painter, place)

    def _paint_dot(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        place = menu_rect(option.rect)
        middle = place.center() - QPoint(_MENU + _GAP // 2, 0) if _shows_menu(option) else place.center()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(QRect(middle.x() - _DOT // 2, middle.y() - _DOT // 2, _DOT, _DOT))

    def _background(self, option: QStyleOptionViewItem) -> str:
        if option.state & QStyle.StateFlag.State_Selected:
            return "selected"
        return "hover" if option.state & QStyle.StateFlag.State_MouseOver else ""

    def _shown_title(self, option: QStyleOptionViewItem, index: AnyIndex) -> str:
        width = _title_rect(option, index).width()
        return option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, width)


def _shows_menu(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))


def _title_rect(option: QStyleOptionViewItem, index: AnyIndex) -> QRect:
    """Return the room for the title: all of the row, less the dots and the mark where they are shown."""
    rect = option.rect.adjusted(_INSET + _PADDING, 0, -_INSET - _PADDING, 0)
    marks = int(_shows_menu(option)) + int(bool(index.data(RowRole.BUSY)))
    return rect.adjusted(0, 0, -(_MENU + _GAP // 2) * marks + (_GAP // 2 if marks else 0), 0)
