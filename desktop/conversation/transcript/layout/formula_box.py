"""Formulas in lines of their own: centred, or scrolled sideways where they are wider than the column."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.formula import Asked
from desktop.conversation.transcript.layout.box import Box, Ink
from desktop.conversation.transcript.layout.frame import THUMB, paint_thumb
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.text_box import TextBox
from desktop.conversation.transcript.look import formula_size
from models.markdown import LINE_BREAK, Formula, Inline, Paragraph, Span, Style

_PADDING: Final = 4.0


class FormulaBox(Box):
    """A formula that is set. Its source is its text: it is selected as a whole."""

    def __init__(self, block: Formula, around: Surroundings, width: float) -> None:
        formula = around.typesetter.typeset(Asked(block.tex, display=True))
        if formula is None:
            raise ValueError("the formula is not set")
        self._formula = formula
        self._look = around.look
        self._pictures = around.typesetter.pictures
        self._size = formula_size(around.look.body)
        scale = formula.scale(self._size)
        self._drawn = formula.width * scale
        self.text = block.text
        self.overflow = max(0.0, self._drawn - width)
        foot = THUMB + _PADDING if self.overflow else 0.0
        super().__init__(width, formula.height * scale + 2 * _PADDING + foot)
        self.baseline = _PADDING + formula.ascent * scale

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is drawn as a whole
        """Draw the formula."""
        painter.save()
        if self.overflow:
            painter.setClipRect(QRectF(0.0, 0.0, self.width, self.height), Qt.ClipOperation.IntersectClip)
        if ink.selected is not None and ink.selected[0] < ink.selected[1]:
            painter.fillRect(self._rect(), self._look.theme.colour("selection"))
        painter.setPen(self._look.text)
        origin = QPointF(self._rect().left(), self.baseline)
        self._pictures.paint(painter, self._formula, origin, self._size, self._look.body)
        painter.restore()
        paint_thumb(painter, self, self._look)

    def _rect(self) -> QRectF:
        left = -self.scroll_x if self.overflow else float(round((self.width - self._drawn) / 2))
        foot = THUMB + _PADDING if self.overflow else 0.0
        return QRectF(left, 0.0, self._drawn, self.height - foot)

    def offset_at(self, point: QPointF) -> int:
        """Return the nearer end of the source."""
        return 0 if point.x() < self._rect().center().x() else len(self.text)

    def character_at(self, point: QPointF) -> int | None:
        """Return the first character of the source if `point` is on the formula."""
        return 0 if self._rect().contains(point) else None

    def whole_at(self, offset: int) -> tuple[int, int] | None:  # noqa: ARG002 - there is one
        """Return the whole source."""
        return 0, len(self.text)

    def caret(self, offset: int) -> QRectF:
        """Return the left edge of the formula, or the right one for its end."""
        rect = self._rect()
        return QRectF(rect.left() if offset <= 0 else rect.right(), rect.top(), 1.0, rect.height())

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:  # noqa: ARG002 - there is one
        """Return the other end of the source, `offset` itself at the end."""
        return len(self.text) if forward else 0

    def line_ends(self, offset: int) -> tuple[int, int]:  # noqa: ARG002 - there is one line
        """Return both ends of the source."""
        return 0, len(self.text)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangle of the formula for any part of its source."""
        return [self._rect()] if start < end else []


class FormulaSourceBox(TextBox):
    """A formula that is not set: its source, for as long as there is no other way to show it."""

    def __init__(self, block: Formula, around: Surroundings, width: float) -> None:
        text = block.text.replace("\n", LINE_BREAK)
        inline = Inline(text, (Span(0, len(text), Style.FORMULA),))
        super().__init__(Paragraph(block.place, inline), around, width, typesets=False)
        self._asked = Asked(block.tex, display=True)
        self._typesetter = around.typesetter

    @property
    def is_stale(self) -> bool:
        """Whether the formula is set by now."""
        return bool(self._asked.tex) and self._typesetter.typeset(self._asked) is not None


def formula_box(block: Formula, around: Surroundings, width: float) -> Box:
    """Return the box of a formula as far as it can be shown now."""
    if block.tex and around.typesetter.typeset(Asked(block.tex, display=True)) is not None:
        return FormulaBox(block, around, width)
    return FormulaSourceBox(block, around, width)
