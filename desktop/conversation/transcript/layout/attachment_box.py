"""The files that were sent with a question, as chips above it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import paint_focus
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from desktop.conversation.transcript.view import AttachmentView
from desktop.theme import icon

_HEIGHT: Final = 32.0
_ICON: Final = 16.0
_SIDE: Final = 10.0
_GAP: Final = 6.0
_WIDEST_NAME: Final = 260.0
_RADIUS: Final = 8.0


class AttachmentBox(Box):
    """Chips in rows at the right edge; each is a control that opens its file."""

    def __init__(self, around: Surroundings, width: float, files: tuple[AttachmentView, ...]) -> None:
        self._look = around.look
        self._files = files
        self._names = [self._elided(file.name, width) for file in files]
        self._rects = self._place(width)
        super().__init__(width, self._rects[-1].bottom() if self._rects else 0.0)

    def _elided(self, name: str, width: float) -> str:
        room = min(self._look.scaled(_WIDEST_NAME), width / 2)
        return metrics(self._look.body).elidedText(name, Qt.TextElideMode.ElideMiddle, room)

    def _place(self, width: float) -> list[QRectF]:
        rows: list[list[QRectF]] = [[]]
        height = self._look.scaled(_HEIGHT)
        x = 0.0
        for number in range(len(self._files)):
            length = min(self._length(number), width)
            if rows[-1] and x + length > width:
                rows.append([])
                x = 0.0
            rows[-1].append(QRectF(x, (len(rows) - 1) * (height + _GAP), length, height))
            x += length + _GAP
        return [rect.translated(width - row[-1].right(), 0.0) for row in rows for rect in row]

    def _length(self, number: int) -> float:
        name = metrics(self._look.body).horizontalAdvance(self._names[number])
        detail = metrics(self._look.small).horizontalAdvance(self._files[number].detail)
        return 2 * _SIDE + self._look.scaled(_ICON) + _GAP + name + _GAP + detail

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw the chips that `clip` touches."""
        for number, rect in enumerate(self._rects):
            if rect.intersects(clip):
                self._paint_chip(painter, rect, number, ink.state(_control(number)))

    def _paint_chip(self, painter: QPainter, rect: QRectF, number: int, state: State) -> None:
        look = self._look
        lively = state & (State.HOVERED | State.PRESSED)
        painter.setPen(QPen(look.theme.colour("border"), 1.0))
        painter.setBrush(look.theme.colour("hover" if lively else "raised"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if State.FOCUSED in state:
            paint_focus(painter, rect, look)
        side = look.scaled(_ICON)
        picture = QRectF(rect.left() + _SIDE, rect.center().y() - side / 2, side, side)
        icon("file", look.theme.colour("muted")).paint(painter, picture.toAlignedRect())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        text = rect.adjusted(_SIDE + side + _GAP, 0.0, -_SIDE, 0.0)
        painter.setFont(look.body)
        painter.setPen(look.theme.colour("text"))
        painter.drawText(text, middle, self._names[number])
        text.setLeft(text.left() + metrics(look.body).horizontalAdvance(self._names[number]) + _GAP)
        painter.setFont(look.small)
        painter.setPen(look.theme.colour("muted"))
        painter.drawText(text, middle, self._files[number].detail)

    def control_at(self, point: QPointF) -> Control | None:
        """Return the chip under `point`."""
        return next((_control(number) for number, rect in enumerate(self._rects) if rect.contains(point)), None)

    def control_rect(self, control: Control) -> QRectF:
        """Return where a chip is."""
        return self._rects[control.number]


def _control(number: int) -> Control:
    return Control(ControlKind.ATTACHMENT, number=number)
