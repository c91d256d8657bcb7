"""Splitting text into what readers see as one character, so that a cut never goes through one.

After the rules of Unicode Standard Annex #29 (extended grapheme clusters), made of what the standard library knows
about characters. Where that is less than the rules need, characters are kept together rather than split.
"""

import unicodedata
from collections.abc import Iterator

_LONGEST = 32  # a little over the 30 marks that Unicode's stream-safe format (UAX #15) allows on one character
_JOINER = "\u200d"
_EXTENDING = frozenset("\u200c\u200d\uff9e\uff9f")
_VIRAMA_CLASS = 9  # the combining class of the signs that join consonants in Indic scripts


def graphemes(text: str) -> Iterator[str]:
    """Yield the graphemes of `text`, in order; joined they are `text` again."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or place - start >= _LONGEST or not _together(text, start, place):
            yield text[start:place]
            start = place


def cut_place(text: str, place: int) -> int:
    """Return the last place up to `place` where `text` can be cut without going through a grapheme."""
    if not 0 < place < len(text):
        return place
    flags = place
    while flags > 0 and place - flags < _LONGEST and _is_regional(text[flags - 1]):
        flags -= 1
    nearest = max(0, place - _LONGEST)
    while place > nearest and _together(text, flags, place):
        place -= 1
    return place


def _together(text: str, start: int, place: int) -> bool:
    """Say whether the characters before and at `place` belong to the grapheme that began at `start`."""
    before, after = text[place - 1], text[place]
    if _is_regional(before) and _is_regional(after):
        return (place - start) % 2 == 1  # flags are pairs
    return (
        _extends(after)
        or before == _JOINER
        or unicodedata.combining(before) == _VIRAMA_CLASS
        or (before == "\r" and after == "\n")
        or (_is_hangul(before) and _is_later_jamo(after))
        or (_is_first_jamo(before) and _is_hangul(after))
    )


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in _EXTENDING
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # the letters in the flags of regions
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_first_jamo(character: str) -> bool:
    """Say whether this is a first consonant, which begins a Korean syllable."""
    return "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c"


def _is_later_jamo(character: str) -> bool:
    """Say whether this is a vowel or a final consonant, which continues a Korean syllable."""
    return "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb"


def _is_hangul(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7fb" or "\ua960" <= character <= "\ua97c"
