"""Conversations on the way by mouse: what is carried, and what becomes of it where it is dropped."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.sidebar.listing.groups import PINNED, Heading
from desktop.sidebar.requests import Requests
from desktop.theme import Theme
from models.history import ConversationSummary
from models.texts import Phrasebook

_FORMAT = "application/x-tempera-conversations"
_PADDING = 12
_HEIGHT = 32
_RADIUS = 8
_WIDEST = 200
_BESIDE = QPoint(-12, 4)  # of the pointer: it must not cover where it is dropped


def carry(conversations: Sequence[ConversationSummary], *, source: QWidget, say: Phrasebook, theme: Theme) -> None:
    """Let the user drag conversations; returns when they are dropped."""
    drag = QDrag(source)
    drag.setMimeData(mime_data(tuple(one.id for one in conversations)))
    title = conversations[0].title or say("sidebar.untitled")
    label = title if len(conversations) == 1 else say("sidebar.selected", count=len(conversations))
    drag.setPixmap(_picture(label, source, theme))
    drag.setHotSpot(_BESIDE)
    drag.exec(Qt.DropAction.MoveAction)


def mime_data(conversations: tuple[int, ...]) -> QMimeData:
    """Return what a drag of conversations carries."""
    data = QMimeData()
    data.setData(_FORMAT, QByteArray(",".join(map(str, conversations)).encode("ascii")))
    return data


def conversations_in(data: QMimeData) -> tuple[int, ...]:
    """Return the ids of the conversations that are carried, none for anything else."""
    words = bytes(data.data(_FORMAT).data()).split(b",") if data.hasFormat(_FORMAT) else []
    return tuple(int(word) for word in words if word.isdigit())


def drop_on(heading: Heading, conversations: tuple[int, ...], requests: Requests) -> None:
    """Ask for what dropping conversations on a group means: pin them, put them into a folder, or out of any."""
    if heading.key == PINNED:
        requests.pin.emit(conversations, True)  # noqa: FBT003 - a signal's argument
    else:
        requests.move.emit(conversations, heading.folder.id if heading.folder is not None else None)


def _picture(text: str, source: QWidget, theme: Theme) -> QPixmap:
    metrics = QFontMetrics(source.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
    width, ratio = metrics.horizontalAdvance(shown) + 2 * _PADDING, source.devicePixelRatioF()
    picture = QPixmap(round(width * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("border"))
    painter.setBrush(theme.colour("raised"))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1.0, _HEIGHT - 1.0), _RADIUS, _RADIUS)
    painter.setFont(source.font())
    painter.setPen(theme.colour("text"))
    painter.drawText(0, 0, width, _HEIGHT, Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return picture
