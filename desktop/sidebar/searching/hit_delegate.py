"""How a place that was found looks: the title, when it was, and two lines with the words marked."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.sidebar.searching.hit_model import AnyIndex, HitRole
from desktop.sidebar.searching.marked_text import draw_marked, line_pitch
from desktop.theme import SMALL, Theme, icon
from models.history import Hit

_INSET = 8  # from the edge of the list to the coloured row
_PADDING = 12  # from there to the texts
_ABOVE = 8
_BETWEEN = 2
_RADIUS = 8
_LINES = 2
_WHEN_GAP = 8
_ARCHIVED = 14  # the icon of what is in the archive


class HitDelegate(QStyledItemDelegate):
    """Draws the rows of the list of places."""

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return one height for all rows."""
        del index
        return QSize(0, 2 * _ABOVE + line_pitch(option.font) + _BETWEEN + _LINES * line_pitch(_small(option.font)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        hit = index.data(HitRole.HIT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option)
        if isinstance(hit, Hit):
            room = option.rect.adjusted(_INSET + _PADDING, _ABOVE, -_INSET - _PADDING, -_ABOVE)
            self._paint_head(painter, room, hit, index, option.font)
            room.setTop(room.top() + line_pitch(option.font) + _BETWEEN)
            painter.setPen(self._theme.colour("muted"))
            small = _small(option.font)
            draw_marked(
                painter, room, index.data(HitRole.SNIPPET), hit.marks, font=small, look=self._look(), lines=_LINES
            )
        painter.restore()

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(option.rect.adjusted(_INSET, 1, -_INSET, -1), _RADIUS, _RADIUS)

    def _paint_head(self, painter: QPainter, room: QRect, hit: Hit, index: AnyIndex, font: QFont) -> None:
        small = _small(font)
        when = index.data(HitRole.WHEN)
        line = QRect(room.left(), room.top(), room.width(), line_pitch(font))
        painter.setFont(small)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        line.setRight(line.right() - QFontMetrics(small).horizontalAdvance(when) - _WHEN_GAP)
        if hit.archived:
            place = QRect(line.right() - _ARCHIVED + 4, line.center().y() - _ARCHIVED // 2 + 1, _ARCHIVED, _ARCHIVED)
            icon("archive", self._theme.colour("muted")).paint(painter, place)
            line.setRight(place.left() - _WHEN_GAP)
        painter.setPen(self._theme.colour("text" if hit.title else "muted"))
        draw_marked(painter, line, index.data(), hit.title_marks, font=font, look=self._look(), lines=1)

    def _look(self) -> QTextCharFormat:
        """Return how the words that were searched for stand out."""
        look = QTextCharFormat()
        look.setForeground(self._theme.colour("text"))
        look.setBackground(self._theme.colour("selection"))
        return look


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
    return result
