"""Painting what is on screen."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control
from desktop.conversation.transcript.find import paint_hits
from desktop.conversation.transcript.handles import paint_handles
from desktop.conversation.transcript.layout import Ink, MarkBox, Slot, State, paint_focus
from desktop.conversation.transcript.look import COLUMN
from desktop.conversation.transcript.selection import Range
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.warmth import paint_warmth

_RING_SPACE: Final = 10.0
_RING_RADIUS: Final = 8.0
_GLOW: Final = 0.16  # of the accent's colour, at its strongest
_NO_INK: Final = Ink(None, lambda _: State.REST)


def paint(painter: QPainter, clip: QRectF, stage: Stage) -> None:
    """Draw what `clip`, in the viewport, shows of the messages."""
    flow, look = stage.flow, stage.flow.around.look
    painter.fillRect(clip, look.theme.colour("surface"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scroll = stage.reading.scroll
    selected = stage.selected()
    _paint_glow(painter, stage)
    for number in flow.between(scroll + clip.top(), scroll + clip.bottom()):
        layout = flow.items[number].layout
        if layout is None or flow.items[number].reserved is not None:
            continue
        top = flow.top(number) - scroll
        painter.save()
        painter.translate(QPointF(0.0, top))
        layout.paint(painter, clip.translated(0.0, -top), _Inks(stage, number, selected).of)
        paint_warmth(painter, stage, number, clip.translated(0.0, -top))
        paint_hits(painter, stage, number, clip.translated(0.0, -top))
        if flow.items[number].marked_below:
            painter.translate(QPointF(0.0, layout.height))
            MarkBox(flow.around, flow.width).paint(painter, clip, _NO_INK)
        painter.restore()
    paint_handles(painter, stage)
    _paint_focused_message(painter, stage)


class _Inks:
    """The looks of one message's slots."""

    def __init__(self, stage: Stage, number: int, selected: Range | None) -> None:
        self._stage = stage
        self._number = number
        self._message = stage.flow.items[number].id
        self._selected = selected

    def of(self, slot: Slot) -> Ink:
        chosen = None
        if self._selected is not None and slot.block is not None and slot.box is not None:
            chosen = self._selected.within(self._number, slot.section, slot.index, len(slot.box.text))
        return Ink(chosen, self._state)

    def _state(self, control: Control) -> State:
        return self._stage.attention.state(Target(self._message, control))


def _paint_focused_message(painter: QPainter, stage: Stage) -> None:
    attention = stage.attention
    target = attention.focused
    if target is None or target.control is not None or not attention.shows_focus:
        return
    paint_focus(painter, _ring(stage, target), stage.flow.around.look)


def _paint_glow(painter: QPainter, stage: Stage) -> None:
    attention = stage.attention
    if attention.glowing is None or not stage.flow.knows(attention.glowing):
        return
    colour = stage.flow.around.look.theme.colour("accent")
    colour.setAlphaF(_GLOW * attention.glow)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(_ring(stage, Target(attention.glowing)), _RING_RADIUS, _RING_RADIUS)
    painter.restore()


def _ring(stage: Stage, target: Target) -> QRectF:
    """Return the space around a message, on the viewport."""
    width = min(stage.flow.around.look.scaled(COLUMN) + 2 * _RING_SPACE, stage.flow.width - 4.0)
    rect = stage.rect(target)
    ring = QRectF((stage.flow.width - width) / 2, rect.top() - _RING_SPACE, width, rect.height() - _RING_SPACE)
    return ring.translated(0.0, -stage.reading.scroll)
