"""How the small controls inside a message are drawn."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.conversation.transcript.layout.box import State
from desktop.conversation.transcript.look import Look
from desktop.theme import icon

BUTTON = 26.0
"""Width and height of a control with an icon, at text scale 1."""

ICON = 16.0
"""Width and height of its icon."""
_RADIUS = 6.0
_RING = 2.0
_LABEL_PAD = 8.0


def paint_button(painter: QPainter, rect: QRectF, name: str, look: Look, state: State, *, enabled: bool = True) -> None:
    """Draw a control with the icon `name`."""
    if State.HIDDEN in state:
        return
    paint_back(painter, rect, look, state)
    lively = enabled and state & (State.HOVERED | State.PRESSED | State.FOCUSED)
    colour = look.theme.colour("text" if lively else "muted")
    if state & (State.DONE | State.ON):
        colour = look.theme.colour("good" if State.DONE in state else "accent")
    if not enabled:
        colour = look.theme.colour("faint")
    side = look.scaled(ICON)
    picture = QRectF(0.0, 0.0, side, side)
    picture.moveCenter(rect.center())
    icon("check" if State.DONE in state else name, colour).paint(painter, picture.toAlignedRect())


def paint_labelled(painter: QPainter, rect: QRectF, name: str, label: str, look: Look, state: State) -> None:
    """Draw a control with an icon and a word, and a border: it offers what the reader may well want next."""
    painter.setPen(QPen(look.theme.colour("border"), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    paint_back(painter, rect, look, state)
    colour, side = look.theme.colour("accent"), look.scaled(ICON)
    picture = QRectF(rect.left() + _LABEL_PAD, rect.center().y() - side / 2, side, side)
    icon(name, colour).paint(painter, picture.toAlignedRect())
    painter.setFont(look.small)
    painter.setPen(look.theme.colour("text"))
    words = rect.adjusted(side + 2 * _LABEL_PAD, 0.0, 0.0, 0.0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, label)


def paint_back(painter: QPainter, rect: QRectF, look: Look, state: State) -> None:
    """Draw what is behind a control: nothing at rest, a tint under the mouse, a ring with the focus."""
    if state & (State.HOVERED | State.PRESSED):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.colour("selected" if State.PRESSED in state else "hover"))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    if State.FOCUSED in state:
        paint_focus(painter, rect, look)


def paint_focus(painter: QPainter, rect: QRectF, look: Look) -> None:
    """Draw the ring of the keyboard's focus inside `rect`."""
    painter.setPen(QPen(look.theme.colour("accent"), _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1.0, 1.0, -1.0, -1.0), _RADIUS, _RADIUS)
