"""Where a text that the reader looks for occurs, with no difference between capitals and small letters."""

import re
from itertools import islice
from typing import Final

MOST_CHARACTERS: Final = 200
"""How much of a query is used."""
_SPACE: Final = 100  # characters between two words that stand in different pieces of a text
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = str.maketrans("", "", r"*_~`\<>[]")
_ENTITY: Final = re.compile(r"&#?\w{1,32};")
_LINK_END: Final = re.compile(r"\](?:\([^)]{0,300}\)|\[[^\]]{0,100}\])")


class Query:
    """A text to look for; words may stand in different lines.

    `reach` is how many characters of a text it takes at most where that is looked through in pieces.
    """

    def __init__(self, text: str) -> None:
        used = text[:MOST_CHARACTERS]
        words = used.split()
        self.reach = sum(map(len, words)) + _SPACE * (len(words) - 1)
        self._shown = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE) if words else None
        self._words = _WORD.findall(used.casefold())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self._shown is None

    def places_in(self, text: str, most: int | None = None) -> list[tuple[int, int]]:
        """Return where the query begins and ends in a plain text, each time it occurs, or the first `most` times."""
        return [] if self._shown is None else [match.span() for match in islice(self._shown.finditer(text), most)]

    def may_be_in(self, source: str) -> bool:
        """Return False where what a Markdown source shows cannot hold the query: it need not be read then."""
        folded = source.casefold()
        if self._has_words(folded):
            return not self.is_empty
        if "![" in source or ("&" in source and _ENTITY.search(source)):  # what is shown is not what is written
            return not self.is_empty
        return self._has_words(_LINK_END.sub("", folded).translate(_MARKS))  # marks can stand inside a word

    def _has_words(self, text: str) -> bool:
        return all(word in text for word in self._words)
