"""Cutting a text into chunks that a tokenizer can take one by one, at places where no token would have stood across.

Some tokenizers of llama.cpp match regular expressions by recursion, one level a character: 30,000 letters or spaces
without a break overflow the stack and kill the process. And nothing can stop a tokenizer on its way through megabytes.
"""

import re
from collections.abc import Iterator

LONGEST_RUN = 512
"""Characters of one kind without a break. Real words, numbers and rules are shorter; what is longer may be cut."""

LONGEST_UNBROKEN = 2048
"""Characters without white space; cut where their kind changes, as tokens do."""

LARGEST_CHUNK = 32_768

_RUN = re.compile("|".join(f"(?:{kind}){{1,{LONGEST_RUN}}}" for kind in (r"\s", r"[^\W\d_]", r"\d", r"[^\w\s]|_")))
_BREAK = re.compile(r"\n(?=\S)|(?<=\S)(?= \S)")
"""Before the first word of a line, or before the space that belongs to a word: tokens begin there anyway."""


def chunks(text: str) -> Iterator[str]:
    """Yield the parts of a text, in order; none is empty."""
    start = 0
    while len(text) - start > LARGEST_CHUNK:
        end = _last_break(text, start)
        yield from _without_long_runs(text[start:end])
        start = end
    yield from _without_long_runs(text[start:])


def _last_break(text: str, start: int) -> int:
    """Return the last good place to cut in the second half of the chunk that begins at `start`, else its end."""
    end = start + LARGEST_CHUNK
    for place in _BREAK.finditer(text, start + LARGEST_CHUNK // 2, start + LARGEST_CHUNK):
        end = place.end()
    return end


def _without_long_runs(text: str) -> Iterator[str]:
    start = unbroken = 0
    for run in _RUN.finditer(text):
        length = run.end() - run.start()
        unbroken = 0 if text[run.start()].isspace() else unbroken + length
        if length == LONGEST_RUN or unbroken >= LONGEST_UNBROKEN:
            yield text[start : run.end()]
            start, unbroken = run.end(), 0
    if start < len(text):
        yield text[start:]
