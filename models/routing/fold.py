"""Makes texts alike that mean the same: lower case, simplified characters, ordinary forms and spaces."""

import re

_SPACE = 0x20
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: _SPACE}
_NO_TEXT = dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)), _SPACE)
_LIKE_OTHERS = {
    ord("“"): '"',
    ord("”"): '"',
    ord("「"): '"',
    ord("」"): '"',
    ord("『"): '"',
    ord("』"): '"',
    0x2018: "'",
    0x2019: "'",
    ord("。"): ".",
    ord("、"): ",",
    ord("\t"): " ",
    ord("\r"): "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_LONGEST = 2000
"""So much of each end of a text is looked at, in characters: a request stands at the beginning or at the end."""

_BROKEN = re.compile("[\ud800-\udfff]")
_WIDE_SPACE = re.compile(r" {2,}")


class Folding:
    """Folds texts by a table of traditional characters and their simplified forms."""

    def __init__(self, simplified: str) -> None:
        """Take the table as one string: a traditional character, its simplified form, and so on."""
        pairs = zip(simplified[::2], simplified[1::2], strict=True)
        self._table: dict[int, int | str] = {ord(traditional): plain for traditional, plain in pairs}
        self._table |= _FULL_WIDTH | _NO_TEXT | _LIKE_OTHERS

    def fold(self, text: str) -> str:
        """Return the folded text; of a long one its beginning and its end."""
        seen = text if len(text) <= 2 * _LONGEST else f"{text[:_LONGEST]}\n\n{text[-_LONGEST:]}"
        return _WIDE_SPACE.sub(" ", _BROKEN.sub(" ", seen.translate(self._table).lower())).strip()
