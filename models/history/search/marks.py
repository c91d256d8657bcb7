"""Where the words of a query are in a text, and which part of it to show."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice

from models.history.graphemes import cut_place
from models.history.search.folding import Token, tokens
from models.history.search.query import Term
from models.history.title import one_line

Mark = tuple[int, int]
"""Where a word that was found begins and where it ends, counted in characters."""

_COLUMNS = 160  # of a snippet; a Chinese character takes two
_COLUMNS_BEFORE = 30
_READ_BEFORE, _READ_AFTER = 60, 240  # characters around the first word
_MOST_PLACES = 100
_FIRST_WIDE = "\u1100"  # no character before it takes two columns
_BETWEEN = r"[\W_]{0,8}"


@dataclass(frozen=True)
class Snippet:
    """A part of a text on one line, and the places of the words in it."""

    text: str
    marks: tuple[Mark, ...]


def marks_in(text: str, terms: tuple[Term, ...]) -> tuple[Mark, ...]:
    """Return the places of the terms in `text`, in order and without overlaps."""
    words = tokens(text)
    marks = sorted(mark for term in terms for mark in _places(words, term))
    joined: list[Mark] = []
    for start, end in marks:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def snippet_of(text: str, terms: tuple[Term, ...]) -> Snippet:
    """Return the part of `text` that has most of the terms, with their places."""
    at = _best_place(text, terms)
    begin = cut_place(text, max(0, at - _READ_BEFORE))
    end = cut_place(text, min(len(text), at + _READ_AFTER))
    before = one_line(text[begin:at])
    after = one_line(text[at:end])
    lead = _end_within(before, _COLUMNS_BEFORE)
    space = " " if lead and text[at - 1].isspace() else ""
    shown = _start_within(after, _COLUMNS - sum(map(_columns, lead)))
    opening = "…" if begin > 0 or len(lead) < len(before) else ""
    closing = "…" if end < len(text) or len(shown) < len(after) else ""
    line = f"{opening}{lead}{space}{shown}{closing}"
    return Snippet(line, marks_in(line, terms))


def _places(words: list[Token], term: Term) -> list[Mark]:
    *begin, last = [token.folded for token in term.tokens]
    found = []
    for place in range(len(begin), len(words)):
        word = words[place]
        if word.folded == last or (term.prefix and word.folded.startswith(last)):
            first = place - len(begin)
            if not begin or [one.folded for one in words[first:place]] == begin:
                found.append((words[first].start, word.ends[len(last) - 1]))
    return found


def _best_place(text: str, terms: tuple[Term, ...]) -> int:
    """Return where the stretch of a snippet's length begins that has most of the terms; the first of several."""
    near: deque[tuple[int, int]] = deque()
    counts = [0] * len(terms)
    best, most = 0, 0
    for place, number in merge(*(_quick_places(text, term, number) for number, term in enumerate(terms))):
        near.append((place, number))
        counts[number] += 1
        while near[0][0] <= place - _COLUMNS // 2:
            counts[near.popleft()[1]] -= 1
        met = len(terms) - counts.count(0)
        if met > most:
            best, most = near[0][0], met
            if met == len(terms):
                break  # no other one has more: the rest need not be read
    if most:
        return best
    marks = marks_in(text, terms)
    return marks[0][0] if marks else 0


def _quick_places(text: str, term: Term, number: int) -> Iterator[tuple[int, int]]:
    """Yield where the term stands as it was typed, case aside, each with `number`: nearly always, and quickly found."""
    for match in islice(_pattern(term).finditer(text), _MOST_PLACES):
        yield match.start(), number


@lru_cache(maxsize=64)
def _pattern(term: Term) -> re.Pattern[str]:
    pattern = ""
    for number, token in enumerate(term.tokens):
        both_alone = number > 0 and token.alone and term.tokens[number - 1].alone
        pattern += ("" if number == 0 or both_alone else _BETWEEN) + re.escape(token.folded)
    if not term.tokens[0].alone:
        pattern = r"(?<![^\W_])" + pattern
    if not (term.prefix or term.tokens[-1].alone):
        pattern += r"(?![^\W_])"
    return re.compile(pattern, re.IGNORECASE)


def _columns(character: str) -> int:
    return 2 if character >= _FIRST_WIDE and unicodedata.east_asian_width(character) in "WF" else 1


def _start_within(text: str, columns: int) -> str:
    """Return the beginning of `text` that is at most so wide."""
    if max(text, default="") < _FIRST_WIDE:
        return text[: cut_place(text, columns)]
    for place, character in enumerate(text):
        columns -= _columns(character)
        if columns < 0:
            return text[: cut_place(text, place)]
    return text


def _end_within(text: str, columns: int) -> str:
    """Return the end of `text` that is about so wide, beginning with a whole word if there is a space."""
    for place in range(len(text) - 1, -1, -1):
        columns -= _columns(text[place])
        if columns < 0:
            kept = text[cut_place(text, place) :]
            _, space, after = kept.partition(" ")
            return after if space else kept
    return text
