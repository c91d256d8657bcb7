"""Paragraphs and headings."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.controls import Control, ControlKind, Section, links_of
from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import paint_focus
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.text_piece import TextPiece
from models.markdown import Heading, Paragraph


class TextBox(Box):
    """Running text, wrapped; without `typesets`, formulas are shown as their source."""

    def __init__(
        self,
        block: Paragraph | Heading,
        around: Surroundings,
        width: float,
        section: Section = Section.ANSWER,
        index: int = -1,
        *,
        typesets: bool = True,
    ) -> None:
        look = around.look
        font = look.heading(block.level) if isinstance(block, Heading) else look.body
        self._piece = TextPiece(
            block.inline, font, look, width=width, typesetter=around.typesetter if typesets else None
        )
        super().__init__(width, self._piece.height)
        self.text = block.inline.text
        self.baseline = self._piece.baseline
        self._look = look
        self._links = [
            (Control(ControlKind.LINK, section, index, number), link) for number, link in enumerate(links_of(block))
        ]

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw the lines that `clip` touches."""
        self._piece.draw(painter, QPointF(0.0, 0.0), clip, ink.selected, self._look.text)
        for control, link in self._links:
            if State.FOCUSED in ink.state(control):
                for rect in self._piece.rects(link.start, link.end):
                    paint_focus(painter, rect, self._look)

    def offset_at(self, point: QPointF) -> int:
        """Return the gap between characters that is nearest to `point`."""
        return self._piece.offset_at(point)

    def character_at(self, point: QPointF) -> int | None:
        """Return the character under `point`, None beside the text."""
        return self._piece.character_at(point)

    def whole_at(self, offset: int) -> tuple[int, int] | None:
        """Return the ends of the formula that holds the character at `offset`."""
        return self._piece.whole_at(offset)

    @property
    def is_stale(self) -> bool:
        """Whether a formula is set by now."""
        return self._piece.is_stale

    def caret(self, offset: int) -> QRectF:
        """Return where the gap before the character `offset` is."""
        return self._piece.caret(offset)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """Return the next or previous place of a caret, `offset` itself at the end."""
        return self._piece.step(offset, forward=forward, by_word=by_word)

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of a caret in the line of `offset`."""
        return self._piece.line_ends(offset)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        return self._piece.rects(start, end)

    def control_at(self, point: QPointF) -> Control | None:
        """Return the link under `point`."""
        if not self._links:
            return None
        at = self._piece.character_at(point)
        if at is None:
            return None
        return next((control for control, link in self._links if link.start <= at < link.end), None)

    def control_rect(self, control: Control) -> QRectF:
        """Return where a link begins."""
        link = self._links[control.number][1]
        rects = self._piece.rects(link.start, link.end)
        return rects[0] if rects else QRectF()
