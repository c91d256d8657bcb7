"""Texts one in a line come back as they were, whatever is in them."""

import random

import pytest

from desktop.settings.line_texts import as_lines, from_lines

CHARACTERS = "ab \\ntru0\n\t\r\v\x00\x85\xa0\u2028\u2029\u3000\ufeff。终😀\U000e0041"


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ((), ""),
        (("User:",), "User:"),
        (("a", "b"), "a\nb"),
        (("\n\n",), r"\n\n"),
        (("a\tb\r",), r"a\tb\r"),
        (("C:\\new",), r"C:\\new"),
        ((" ", "  x "), "\\u0020\n  x "),
        (("\u2028\u00a0",), r"\u2028\u00a0"),
        (("终止。", "😀"), "终止。\n😀"),
    ],
)
def test_each_text_is_a_line(texts: tuple[str, ...], lines: str) -> None:
    assert as_lines(texts) == lines
    assert from_lines(lines) == texts


@pytest.mark.parametrize("seed", range(200))
def test_what_is_written_is_read_again(seed: int) -> None:
    dice = random.Random(seed)
    texts = tuple("".join(dice.choices(CHARACTERS, k=dice.randint(1, 12))) for _ in range(dice.randint(0, 5)))
    assert from_lines(as_lines(texts)) == texts


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ("\n  \n\na\n", ("a",)),
        (r"\d \x" + "\\", (r"\d \x" + "\\",)),
        (r"\u12", (r"\u12",)),
        (r"\ud83d", (r"\ud83d",)),
        ("\ud83d\ude00", ("😀",)),
        ("half \udce4", ("half \ufffd",)),
    ],
)
def test_what_is_no_escape_stands_for_itself(lines: str, texts: tuple[str, ...]) -> None:
    assert from_lines(lines) == texts
