"""Regular expressions of schemas: the same answers as Python's own, without ever taking for ever."""

import random
import re
import time

import pytest

from models.schema.pattern import MAX_LENGTH, PatternError, found_in, read_pattern

PATTERNS = [
    "",
    "a",
    "ab|cd",
    "^ab|cd$",
    "^(ab|cd)+$",
    "a.c",
    "[a-c]d",
    "[^a-c]d",
    "[\\d-]x",
    "[-a]",
    "[a-]",
    "a{2}b",
    "a{1,2}b",
    "^a{2,}$",
    "(?:a|b?)*c",
    "\\w\\s\\d",
    "\\W\\S\\D",
    "a+?b*?",
    "\\u0061\\x62",
    "\\.\\*\\\\",
    "(a*)*b",
    "(a|ab)(c|bcd)(d*)$",
    "^$",
    "a$b",
    "x\\n",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_finds_what_python_finds(pattern: str) -> None:
    letters = random.Random(1)
    ours, pythons = read_pattern(pattern), re.compile(pattern, re.ASCII)
    texts = {"", *("".join(letters.choices("aabbcdx1 -.*\\\n", k=letters.randint(1, 7))) for _ in range(800))}
    # `$` is the very end here, as in JavaScript; in Python a line break may follow.
    texts = {text for text in texts if not text.endswith("\n")}
    assert [text for text in texts if found_in(ours, text) != bool(pythons.search(text))] == []


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(",
            ")",
            "[",
            "a)",
            "(?=a)",
            "(?<n>a)",
            "*a",
            "a**",
            "a{,2}",
            "a{2,1}",
            "a{1001}",
            "\\1",
            "\\p{L}",
            "\\",
            "^*",
        ),
        *("[b-a]", "\\u12", "\\xzz", "(" * 40 + "a" + ")" * 40, "a" * (MAX_LENGTH + 1)),
    ],
)
def test_what_is_not_supported_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        read_pattern(pattern)


def test_characters_beyond_ascii() -> None:
    assert found_in(read_pattern("^[一-龥]+$"), "温度")
    assert not found_in(read_pattern("^[一-龥]+$"), "温x")
    assert found_in(read_pattern("^\\s$"), "\u3000")
    assert found_in(read_pattern("^.$"), "😀")


def test_an_expression_that_python_never_finishes_is_answered() -> None:
    assert not found_in(read_pattern("^(a+)+$"), "a" * 3000 + "b")
    assert not found_in(read_pattern("^(a|a)*$"), "a" * 3000 + "b")


def test_a_search_ends_in_time() -> None:
    pattern = read_pattern("^((a{0,1000}){0,1000}){0,1000}b$")
    with pytest.raises(TimeoutError):
        found_in(pattern, "a" * 100_000, end=time.monotonic())
