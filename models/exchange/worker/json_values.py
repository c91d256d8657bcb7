"""Reading a long JSON array value by value, without ever holding all of it."""

import re
from collections.abc import Iterable, Iterator

# Possessive (`*+`): each pattern runs once over its bytes, whatever they are.
_OUTSIDE = re.compile(rb'(?:[^"\[\]{},]|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.DOTALL)
_INSIDE = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_SPACE = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotJsonError(Exception):
    """The bytes are not what they should be: no JSON array or object, or cut off."""


class TooLong:
    """Stands for a value that was longer than allowed and was passed over."""


TOO_LONG = TooLong()


def json_values(pieces: Iterable[bytes], longest: int) -> Iterator[bytes | TooLong]:
    """Yield the values of the JSON array that `pieces` are; of an object, itself.

    The values are cut out, not checked. Memory: one value and one piece. Raises NotJsonError where the text begins with
    neither, or ends before the array or object does.
    """
    splitter = _Splitter(longest)
    for piece in pieces:
        yield from splitter.take(piece)
        if splitter.over:
            return
    raise NotJsonError("the text ends too early")


class _Splitter:
    """Follows strings and brackets. `depth` counts the brackets that are open, from the array's or object's own."""

    def __init__(self, longest: int) -> None:
        self.over = False
        self._longest = longest
        self._depth = 0
        self._top = 0  # the depth of a value's own first bracket
        self._in_string = False
        self._started = False
        self._rest = b""  # what cannot be understood without what follows: half an escape, half a mark
        self._kept: list[bytes] = []
        self._length = 0

    def take(self, piece: bytes) -> Iterator[bytes | TooLong]:
        piece, self._rest = self._rest + piece, b""
        start = place = 0 if self._started else self._begin(piece)
        if not self._started:
            return
        while (place := self._skip(piece, place)) < len(piece):
            mark = piece[place : place + 1]
            if mark == b"\\":  # without what it escapes
                self._rest = piece[place:]
                break
            place += 1
            if self._ends_value(mark):
                yield from self._value(piece[start : place if self._top == 0 else place - 1])
                start = place
                if self.over:
                    return
        self._keep(piece[start:place])

    def _begin(self, piece: bytes) -> int:
        """Find the first bracket; return its place, or that behind it where it is the array's own."""
        text = piece.lstrip(_SPACE)
        if not text or (len(text) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(text)):
            self._rest = piece
            return 0
        text = text.removeprefix(_BYTE_ORDER_MARK).lstrip(_SPACE)
        if not text:
            self._rest = piece
            return 0
        if text[:1] not in {b"[", b"{"}:
            raise NotJsonError("the text begins with neither [ nor {")
        self._started = True
        self._top = 1 if text[:1] == b"[" else 0
        self._depth = self._top
        return len(piece) - len(text) + self._top

    def _skip(self, piece: bytes, place: int) -> int:
        found = (_INSIDE if self._in_string else _OUTSIDE).match(piece, place)
        return place if found is None else found.end()

    def _ends_value(self, mark: bytes) -> bool:
        """Follow `mark`, a quote, bracket or comma; return whether a value ends before it, or with it."""
        if mark == b'"':
            self._in_string = not self._in_string
        elif mark in {b"[", b"{"}:
            self._depth += 1
        elif mark in {b"]", b"}"}:
            self._depth -= 1
            self.over = self._depth == 0
            return self.over
        return mark == b"," and self._top == 1 and self._depth == 1

    def _keep(self, part: bytes) -> None:
        self._length += len(part)
        if self._length > self._longest:
            self._kept.clear()
        else:
            self._kept.append(part)

    def _value(self, last: bytes) -> Iterator[bytes | TooLong]:
        self._keep(last)
        value = b"".join(self._kept).strip(_SPACE)
        too_long = self._length > self._longest
        self._kept.clear()
        self._length = 0
        if too_long:
            yield TOO_LONG
        elif value or not self.over:  # nothing stands between the brackets of an empty array
            yield value
