"""The row at the lower end of a long code block that unfolds and folds it."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.conversation.transcript.code_view import FOLDED_ROWS, CodeView, line_count
from desktop.conversation.transcript.layout.box import State
from desktop.conversation.transcript.layout.button import ICON, paint_back
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from desktop.theme import icon

FOLD_ROW: Final = 34.0
"""Its height, at text scale 1."""
_LEFT: Final = 8.0
_GAP: Final = 6.0


def fold_label(around: Surroundings, view: CodeView, text: str) -> str:
    """Return what the row says."""
    if view.unfolded:
        return around.say("transcript.fold_code")
    if line_count(text) <= FOLDED_ROWS:
        return around.say("transcript.unfold_code")
    return around.say("transcript.unfold_lines", lines=f"{line_count(text):,}")


def fold_rect(around: Surroundings, row: QRectF, label: str) -> QRectF:
    """Return where the row can be clicked."""
    look = around.look
    width = look.scaled(ICON) + metrics(look.small).horizontalAdvance(label) + 4 * _GAP
    height = look.scaled(FOLD_ROW) - 6.0
    return QRectF(row.left() + _LEFT - _GAP / 2, row.top() + 3.0, min(width, row.width() - 2 * _LEFT), height)


def paint_fold_row(
    painter: QPainter, row: QRectF, around: Surroundings, label: str, state: State, *, unfolded: bool
) -> None:
    """Draw the row, with a line above it."""
    if State.HIDDEN in state:
        return
    look = around.look
    painter.setPen(QPen(look.theme.colour("border"), 1.0))
    painter.drawLine(QLineF(row.left() + 1.0, row.top() + 0.5, row.right() - 1.0, row.top() + 0.5))
    rect = fold_rect(around, row, label)
    paint_back(painter, rect, look, state)
    colour = look.theme.colour("text" if state & (State.HOVERED | State.FOCUSED) else "muted")
    side = look.scaled(ICON)
    picture = QRectF(rect.left() + _GAP, rect.center().y() - side / 2, side, side)
    icon("chevron-up" if unfolded else "chevron-down", colour).paint(painter, picture.toAlignedRect())
    painter.setPen(colour)
    painter.setFont(look.small)
    words = rect.adjusted(2 * _GAP + side, 0.0, 0.0, 0.0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, label)
