"""Where text that has no spaces can be cut: not between a letter and what is drawn with it."""

import unicodedata
from typing import Final

_LONGEST: Final = 64  # characters that are looked at; what is drawn as one and is longer is cut
_JOINER: Final = "\u200d"
_ADDED: Final = {_JOINER, "\u200c", "\u0e33", "\u0eb3", "\uff9e", "\uff9f"}  # the Thai and the Lao am, voices of kana
_VIRAMA: Final = 9  # the combining class of the marks that join two letters of an Indian script


def cut_in(text: str, start: int, limit: int) -> int:
    """Return the last place up to `limit`, inside the text, where nothing is cut that is drawn as one.

    `start` is such a place too, some hundred characters before.
    """
    for at in range(limit, limit - _LONGEST, -1):
        if not _is_one(text, start, at):
            return at
    return limit


def _is_one(text: str, start: int, at: int) -> bool:
    """Return whether the characters on either side of a place are drawn as one."""
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return False
    if _is_added(after) or before == _JOINER:
        return True
    if _is_half_of_flag(before) and _is_half_of_flag(after):
        return _flag_halves(text, start, at) % 2 == 1
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(after) == "Lo"
    return "\u1100" <= before <= "\u115f" and ("\u1100" <= after <= "\u11ff" or "\uac00" <= after <= "\ud7a3")


def _is_added(character: str) -> bool:
    """Return whether a character is drawn with the one before: a mark, the tone of a skin, the end of a syllable."""
    return (
        unicodedata.category(character)[0] == "M"
        or character in _ADDED
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_half_of_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves(text: str, start: int, end: int) -> int:
    """Return how many letters of flags end at `end`."""
    at = end
    while at > start and _is_half_of_flag(text[at - 1]):
        at -= 1
    return end - at
