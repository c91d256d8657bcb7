"""What everything that is laid out has in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.conversation.transcript.controls import Control


class State(Flag):
    """How a control is drawn."""

    REST = 0
    HOVERED = auto()
    PRESSED = auto()
    FOCUSED = auto()
    DONE = auto()  # it has just been activated, and says so
    ON = auto()  # what it switches is on
    HIDDEN = auto()  # on paper


@dataclass(frozen=True)
class Ink:
    """What changes between two paintings of the same box: selected characters and the states of the controls."""

    selected: tuple[int, int] | None
    state: Callable[[Control], State]


class Box(ABC):
    """One laid-out block, line or row. Its coordinates begin at its own top left corner.

    `text` is its plain text, whose characters can be selected; "" for what cannot. `baseline` is that of the first
    line, 0 where there is none. `scroll_x` is how far the content is moved to the left inside the box, at most
    `overflow`; the lowest `foot` pixels stay where they are.
    """

    text = ""
    baseline = 0.0
    overflow = 0.0
    scroll_x = 0.0
    foot = 0.0

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height

    @abstractmethod
    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:
        """Draw what `clip` touches."""

    def offset_at(self, point: QPointF) -> int:  # noqa: ARG002 - there is no text
        """Return the gap between characters that is nearest to `point`."""
        return 0

    def character_at(self, point: QPointF) -> int | None:  # noqa: ARG002 - there is no text
        """Return the character under `point`, None beside the text."""
        return None

    def whole_at(self, offset: int) -> tuple[int, int] | None:  # noqa: ARG002 - there is no text
        """Return the ends of what is only selected as a whole and holds the character at `offset`."""
        return None

    @property
    def is_stale(self) -> bool:
        """Whether the box would come out differently now: a formula in it is set meanwhile."""
        return False

    @property
    def is_unfinished(self) -> bool:
        """Whether a part of it is not laid out yet: its height is a guess, and `go_on` has something to do."""
        return False

    def go_on(self) -> None:  # noqa: B027 - most boxes are laid out at once
        """Lay out a part more, within some milliseconds."""

    def caret(self, offset: int) -> QRectF:  # noqa: ARG002 - there is no text
        """Return where the gap before the character `offset` is."""
        return QRectF(0.0, 0.0, 1.0, self.height)

    def step(self, offset: int, *, forward: bool, by_word: bool) -> int:  # noqa: ARG002 - there is no text
        """Return the next or previous place of a caret, `offset` itself at the end."""
        return offset

    def line_ends(self, offset: int) -> tuple[int, int]:  # noqa: ARG002 - there is no text
        """Return the first and the last place of a caret in the line of `offset`."""
        return 0, 0

    def rects(self, start: int, end: int) -> list[QRectF]:  # noqa: ARG002 - there is no text
        """Return the rectangles of the characters from `start` to `end`, one for each line."""
        return []

    def control_at(self, point: QPointF) -> Control | None:  # noqa: ARG002 - there are no controls
        """Return the control under `point`."""
        return None

    def control_rect(self, control: Control) -> QRectF:  # noqa: ARG002 - there are no controls
        """Return where a control of this box is."""
        return QRectF()

    def scroll_to(self, x: float) -> bool:
        """Move the content so that `x` of it is at the left edge; return whether it moved."""
        x = min(max(x, 0.0), self.overflow)
        moved = x != self.scroll_x
        self.scroll_x = x
        return moved
