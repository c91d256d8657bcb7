"""The pages of a PDF: their size, what stands at their edges, and where on them there is room."""

from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSaveFile, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop.conversation.transcript.look import Look, metrics
from desktop.conversation.transcript.view import Say

COLUMN: Final = 680.0
"""The width of the text, in the pixels of the transcript's layouts."""

_RESOLUTION: Final = 1200
_PAGE_MM: Final = 210.0
_MARGIN_MM: Final = 20.0
_SCALE: Final = COLUMN / (_PAGE_MM - 2 * _MARGIN_MM)  # pixels in a millimetre
_TOP: Final = 20.0 * _SCALE
_BOTTOM: Final = 22.0 * _SCALE
_HEADER_GAP: Final = 10.0
_TITLE_SIZE: Final = 1.6
_AFTER_TITLE: Final = 28.0


class Paper:
    """Paints on pages one after the other. `y` is where the next thing goes, `bottom` where the page ends."""

    def __init__(self, file: QSaveFile, *, title: str, when: str, look: Look, say: Say) -> None:
        self._title = title
        self._look = look
        self._say = say
        self._writer = QPdfWriter(file)
        self._writer.setResolution(_RESOLUTION)
        size = QPageSize(QPageSize.PageSizeId.A4)
        self._writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        self._writer.setTitle(title)
        self._writer.setCreator("Tempera")
        self.painter = QPainter(self._writer)
        factor = self._writer.width() / (_PAGE_MM * _SCALE)
        self.painter.scale(factor, factor)
        self.left = _MARGIN_MM * _SCALE
        self.bottom = self._writer.height() / factor - _BOTTOM
        self._number = 1
        self.y = _TOP
        self._paint_title(when)
        self._paint_number()

    @property
    def full_page(self) -> float:
        """The room on a page with nothing on it yet."""
        return self.bottom - _TOP

    @property
    def room(self) -> float:
        """The room that is left on this page."""
        return self.bottom - self.y

    def turn(self) -> None:
        """Begin another page."""
        self._writer.newPage()
        self._number += 1
        self.y = _TOP
        self._paint_running_title()
        self._paint_number()

    def end(self) -> None:
        """Finish the last page."""
        self.painter.end()

    def _paint_title(self, when: str) -> None:
        font = QFont(self._look.body)
        font.setPixelSize(round(font.pixelSize() * _TITLE_SIZE))
        font.setWeight(QFont.Weight.DemiBold)
        self.painter.setFont(font)
        self.painter.setPen(self._look.theme.colour("text"))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        title = self._title or self._say("sidebar.untitled")
        room = QRectF(self.left, self.y, COLUMN, self.full_page / 3)
        self.painter.save()
        self.painter.setClipRect(room)
        self.painter.drawText(room, flags, title)
        self.painter.restore()
        height = min(metrics(font).boundingRect(room, flags, title).height(), room.height())
        self.y += height + metrics(self._look.small).ascent() + _HEADER_GAP
        self.painter.setFont(self._look.small)
        self.painter.setPen(self._look.theme.colour("muted"))
        self.painter.drawText(QPointF(self.left, self.y), when)
        self._paint_rule(self.y + _HEADER_GAP)
        self.y += _HEADER_GAP + _AFTER_TITLE

    def _paint_running_title(self) -> None:
        font = self._look.small
        self.painter.setFont(font)
        self.painter.setPen(self._look.theme.colour("muted"))
        shown = metrics(font).elidedText(self._title, Qt.TextElideMode.ElideRight, COLUMN)
        self.painter.drawText(QPointF(self.left, _TOP - 2 * _HEADER_GAP - 6.0), shown)
        self._paint_rule(_TOP - 2 * _HEADER_GAP)

    def _paint_rule(self, y: float) -> None:
        self.painter.fillRect(QRectF(self.left, y, COLUMN, 1.0), self._look.theme.colour("border"))

    def _paint_number(self) -> None:
        self.painter.setFont(self._look.small)
        self.painter.setPen(self._look.theme.colour("muted"))
        foot = QRectF(self.left, self.bottom + 2 * _HEADER_GAP, COLUMN, metrics(self._look.small).height())
        self.painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, str(self._number))
