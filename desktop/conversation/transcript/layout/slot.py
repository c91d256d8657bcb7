"""A place in a message for one box: known before the box is made."""

from dataclasses import dataclass

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout.box import Box
from models.markdown import Block


@dataclass(slots=True)
class Slot:
    """One row of a message: `gap` of empty space, then a box at `x`, `width` wide.

    `block` and its number `index` in `section` are None and -1 for what is no text of the message. `estimate` is the
    height while `box` is None, and `before` the box that an earlier state of the block had.
    """

    x: float
    width: float
    gap: float
    estimate: float
    box: Box | None = None
    section: Section = Section.ANSWER
    index: int = -1
    block: Block | None = None
    before: Box | None = None

    @property
    def height(self) -> float:
        """The height of gap and box, as far as it is known."""
        return self.gap + (self.box.height if self.box is not None else self.estimate)
