"""A conversation's title, made from its first question."""

import re
import unicodedata
from collections.abc import Iterator

from models.history.graphemes import graphemes

_LONGEST = 60  # columns; a Chinese character takes two
_LONGEST_BY_USER = 200
_LINES_READ = 50
_CHARACTERS_READ = 2_000  # of one line; enough for any title, and keeps the patterns below fast on a pasted book

_FENCE_OR_RULE = re.compile(r"\s*(?:(?:```|~~~).*|(?:[-*_=]\s*){3,})$")
_MARKERS = re.compile(r"\s*(?:>\s*|#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")
# Emphasis only where no letter or digit touches its outside: 2**3**4, snake_case and *args are not emphasis.
_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|!?\[(?P<label>[^\[\]]+)\]\([^()\s]*(?:\s[^()]*)?\)"
    r"|(?<![0-9A-Za-z_*])(?P<stars>\*{1,3})(?=\S)(?P<strong>[^*]+)(?<=\S)(?P=stars)(?![0-9A-Za-z_*])"
    r"|~~(?=\S)(?P<struck>[^~]+)(?<=\S)~~"
)
_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_DIRECTION_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))


def title_from(question: str) -> str:
    """Return the first line of a question that has words, without Markdown, at most 60 columns wide; "" if none."""
    for line in _first_lines(question):
        if _FENCE_OR_RULE.match(line):
            continue
        words = one_line(_without_inline_marks(_without_block_marks(line)))
        if words:
            return _shortened(words, _LONGEST)
    return ""


def named_by_user(title: str) -> str:
    """Return a title that the user typed, on one line and at most 200 columns wide."""
    return _shortened(one_line(title[:_CHARACTERS_READ]), _LONGEST_BY_USER)


def _first_lines(text: str) -> Iterator[str]:
    start = 0
    for _ in range(_LINES_READ):
        end = text.find("\n", start)
        yield text[start : len(text) if end < 0 else end][:_CHARACTERS_READ]
        if end < 0:
            return
        start = end + 1


def _without_block_marks(line: str) -> str:
    heading = line.lstrip().startswith("#")
    while found := _MARKERS.match(line):
        line = line[found.end() :]
    return _CLOSING_HASHES.sub("", line) if heading else line


def _without_inline_marks(text: str) -> str:
    return _INLINE.sub(_inside, text)


def _inside(found: re.Match[str]) -> str:
    code: str | None = found["code"]
    if code is not None:
        return code.strip()
    return _without_inline_marks(found["label"] or found["strong"] or found["struck"])


def one_line(text: str) -> str:
    """Return `text` without control characters, marks that turn the writing direction, and runs of spaces."""
    return _SPACE_OR_CONTROL.sub(" ", text.translate(_DIRECTION_MARKS)).strip()


def _shortened(text: str, longest: int) -> str:
    """Cut after a word if there is one near the end, else after a whole character as readers see it."""
    kept: list[str] = []
    columns = 0
    for grapheme in graphemes(text):
        columns += 2 if unicodedata.east_asian_width(grapheme[0]) in "WF" else 1
        if columns > longest:
            break
        kept.append(grapheme)
    else:
        return text
    last_space = max((place for place, grapheme in enumerate(kept) if grapheme == " "), default=0)
    if last_space > len(kept) * 2 // 3:
        kept = kept[:last_space]
    else:
        kept.pop()  # room for the ellipsis
    return "".join(kept).rstrip() + "…"
