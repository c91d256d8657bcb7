"""A formula as it is asked for, and as it is set."""

from dataclasses import dataclass
from typing import Final, NamedTuple

EM: Final = 24.0
"""The size at which formulas are set; all lengths of a `Typeset` are for a font of this size."""
CURRENT_COLOUR: Final = "currentColor"
"""Stands in the SVG for the colour that is not known before the formula is drawn."""


class Asked(NamedTuple):
    """A formula without its delimiters; `display` sets it as in lines of its own."""

    tex: str
    display: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A character that the formula's font does not have: `x` and `y` are the left end of its baseline."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula that is set. Its drawing reaches from the baseline up by `ascent` and down by `depth`.

    The baseline begins at the origin; x grows to the right, y down. `svg` draws everything but the `signs`.
    """

    width: float
    ascent: float
    depth: float
    svg: bytes
    signs: tuple[Sign, ...] = ()

    def scale(self, size: float) -> float:
        """Return what its lengths are multiplied with for a font of `size` pixels."""
        return size / EM

    @property
    def height(self) -> float:
        """From the highest to the lowest point."""
        return self.ascent + self.depth
