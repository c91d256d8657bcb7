"""The handles at both ends of a selection that was made by touch."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage

_RADIUS: Final = 8.0


def handle_points(stage: Stage) -> list[tuple[Position, QPointF]]:
    """Return the ends of the selection and the middles of their handles on the viewport, none where none are shown."""
    if not stage.attention.by_touch or stage.selected() is None:
        return []
    found: list[tuple[Position, QPointF]] = []
    for end in (stage.selection.anchor, stage.selection.cursor):
        rect = None if end is None or not _is_near(stage, end) else stage.caret.rect(end)
        if end is not None and rect is not None:
            below = QPointF(rect.left(), rect.bottom() + _RADIUS - 2.0 - stage.reading.scroll)
            found.append((end, below))
    return found


def _is_near(stage: Stage, position: Position) -> bool:
    """Return whether a message is laid out: the others are not on screen."""
    return stage.flow.knows(position.message) and stage.item(position.message).layout is not None


def paint_handles(painter: QPainter, stage: Stage) -> None:
    """Draw the handles that are shown."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(stage.flow.around.look.theme.colour("accent"))
    for _, middle in handle_points(stage):
        painter.drawEllipse(QRectF(middle.x() - _RADIUS, middle.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
        painter.drawRect(QRectF(middle.x() - 1.0, middle.y() - 2 * _RADIUS, 2.0, _RADIUS + 2.0))
