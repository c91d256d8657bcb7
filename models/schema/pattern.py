"""Regular expressions of JSON schemas: the common part of the language, matched in bounded time.

Python's own `re` may take for ever over a hostile expression, and nothing can stop it. What stands here has no back
references and no look around; the rest is read and matched in time that grows with the text times the expression.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final

MAX_LENGTH = 512
"""Characters of an expression."""

MAX_REPEATS = 1000
"""The highest number in `{m,n}`."""

MAX_NESTING = 32
LAST_CHARACTER = 0x10FFFF

Ranges = tuple[tuple[int, int], ...]
"""Code points, first and last of each range, in order and apart."""


class PatternError(ValueError):
    """The expression is wrong, or uses what is not supported here."""


@dataclass(frozen=True)
class OneOf:
    """One character of these."""

    ranges: Ranges


@dataclass(frozen=True)
class Edge:
    """The begin (`^`) or the end (`$`) of the text."""

    at_end: bool


@dataclass(frozen=True)
class Row:
    """Parts one after the other."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Either:
    """One of several."""

    options: tuple["Expression", ...]


@dataclass(frozen=True)
class Times:
    """`item`, `least` to `most` times; None: any number of times."""

    item: "Expression"
    least: int
    most: int | None


Expression = OneOf | Edge | Row | Either | Times


def complement(ranges: Ranges) -> Ranges:
    """Return all characters that are not in `ranges`."""
    outside, begin = [], 0
    for first, last in ranges:
        if first > begin:
            outside.append((begin, first - 1))
        begin = last + 1
    return (*outside, (begin, LAST_CHARACTER)) if begin <= LAST_CHARACTER else tuple(outside)


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return ranges in order, joined where they touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


