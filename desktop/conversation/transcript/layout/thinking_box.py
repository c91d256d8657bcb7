"""The head of a model's thinking: how long it took, and while it goes on, its last line."""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import paint_back
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from desktop.theme import icon

THINKING_CONTROL: Final = Control(ControlKind.THINKING, Section.THINKING)
_HEIGHT: Final = 28.0
_ICON: Final = 16.0
_GAP: Final = 6.0


@dataclass(frozen=True)
class ThinkingState:
    """What the head says. `seconds` is None where it is not known; `last_line` is "" once the thinking is over."""

    running: bool
    unfolded: bool
    seconds: float | None
    last_line: str


def thinking_label(around: Surroundings, state: ThinkingState) -> str:
    """Return the head's text."""
    if state.running:
        if state.seconds is None or state.seconds < 1.0:
            return around.say("transcript.thinking")
        return around.say("transcript.thinking_for", seconds=int(state.seconds))
    if state.seconds is None:
        return around.say("transcript.thoughts")
    return around.say("transcript.thought_for", seconds=max(1, round(state.seconds)))


class ThinkingBox(Box):
    """A line that folds and unfolds the thinking under it."""

    def __init__(self, around: Surroundings, width: float, state: ThinkingState) -> None:
        self._around = around
        self._look = around.look
        self._state = state
        self._label = thinking_label(around, state)
        self._shows_line = state.running and not state.unfolded
        self._row = self._look.scaled(_HEIGHT)
        # The second row is there before its first word: what is below must not jump.
        super().__init__(width, self._row + (self._line_height() if self._shows_line else 0.0))

    def _line_height(self) -> float:
        return math.ceil(metrics(self._look.small).height()) + 4.0

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is one or two lines
        """Draw the head."""
        rect = self.control_rect(THINKING_CONTROL)
        state = ink.state(THINKING_CONTROL)
        paint_back(painter, rect, self._look, state)
        colour = self._look.theme.colour("text" if state & (State.HOVERED | State.FOCUSED) else "muted")
        side = self._look.scaled(_ICON)
        name = "chevron-down" if self._state.unfolded else "chevron-right"
        picture = QRectF(0.0, (self._row - side) / 2, side, side)
        icon(name, colour).paint(painter, picture.toAlignedRect())
        painter.setPen(colour)
        painter.setFont(self._look.small)
        text = rect.adjusted(_GAP + side + _GAP, 0.0, 0.0, 0.0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self._label)
        if self._shows_line:
            measures = metrics(self._look.small)
            line = measures.elidedText(self._state.last_line, Qt.TextElideMode.ElideRight, self.width - side - 2 * _GAP)
            painter.setPen(self._look.theme.colour("muted"))
            painter.drawText(QPointF(side + _GAP, self._row + measures.ascent()), line)

    def control_at(self, point: QPointF) -> Control | None:
        """Return the head's control if `point` is on it."""
        return THINKING_CONTROL if self.control_rect(THINKING_CONTROL).contains(point) else None

    def control_rect(self, control: Control) -> QRectF:  # noqa: ARG002 - there is one
        """Return where the head can be clicked."""
        side = self._look.scaled(_ICON)
        label = metrics(self._look.small).horizontalAdvance(self._label)
        return QRectF(-_GAP, 0.0, min(self.width, side + label + 4 * _GAP), self._row)
