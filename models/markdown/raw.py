"""Text that is shown as it stands, in pieces that are laid out one by one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from models.markdown.blocks import Level, Paragraph, Place
from models.markdown.graphemes import cut_in
from models.markdown.inline import LINE_BREAK, Inline

_PIECE: Final = 3000  # characters at most


def raw_paragraphs(source: str, place: Place) -> Iterator[Paragraph]:
    """Yield the text of `place`, which is `source`, as paragraphs of some screen lines each.

    They end at a line end or a space where there is one; where there is none, the next goes on in the same word.
    """
    start = 0
    while start < len(source):
        end, following = _cut(source, start)
        levels, spaced = (place.levels, place.spaced) if start == 0 else (_unmarked(place), False)
        piece = Place(place.start + start, place.start + end, levels, spaced)
        yield Paragraph(piece, Inline(source[start:end].replace("\n", LINE_BREAK)))
        start = following


def _unmarked(place: Place) -> tuple[Level, ...]:
    return tuple(replace(level, marker="", checked=None) for level in place.levels)


def _cut(source: str, start: int) -> tuple[int, int]:
    """Return where the piece that begins at `start` ends, and where the next begins."""
    limit = start + _PIECE
    if len(source) <= limit:
        return len(source), len(source)
    half = start + _PIECE // 2
    newline = source.rfind("\n", half, limit)
    if newline >= 0:
        return newline, newline + 1
    space = source.rfind(" ", half, limit)
    end = cut_in(source, start, space + 1 if space >= 0 else limit)
    return end, end
