"""Where a running text that is laid out in pieces goes on."""

from models.markdown.blocks import Block, Level, LevelKind, Paragraph, Place
from models.markdown.inline import LINE_BREAK


def seam(before: Block, after: Block) -> str | None:
    """Return what stands between two blocks, one after the other, that are pieces of one text.

    "" inside a line, a line break between two lines; None between two texts.
    """
    if not isinstance(before, Paragraph) or not isinstance(after, Paragraph) or after.place.spaced:
        return None
    if _nesting(before.place) != _nesting(after.place) or any(map(_begins, after.place.levels)):
        return None
    return {0: "", 1: LINE_BREAK}.get(after.place.start - before.place.end)


def _nesting(place: Place) -> list[tuple[LevelKind, int]]:
    return [(level.kind, level.start) for level in place.levels]


def _begins(level: Level) -> bool:
    """Return whether an item or a note begins with the block."""
    return level.marker != ""
