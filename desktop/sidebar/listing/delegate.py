"""How a row of the list of conversations looks, and the field in which a title is changed."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.sidebar.listing.groups import Heading
from desktop.sidebar.listing.model import AnyIndex, RowRole
from desktop.theme import SMALL, Theme, icon, tooltip
from models.texts import Phrasebook

_INSET = 8  # from the edge of the list to the coloured row
_PADDING = 14  # from there to the title
_INDENT = 22  # of titles in a folder: below the folder's name
_RADIUS = 8
_LEAST_HEIGHT = 36
_MENU = 20  # the dots that open the menu
_GAP = 8
_DOT = 8  # the mark of the conversation that is being answered
_CHEVRON = 12
_FOLDER = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def menu_rect(row: QRect) -> QRect:
    """Return where in a row the dots are that open its menu."""
    edge = row.right() - _INSET - _GAP - _MENU + 1
    return QRect(edge, row.center().y() - _MENU // 2 + 1, _MENU, _MENU)


class RowDelegate(QStyledItemDelegate):
    """Draws headings and conversations.

    `target` is the key of the heading that something is about to be dropped on, "" for none; with `many` the selected
    conversations get a tick.
    """

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme
        self.target = ""
        self.many = False

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
        row = index.data(RowRole.ROW)
        self._paint_background(painter, option, index)
        if isinstance(row, Heading):
            self._paint_heading(painter, option, row, index.data())
        elif row is not None:
            self._paint_conversation(painter, option, index)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Make the field in which a title or a folder's name is changed."""
        del option
        editor = QLineEdit(parent)
        folder = isinstance(index.data(RowRole.ROW), Heading)
        editor.setAccessibleName(self._say("sidebar.folder.field" if folder else "sidebar.rename.field"))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:  # noqa: N802
        """Show the title in the field, unless the user has typed something there: the row may change meanwhile."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

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
        shown = title if isinstance(index.data(RowRole.ROW), Heading) else self._shown_title(option, index)
        QToolTip.showText(event.globalPos(), tooltip(title) if shown != title else "", view)
        return True

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = option.rect.adjusted(_INSET, 1, -_INSET, -1)
        background = self._background(option, index)
        if background:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(background))
            painter.drawRoundedRect(row, _RADIUS, _RADIUS)
        is_target = isinstance(index.data(RowRole.ROW), Heading) and index.data(RowRole.ROW).key == self.target
        if option.state & QStyle.StateFlag.State_HasFocus or is_target:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)

    def _background(self, option: QStyleOptionViewItem, index: AnyIndex) -> str:
        if option.state & QStyle.StateFlag.State_Selected:
            return "selected"
        return "hover" if option.state & QStyle.StateFlag.State_MouseOver or index.data(RowRole.OPEN) else ""

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Heading, name: str) -> None:
        muted = self._theme.colour("muted")
        left = option.rect.left() + _INSET
        middle = option.rect.center().y() + 1
        chevron = "chevron-right" if row.folded else "chevron-down"
        icon(chevron, muted).paint(painter, QRect(left + 1, middle - _CHEVRON // 2, _CHEVRON, _CHEVRON))
        small = _small(option.font)
        room = option.rect.adjusted(_INSET + _PADDING, 0, -_INSET - _GAP, 0)
        if row.folder is not None and _shows_menu(option):
            icon("more", muted).paint(painter, menu_rect(option.rect))
            room.setRight(menu_rect(option.rect).left() - _GAP)
        elif row.folded:
            painter.setFont(small)
            painter.setPen(muted)
            painter.drawText(room, _RIGHT, str(row.count))
            room.setRight(room.right() - QFontMetrics(small).horizontalAdvance(str(row.count)) - _GAP)
        if row.folder is not None:
            place = QRect(room.left(), middle - _FOLDER // 2, _FOLDER, _FOLDER)
            icon("folder", muted).paint(painter, place)
            room.setLeft(place.right() + 7)
            self._write(painter, room, name, option.font, self._theme.colour("text"))
        else:
            small.setWeight(QFont.Weight.DemiBold)
            self._write(painter, room, name, small, muted)

    def _paint_conversation(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colour = self._theme.colour("muted" if index.data(RowRole.UNTITLED) else "text")
        self._write(painter, _title_rect(option, index), index.data(), option.font, colour)
        if index.data(RowRole.BUSY):
            self._paint_dot(painter, option)
        if self.many and option.state & QStyle.StateFlag.State_Selected:
            icon("check", self._theme.colour("accent")).paint(painter, menu_rect(option.rect))
        elif _shows_menu(option):
            icon("more", self._theme.colour("muted")).paint(painter, menu_rect(option.rect))

    def _paint_dot(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        place = menu_rect(option.rect)
        middle = place.center() - QPoint(_MENU + _GAP // 2, 0) if _has_button(option) else place.center()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(QRect(middle.x() - _DOT // 2, middle.y() - _DOT // 2, _DOT, _DOT))

    def _write(self, painter: QPainter, room: QRect, text: str, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, shown)

    def _shown_title(self, option: QStyleOptionViewItem, index: AnyIndex) -> str:
        width = _title_rect(option, index).width()
        return option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, width)


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
    return result


def _shows_menu(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))


def _has_button(option: QStyleOptionViewItem) -> bool:
    """Return whether there may be dots or a tick at the end of a row."""
    return _shows_menu(option) or bool(option.state & QStyle.StateFlag.State_Selected)


def _title_rect(option: QStyleOptionViewItem, index: AnyIndex) -> QRect:
    """Return the room for the title: all of the row, less the dots and the mark where they are shown."""
    indent = _INDENT if index.data(RowRole.NESTED) else 0
    rect = option.rect.adjusted(_INSET + _PADDING + indent, 0, -_INSET - _GAP, 0)
    marks = int(_has_button(option)) + int(bool(index.data(RowRole.BUSY)))
    return rect.adjusted(0, 0, -(_MENU + _GAP // 2) * marks, 0)