_DIGITS: Final[Ranges] = ((0x30, 0x39),)
_WORD: Final[Ranges] = union([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
_SPACE: Final[Ranges] = union(
    (code, code)
    for code in (
        *range(9, 14),
        0x20,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
        0xFEFF,
    )
)
_CLASSES: Final = {
    "d": _DIGITS,
    "w": _WORD,
    "s": _SPACE,
    "D": complement(_DIGITS),
    "W": complement(_WORD),
    "S": complement(_SPACE),
}
_SIGNS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_CONTROLS: Final = {"n": 10, "t": 9, "r": 13, "f": 12, "v": 11, "0": 0}
_CODES: Final = {"x": 2, "u": 4}
_ANY: Final = complement(((10, 10), (13, 13), (0x2028, 0x2029)))


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._nesting = 0

    def read(self) -> Expression:
        node = self._either()
        if self._place < len(self._text):
            raise PatternError("unbalanced )")
        return node

    def _next(self) -> str:
        return self._text[self._place : self._place + 1]

    def _take(self) -> str:
        if self._place >= len(self._text):
            raise PatternError("the expression breaks off")
        self._place += 1
        return self._text[self._place - 1]

    def _skip(self, text: str) -> bool:
        found = self._text.startswith(text, self._place)
        self._place += len(text) * found
        return found

    def _either(self) -> Expression:
        options = [self._row()]
        while self._skip("|"):
            options.append(self._row())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def _row(self) -> Expression:
        parts: list[Expression] = []
        while self._next() not in {"", "|", ")"}:
            parts.append(self._repeated(self._one()))
        return Row(tuple(parts))

    def _one(self) -> Expression:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return OneOf(self._class())
        if character in "^$":
            return Edge(at_end=character == "$")
        if character == ".":
            return OneOf(_ANY)
        if character == "\\":
            return OneOf(self._escape())
        if character in "*+?":
            raise PatternError(f"nothing to repeat before {character}")
        return _exactly(ord(character))

    def _group(self) -> Expression:
        if self._skip("?") and not self._skip(":"):
            raise PatternError("groups with (? are not supported")
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise PatternError("too deeply nested")
        node = self._either()
        if not self._skip(")"):
            raise PatternError("unbalanced (")
        self._nesting -= 1
        return node

    def _repeated(self, item: Expression) -> Expression:
        character = self._next()
        if character and character in "*+?":
            self._place += 1
            least, most = _SIGNS[character]
        elif self._skip("{"):
            least, most = self._counts()
        else:
            return item
        if isinstance(item, Edge):
            raise PatternError("an edge cannot be repeated")
        self._skip("?")  # lazy or greedy: whether it matches is the same
        if self._next() and self._next() in "*+?{":
            raise PatternError("repeated repetition")
        return Times(item, least, most)

    def _counts(self) -> tuple[int, int | None]:
        least = self._number()
        if least is None:
            raise PatternError("a number is missing after {")
        most: int | None = least
        if self._skip(","):
            most = self._number()
        if not self._skip("}"):
            raise PatternError("unbalanced {")
        if max(least, most or 0) > MAX_REPEATS or (most is not None and most < least):
            raise PatternError("numbers of repetitions")
        return least, most

    def _number(self) -> int | None:
        begin = self._place
        while self._next() and self._next() in "0123456789" and self._place < begin + 6:
            self._place += 1
        return int(self._text[begin : self._place]) if self._place > begin else None

    def _class(self) -> Ranges:
        negated = self._skip("^")
        ranges: list[tuple[int, int]] = []
        while not self._skip("]"):
            found = self._class_member()
            if len(found) == 1 and found[0][0] == found[0][1] and self._next() == "-" and not self._ends_with_dash():
                self._place += 1
                last = self._class_member()
                if len(last) != 1 or last[0][0] != last[0][1] or last[0][0] < found[0][0]:
                    raise PatternError("range in [ ]")
                found = ((found[0][0], last[0][0]),)
            ranges += found
        joined = union(ranges)
        return complement(joined) if negated else joined

    def _ends_with_dash(self) -> bool:
        return self._text.startswith("-]", self._place)

    def _class_member(self) -> Ranges:
        character = self._take()
        if character == "\\":
            return ((8, 8),) if self._skip("b") else self._escape()
        return ((ord(character), ord(character)),)

    def _escape(self) -> Ranges:
        character = self._take()
        if character in _CLASSES:
            return _CLASSES[character]
        if character in _CODES:
            digits = "".join(self._take() for _ in range(_CODES[character]))
            try:
                code = int(digits, 16)
            except ValueError:
                raise PatternError(f"\\{character} needs hexadecimal digits") from None
        elif character in _CONTROLS:
            code = _CONTROLS[character]
        elif character.isalnum():
            raise PatternError(f"\\{character} is not supported")
        else:
            code = ord(character)
        return ((code, code),)


def _exactly(code: int) -> OneOf:
    return OneOf(((code, code),))


def read_pattern(text: str) -> Expression:
    """Return what a regular expression means. Raises PatternError."""
    if len(text) > MAX_LENGTH:
        raise PatternError("too long")
    return _Reader(text).read()


def found_in(pattern: Expression, text: str, *, end: float = math.inf) -> bool:
    """Return whether the expression matches anywhere in `text`, as JSON schemas mean it.

    Raises TimeoutError where that is not known at `end`, in seconds of `time.monotonic`.
    """
    return bool(_Search(text, end).ends(pattern, set(range(len(text) + 1))))


class _Search:
    """Follows all ways through an expression at the same time: by sets of places in the text."""

    def __init__(self, text: str, end: float) -> None:
        self._text = text
        self._end = end

    def ends(self, node: Expression, begins: set[int]) -> set[int]:
        """Return where a match of `node` can end that begins at one of `begins`."""
        text = self._text
        match node:
            case OneOf(ranges):
                return {place + 1 for place in begins if place < len(text) and _is_in(ord(text[place]), ranges)}
            case Edge(at_end):
                return begins & {len(text) if at_end else 0}
            case Row(parts):
                return reduce(lambda places, part: self.ends(part, places) if places else places, parts, begins)
            case Either(options):
                return set().union(*(self.ends(option, begins) for option in options))
            case Times():
                return self._repeated_ends(node, begins)

    def _repeated_ends(self, node: Times, begins: set[int]) -> set[int]:
        places = begins
        for _ in range(node.least):
            places = self._once(node, places)
        reached, new, count = set(places), places, node.least
        while new and (node.most is None or count < node.most):
            new = self._once(node, new) - reached
            reached |= new
            count += 1
        return reached

    def _once(self, node: Times, places: set[int]) -> set[int]:
        if time.monotonic() > self._end:
            raise TimeoutError
        return self.ends(node.item, places) if places else places


def _is_in(code: int, ranges: Ranges) -> bool:
    return any(first <= code <= last for first, last in ranges)
