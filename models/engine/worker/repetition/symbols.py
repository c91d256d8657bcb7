"""Reads a stream of text as words, numbers and signs, so that rounds that differ by a number look alike."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

NUMBER: Final = "#"
LETTER: Final = "$"

_IDEOGRAPHS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE_DIGITS: Final = "零〇一二三四五六七八九十百千万两"
_PARTS = re.compile(
    rf"\d{{1,15}}|[{_CHINESE_DIGITS}]{{1,9}}|[{_IDEOGRAPHS}]|[^\W\d_{_IDEOGRAPHS}]{{1,32}}|[\r\n]+|([^\w\s]|_)\1*|\S"
)
_GROWS = re.compile(rf"[\d{_CHINESE_DIGITS}]|[^\W_{_IDEOGRAPHS}]|[\r\n]|[^\w\s]|_")
"""What a part may go on with that ends with such a character."""
_LONGEST_PART: Final = 32
_CACHED: Final = 4096
_SIGNS_OF_CODE: Final = frozenset("_{}[]<>;=/\\&$@")
"""Code is full of lines alike that each do another thing; prose is not."""

_CARDINALS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS_FOR_NUMBERS: Final = {
    **{word: value for value, word in enumerate(_CARDINALS)},
    **{word: value for value, word in enumerate(_ORDINALS, 1)},
    **{word: 10 * tens for tens, word in enumerate(_TENS, 2)},
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A word, a number or a sign.

    `key` is the same for what may vary from round to round, numbers and single letters; `value` tells those apart.
    `repeated` is what its coming again counts for, `new` what its first coming counts against a loop.
    """

    key: str
    value: int | None
    repeated: float
    new: float


class SymbolReader:
    """Cuts a stream of text into symbols; the last one is held back while it may go on."""

    def __init__(self) -> None:
        self._held = ""
        self._held_at = 0
        self._symbols: dict[str, Symbol] = {}
        self._cuts: dict[str, tuple[tuple[str, ...], str]] = {}

    def feed(self, text: str, at: int) -> list[tuple[Symbol, int]]:
        """Take the text of the token of index `at`; return each finished symbol with the token it began in."""
        if not text:
            return []
        held, begun = self._held, self._held_at
        found: list[tuple[Symbol, int]] = []
        if held and text[0] == " ":  # most tokens are words with the space before them
            found.append((self._symbol(held), begun))
            held = ""
        if not held:
            begun = at
        parts, self._held = self._cut(held + text)
        for part in parts:
            found.append((self._symbol(part), begun))
            begun = at
        self._held_at = begun
        return found

    def _cut(self, text: str) -> tuple[tuple[str, ...], str]:
        cut = self._cuts.get(text)
        if cut is None:
            if len(self._cuts) >= _CACHED:
                self._cuts.clear()
            cut = self._cuts[text] = _cut(text)
        return cut

    def _symbol(self, text: str) -> Symbol:
        symbol = self._symbols.get(text)
        if symbol is None:
            if len(self._symbols) >= _CACHED:
                self._symbols.clear()
            symbol = self._symbols[text] = symbol_of(text)
        return symbol


def _cut(text: str) -> tuple[tuple[str, ...], str]:
    """Return the parts of a text, and apart from them the last one where more text may belong to it."""
    parts = tuple(part.group() for part in _PARTS.finditer(text))
    if not parts or (text[-1].isspace() and text[-1] not in "\r\n"):
        return parts, ""
    last = parts[-1]
    return (parts[:-1], last) if len(last) < _LONGEST_PART and _GROWS.match(last[-1]) else (parts, "")


def symbol_of(text: str) -> Symbol:
    """Return what a part of a text stands for."""
    value = _number(text)
    if value is not None:
        return Symbol(NUMBER, value, repeated=0.2, new=-3.0)
    if len(text) == 1 and text.isascii() and text.isalpha():
        return Symbol(LETTER, ord(text), repeated=0.5, new=-3.0)
    if text[0].isalpha():
        ideograph = unicodedata.category(text[0]) == "Lo"
        return Symbol(text.lower(), None, repeated=1.0, new=-2.0 if ideograph and len(text) == 1 else -5.0)
    sign = "\n" if text[0] in "\r\n" else text[0]
    return Symbol(sign, None, repeated=-0.3 if sign in _SIGNS_OF_CODE else 0.1, new=-1.0)


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if text[0] in _CHINESE_DIGITS:
        return _chinese_number(text)
    if len(text) == 1 and not text.isalpha():
        numeric = unicodedata.numeric(text, None)
        return None if numeric is None else int(numeric)  # circled and Roman numerals
    return _WORDS_FOR_NUMBERS.get(text.lower())


def _chinese_number(text: str) -> int:
    total = digit = 0
    for character in text:
        value = 0 if character in "零〇" else 2 if character == "两" else int(unicodedata.numeric(character))
        if value < 10:  # noqa: PLR2004
            digit = value if not digit else 10 * digit + value
        else:
            total += (digit or 1) * value
            digit = 0
    return total + digit
