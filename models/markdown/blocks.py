"""The blocks of a message: what is laid out, selected and frozen as one piece."""

from dataclasses import dataclass
from enum import Enum

from models.markdown.inline import Inline


class LevelKind(Enum):
    """What a block can be nested in."""

    QUOTE = "quote"
    ITEM = "item"  # of a list
    NOTE = "note"  # a footnote, where it stands in the source


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a block's nesting.

    `start` is where the quote, list item or note begins in the source: blocks with an equal `start` share it.
    `marker` is the item's number or bullet, or the note's name, at its first block, else ""; `checked` tells of a
    task whether it is done, there, and is None elsewhere.
    """

    kind: LevelKind
    start: int
    marker: str = ""
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its source lines as offsets in characters, its nesting, and the space above it.

    `end` is that of the last line with text on it; `spaced` says that the line above is blank.
    """

    start: int
    end: int
    levels: tuple[Level, ...] = ()
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    place: Place
    inline: Inline


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the largest of 6."""

    place: Place
    level: int
    inline: Inline


@dataclass(frozen=True, slots=True)
class Code:
    """A code block, without its fences. `language` is what the fence says, "" where it says nothing.

    `closed` is False while the closing fence is missing; indented code is always closed.
    """

    place: Place
    text: str
    language: str
    closed: bool


class Alignment(Enum):
    """Where the text of a table's column stands."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first of `rows` is its head. All rows have as many cells as there are `alignments`."""

    place: Place
    alignments: tuple[Alignment, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the column."""

    place: Place


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in lines of its own. `text` is its source with the delimiters, `tex` without them."""

    place: Place
    text: str
    tex: str


Block = Paragraph | Heading | Code | Table | Rule | Formula
