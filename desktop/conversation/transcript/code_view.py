"""How the user wants one code block shown, and which blocks are long enough to be folded."""

from dataclasses import dataclass
from typing import Final

FOLDED_ROWS: Final = 40
"""The rows of a folded block that are shown."""
_LONG: Final = 20_000  # characters: few lines can be long too


@dataclass(slots=True)
class CodeView:
    """The state of one block. `unfolded` matters for long blocks only."""

    wrapped: bool = False
    unfolded: bool = False


def is_long(text: str) -> bool:
    """Return whether a code block can be folded."""
    return text.count("\n") >= FOLDED_ROWS or len(text) > _LONG


def line_count(text: str) -> int:
    """Return how many lines code has."""
    return text.count("\n") + 1
