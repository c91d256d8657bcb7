"""Running text that still grows: half written marks are left out or closed, so that it only gets longer.

What is drawn of a growing text is a beginning of what is drawn of the whole one: a mark that may still turn out to be a
link, a picture or an entity waits until it is decided, and open emphasis and code are closed at the end. Formulas that
are not closed are left to the parser, which knows them.
"""

import re
from dataclasses import dataclass
from typing import Final

from models.markdown.flanking import flanks
from models.markdown.formulas import LONGEST_FORMULA, formula_end

_SPECIAL = re.compile(r"[\\`$<!\[*_~&]")
_LONGEST_LABEL: Final = 200  # characters that wait for the end of a link's text, or of its address
_LONGEST_ADDRESS: Final = 1500
_ENTITY = re.compile(r"&#?\w{0,31}\Z")
_ANGLE = re.compile(r"<(?:[A-Za-z/!?][^<>\s]{0,200})?\Z")
_CLOSED_ANGLE = re.compile(r"<[A-Za-z][A-Za-z0-9+.@:-]*[:@][^<>\s]*>")
_FORMULA = re.compile(r"\$\$|\\[(\[]|\\boxed\s?\{|\\begin\s?\{(?P<name>\w+\*?)\}")
_OPEN_DOLLAR = re.compile(r"\$(?![\s\d$])(?:\\.|[^\\$`\n])*\Z")
_ENDS: Final = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_MOST_OPEN: Final = 20  # marks that are closed; more are none that somebody meant
_LONGEST_RUN: Final = 3  # marks of bold italics; longer runs are mostly stars
_DOUBLE: Final = 2  # tildes that strike text out


@dataclass(slots=True)
class _Open:
    """A run of marks that is not closed: which, how many of them, and where they end."""

    mark: str
    count: int
    end: int


def settled_text(text: str) -> str:
    """Return `text` without what is not decided at its end, and with what is open closed."""
    return _Scan(text).settled()


class _Scan:
    """One walk over a piece of running text, from mark to mark."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._code = ""  # the marks of open code
        self._code_start = 0  # where its text begins
        self._end = len(text)  # what comes after is left out

    def settled(self) -> str:
        at = 0
        while match := _SPECIAL.search(self._text, at, self._end):
            at = self._take(match[0], match.start())
        return self._closed()

    def _take(self, mark: str, at: int) -> int:
        """Read the mark at `at` and return where to go on."""
        match mark:
            case "`":
                return self._take_code(at)
            case "*" | "_" | "~":
                return self._take_emphasis(at)
            case "[":
                return self._take_bracket(at, at)
            case "!":
                return self._take_bracket(at, at + 1) if self._text.startswith("[", at + 1) else self._wait(at, at + 1)
            case "\\" | "$":
                return self._take_formula(at)
            case _:
                return self._take_tag(at)

    def _wait(self, at: int, end: int) -> int:
        """Leave out what begins at `at` if the text ends at `end`."""
        if end >= len(self._text):
            self._end = min(self._end, at)
        return end

    def _take_tag(self, at: int) -> int:
        for pattern in (_ENTITY, _ANGLE):
            if pattern.match(self._text, at):
                return self._wait(at, len(self._text))
        closed = _CLOSED_ANGLE.match(self._text, at)
        return closed.end() if closed else at + 1

    def _take_formula(self, at: int) -> int:
        text = self._text
        closed = formula_end(text, at)
        if closed is not None:
            return closed
        opening = _FORMULA.match(text, at)
        if opening is not None or _OPEN_DOLLAR.match(text, at):
            may_close = opening is None or _ENDS.get(opening[0], "\0") not in text[at + 2 :]
            return len(text) if may_close and "`" not in text[at:] and len(text) - at < LONGEST_FORMULA else at + 2
        if text[at] == "$" or text[at + 1 :] in {"", "\n"}:
            return self._wait(at, at + 1) if text[at] == "$" else self._wait(at, len(text))
        return at + 2

    def _take_code(self, at: int) -> int:
        end = _run_end(self._text, at)
        if end == len(self._text):
            return self._wait(at, end)
        marks = self._text[at:end]
        close = end
        while (close := self._text.find(marks, close)) >= 0:
            close_end = _run_end(self._text, close)
            if close_end - close == len(marks):
                return close_end
            close = close_end
        self._code, self._code_start = marks, end
        return len(self._text)

    def _take_bracket(self, at: int, bracket: int) -> int:
        """Take a link or a picture that begins at `at`; it waits until its end is known."""
        text = self._text
        label = _matching(text, bracket, "[", "]", _LONGEST_LABEL)
        if label is None:
            return self._undecided(at, bracket, _LONGEST_LABEL)
        if label + 1 >= len(text):
            return self._wait(at, len(text))
        if text[label + 1] == "(":
            end = _matching(text, label + 1, "(", ")", _LONGEST_ADDRESS)
            return self._undecided(at, label + 1, _LONGEST_ADDRESS) if end is None else end + 1
        if text[label + 1] == "[":
            end = _matching(text, label + 1, "[", "]", _LONGEST_LABEL)
            return self._undecided(at, label + 1, _LONGEST_LABEL) if end is None else end + 1
        return bracket + 1

    def _undecided(self, at: int, bracket: int, limit: int) -> int:
        """Wait for the end of what begins at `bracket`, unless it is too long to be worth it."""
        if len(self._text) - bracket > limit or "\n\n" in self._text[bracket:]:
            return bracket + 1
        return self._wait(at, len(self._text))

    def _take_emphasis(self, at: int) -> int:
        text = self._text
        mark, end = text[at], _run_end(text, at)
        if end == len(text):
            return self._wait(at, end)
        if mark == "~" and end - at < _DOUBLE:
            return end
        before = text[at - 1] if at else " "
        opens, closes = flanks(before, text[end], may_split_words=mark != "_")
        left = self._close(mark, end - at) if closes else end - at
        if left and opens and left <= _LONGEST_RUN:
            self._open.append(_Open(mark, left, end))
        return end

    def _close(self, mark: str, count: int) -> int:
        """Close what a run of marks can close; return how many of them are left."""
        for number in range(len(self._open) - 1, -1, -1):
            opened = self._open[number]
            if opened.mark == mark:
                used = min(count, opened.count)
                opened.count -= used
                count -= used
                del self._open[number + (opened.count > 0) :]
            if count == 0:
                break
        return count

    def _closed(self) -> str:
        """Return the text with its open marks closed; such that nothing follows yet are left out."""
        shown = self._text[: self._end]
        if self._code:
            shown = shown.rstrip().rstrip("`")
            shown = shown.removesuffix("\\")  # before a bar, in a table
            if len(shown) <= self._code_start:
                self._code, shown = "", shown[: self._code_start].rstrip("`")
        if len(self._open) > _MOST_OPEN or (not self._code and not self._open):
            return shown
        shown = shown.rstrip()
        while self._open and self._open[-1].end >= len(shown):
            opened = self._open.pop()
            shown = shown[: opened.end - opened.count].rstrip()
        return shown + self._code + "".join(opened.mark * opened.count for opened in reversed(self._open))


def _run_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] == text[start]:
        end += 1
    return end


def _matching(text: str, start: int, opening: str, closing: str, limit: int) -> int | None:
    """Return where the bracket at `start` is closed, None where that is not within `limit`."""
    depth = 0
    at = start
    end = min(len(text), start + limit)
    while at < end:
        character = text[at]
        if character == "\\":
            at += 1
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return None
