"""The head of a code block: what language it is, and the controls at its right end."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.layout.box import Ink, State
from desktop.conversation.transcript.layout.button import BUTTON, paint_button
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics

_HEIGHT: Final = 34.0
_LEFT: Final = 12.0
_RIGHT: Final = 4.0
_GAP: Final = 2.0
_ICONS: Final = {ControlKind.WRAP_CODE: "wrap", ControlKind.SAVE_CODE: "download", ControlKind.COPY_CODE: "copy"}


class CodeHead:
    """Draws the head of the block number `index` of a section, `width` wide."""

    def __init__(self, around: Surroundings, width: float, section: Section, index: int) -> None:
        self._around = around
        self._look = around.look
        self.height = self._look.scaled(_HEIGHT)
        side = self._look.scaled(BUTTON)
        self.rects: dict[Control, QRectF] = {}
        left = width - _RIGHT - len(_ICONS) * side - (len(_ICONS) - 1) * _GAP
        for kind in _ICONS:
            self.rects[Control(kind, section, index)] = QRectF(left, (self.height - side) / 2, side, side)
            left += side + _GAP

    def paint(self, painter: QPainter, ink: Ink, language: str, *, wrapped: bool) -> None:
        """Draw the language and the controls."""
        label = language or self._around.say("transcript.code")
        right = min(rect.left() for rect in self.rects.values())
        space = QRectF(_LEFT, 0.0, right - 2 * _LEFT, self.height)
        font = self._look.small
        painter.setFont(font)
        painter.setPen(self._look.theme.colour("muted"))
        shown = metrics(font).elidedText(label, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        for control, rect in self.rects.items():
            state = ink.state(control)
            if wrapped and control.kind is ControlKind.WRAP_CODE:
                state |= State.ON
            paint_button(painter, rect, _ICONS[control.kind], self._look, state)
