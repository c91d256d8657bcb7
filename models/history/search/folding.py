"""Making different spellings of a word the same, for looking it up.

Case, accents and full-width forms are folded away. Scripts that are written without spaces between words (Chinese,
Japanese, Thai, Lao, Burmese, Khmer) are taken apart into characters, and so are pictographs; in all others a word is
a run of letters and digits.

In the index, characters stand as overlapping pairs, and the last of a run alone: a word of two characters is then one
entry, a longer one a phrase of few and rare entries, and a single character the beginning of a pair.
"""

import re
import unicodedata
from typing import NamedTuple

_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
    (0x2600, 0x27BF),  # pictographs
    (0x1F000, 0x1FAFF),
)
_RUN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _WITHOUT_SPACES) + "]+")
# Runs of ASCII need no looking up; all else is taken one character after the other.
_PIECES = re.compile(r"([0-9A-Za-z]+)|([\x00-/:-@\[-`{-\x7f]+)|.", re.DOTALL)
_PLAIN, _GAP = 1, 2
# Combining classes of signs that only colour a letter: vowel points of Hebrew and Arabic, accents above and below.
_POINTS = range(10, 37)
_FIRST_ACCENT = 200


class Token(NamedTuple):
    """A word, or a character of a script without spaces: its folded form, and where it is in the text.

    `ends[n]` is where the original of the first n + 1 folded characters ends.
    """

    folded: str
    start: int
    ends: tuple[int, ...]
    alone: bool
    """Whether it is a character of a script without spaces."""


class _Spelling(dict[int, str]):
    """What to write for a character, by its number: worked out when it is first met."""

    def __missing__(self, number: int) -> str:
        written = self[number] = _spelled(chr(number))
        return written


class _StandingAlone(dict[str, bool]):
    """Whether a folded character is one of a script without spaces: worked out when it is first met."""

    def __missing__(self, written: str) -> bool:
        alone = self[written] = _RUN.match(written) is not None
        return alone


_spelling = _Spelling()
_standing_alone = _StandingAlone()


def indexed(text: str) -> str:
    """Return `text` as the index takes it: folded, with spaces between the entries."""
    return _RUN.sub(_pairs, text.translate(_spelling))


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, and the characters of scripts without spaces, with their places."""
    found: list[Token] = []
    word = ""
    start = 0
    ends: list[int] = []
    for piece in _PIECES.finditer(text):
        place, end = piece.span()
        if piece.lastindex == _PLAIN:
            start = start if word else place
            word += piece[0].lower()
            ends += range(place + 1, end + 1)
            continue
        written = " " if piece.lastindex == _GAP else _spelling[ord(piece[0])]
        alone = _standing_alone[written]
        if word and (alone or written == " "):
            found.append(Token(word, start, tuple(ends), alone=False))
            word, ends = "", []
        if alone:
            found.append(Token(written, place, (end,) * len(written), alone=True))
        elif written != " ":
            start = start if word else place
            word += written
            ends += [end] * len(written)
    if word:
        found.append(Token(word, start, tuple(ends), alone=False))
    return found


def _pairs(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(characters[place : place + 2] for place in range(len(characters)))} "


def _spelled(character: str) -> str:
    if _RUN.match(character) and (_in_words(character) or unicodedata.category(character) == "So"):
        return character
    folded = "".join(c for c in unicodedata.normalize("NFKD", character).casefold() if not _only_colours(c))
    kept = "".join(c for c in unicodedata.normalize("NFC", folded) if _in_words(c))
    if kept or not folded or unicodedata.category(character) == "Cf":  # accents, joiners, soft hyphens
        return kept
    return " "


def _in_words(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _only_colours(character: str) -> bool:
    kind = unicodedata.combining(character)
    return kind in _POINTS or kind >= _FIRST_ACCENT
