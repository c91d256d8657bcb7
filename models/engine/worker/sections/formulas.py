"""Finds where formulas begin and end in prose, a character at a time."""

from typing import Final

_BRACKETS: Final = {"(": ")", "[": "]"}
_MARKS: Final = frozenset("$\\")
_SIGNS: Final = _MARKS | {"`"}
_NO_BEGINNING: Final = frozenset(".,;:!?)]}'\"%&*/+=<>，。；：！？）」』”’、")
"""What cannot be the first character of a formula in single dollars. Nor can a digit or a space: that is money."""


class FormulaReader:
    r"""Knows `$x$`, `$$x$$`, `\(x\)` and `\[x\]`; not within `code` in backticks, not behind a backslash.

    The first ends at the end of its line at the latest, the others where the paragraph does: what was opened by mistake
    does not last.
    """

    def __init__(self) -> None:
        self._closing = ""
        self._run = ""  # the dollars or the backslash just before
        self._before = "\n"  # the character before those
        self._ticks = 0
        self._code_ticks = 0

    @property
    def is_open(self) -> bool:
        """Whether the next character belongs to a formula."""
        return bool(self._closing)

    def end_line(self, *, blank: bool) -> None:
        """Go to the next line; `blank` says whether the one that ends here has no text."""
        if blank or self._closing == "$":
            self._closing = ""
        self._run = ""
        self._before = "\n"
        self._ticks = self._code_ticks = 0

    def feed(self, text: str) -> None:
        """Take more of a line."""
        if not self._run and not self._ticks and _SIGNS.isdisjoint(text):
            self._before = text[-1:] or self._before  # most text: no sign in it, none before it
            return
        for character in text:
            self._take(character)

    def _take(self, character: str) -> None:
        if character == "`" and not self._closing and self._run != "\\":
            self._ticks += 1
            self._run = ""
            return
        if self._ticks:
            self._end_ticks()
        if self._code_ticks:
            return
        if self._run == "\\":
            self._escaped(character)
        elif character in _MARKS:
            self._mark(character)
        else:
            if self._run == "$" and not self._closing:
                self._begin_single(character)
            self._run = ""
            self._before = character

    def _end_ticks(self) -> None:
        """A run of backticks is over: code begins behind it, or ends with one as long."""
        if not self._code_ticks:
            self._code_ticks = self._ticks
        elif self._code_ticks == self._ticks:
            self._code_ticks = 0
        self._ticks = 0
        self._before = "`"

    def _escaped(self, character: str) -> None:
        if not self._closing and character in _BRACKETS:
            self._closing = "\\" + _BRACKETS[character]
        elif self._closing == "\\" + character:
            self._closing = ""
        self._run = ""
        self._before = character

    def _mark(self, character: str) -> None:
        if character == "\\":
            if self._run == "$" and not self._closing:
                self._begin_single(character)
            self._run = character
        elif self._closing == "$":
            self._closing = ""
            self._before = character
        elif self._run != "$":
            self._run = character
        else:
            self._run = ""
            self._before = character
            if not self._closing:
                self._closing = "$$"
            elif self._closing == "$$":
                self._closing = ""

    def _begin_single(self, character: str) -> None:
        glued = self._before.isalnum() and self._before.isascii()
        possible = not character.isspace() and not character.isdecimal() and character not in _NO_BEGINNING
        if possible and not glued:
            self._closing = "$"
