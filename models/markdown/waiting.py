"""Text that was read before the addresses of its links were known, and is read anew when they come."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it.common.utils import normalizeReference

from models.markdown.notes import is_number
from models.markdown.read import References, Start

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Frozen source text, what was known before it, and its blocks: the number of the first, and how many."""

    text: str
    start: Start
    first: int
    count: int


class WaitingPieces:
    """The pieces of a text by the labels in them that are not defined yet."""

    def __init__(self) -> None:
        self._by_label: dict[str, list[Piece]] = {}
        self._ready: dict[int, Piece] = {}  # by where they begin: those for which an address came

    @property
    def is_behind(self) -> bool:
        """Whether a piece must be read anew."""
        return bool(self._ready)

    def add(self, piece: Piece, known: References) -> None:
        """Take note of what a piece waits for, where `known` is defined already."""
        if "[" not in piece.text:
            return
        for label in {normalizeReference(match[1]) for match in _LABEL.finditer(piece.text)}:
            if label not in known:
                self._by_label.setdefault(label, []).append(piece)

    def define(self, labels: Iterable[str]) -> None:
        """Let the pieces be read anew that wait for one of the normalized `labels`."""
        for label in labels:
            for piece in self._by_label.pop(label, ()):
                if not is_number(label):
                    self._ready[piece.start.offset] = piece

    def next_piece(self) -> Piece | None:
        """Return the next piece to read anew, None where there is none."""
        if not self._ready:
            return None
        return self._ready.pop(next(iter(self._ready)))
