"""The parts of a text that lines of "=" divide, to go to one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

_LEAST = 40
"""Signs of such a line: fewer may underline a title inside a part."""


@dataclass(frozen=True)
class TextPart:
    """A part: its title, and the number of the line that this is, the first line being 0."""

    title: str
    line: int


def parts_of_text(text: str) -> tuple[TextPart, ...]:
    """Return the parts in their order; what stands before the first dividing line is none."""
    return tuple(_parts(text.split("\n")))


def _parts(lines: list[str]) -> Iterator[TextPart]:
    for number, line in enumerate(lines[:-1]):
        divides = len(line) >= _LEAST and not line.strip("=")
        if divides and (title := lines[number + 1].strip()):
            yield TextPart(title, number + 1)
