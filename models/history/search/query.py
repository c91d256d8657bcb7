"""What a user typed into the search field, as words to look for."""

import re
from dataclasses import dataclass

from models.history.search.folding import Token, indexed, tokens

_LONGEST = 400  # characters that are read of a query
_MOST_TERMS = 16
_PAIR = 2
_PART = re.compile(r'["“”„](?P<quoted>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„]+)')


@dataclass(frozen=True)
class Term:
    """Words that must stand together.

    `entries` are they as the index has them. With `prefix` the last word may go on, as "grad" in "gradient".
    """

    tokens: tuple[Token, ...]
    entries: tuple[str, ...]
    prefix: bool

    @property
    def expression(self) -> str:
        """What it is in the language of SQLite's full-text search."""
        return f'"{" ".join(self.entries)}"{" *" if self._open else ""}'

    @property
    def needle(self) -> str:
        """What to look for in the entries of a text, joined by spaces and with one at each end."""
        return f" {' '.join(self.entries)}{'' if self._open else ' '}"

    @property
    def _open(self) -> bool:
        """Whether the last entry may go on: a single character is the beginning of a pair."""
        return self.prefix or (self.tokens[-1].alone and len(self.entries[-1]) == 1)


def terms_of(query: str) -> tuple[Term, ...]:
    """Return the terms of a query, all of which must be found; none where there is nothing to look for."""
    terms: dict[tuple[str, ...], Term] = {}
    for part in _PART.finditer(query[:_LONGEST]):
        text = part["quoted"] or part["word"] or ""
        found = tuple(tokens(text))
        if found:
            entries = _entries(text, found[-1])
            prefix = part["quoted"] is None and not found[-1].alone
            terms.setdefault(entries, Term(found, entries, prefix))
    return tuple(terms.values())[:_MOST_TERMS]


def _entries(text: str, last: Token) -> tuple[str, ...]:
    """Return the entries of the index in `text`. A run of characters at its end may go on: no entry for its last."""
    entries = indexed(text).split()
    ends_in_a_run = last.alone and len(entries) > 1 and len(entries[-2]) == _PAIR and entries[-2][1] == last.folded
    return tuple(entries[:-1] if ends_in_a_run else entries)


def match_expression(terms: tuple[Term, ...]) -> str:
    """Return all terms as one expression for SQLite's full-text search."""
    return " AND ".join(term.expression for term in terms)
