"""Offsets in Python's characters and in Qt's, which counts characters beyond U+FFFF (emoji) as two."""

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Offsets:
    """Translates the offsets of one text."""

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._in_qt = [start + index for index, start in enumerate(self._astral)]

    def to_qt(self, offset: int) -> int:
        """Return Qt's offset of the character at `offset`."""
        return offset + bisect_left(self._astral, offset)

    def from_qt(self, offset: int) -> int:
        """Return the offset of the character at Qt's `offset`."""
        return offset - bisect_left(self._in_qt, offset)
