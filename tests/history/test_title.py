"""Titles made from the first question."""

import pytest

from models.history.title import named_by_user, title_from


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Why is the sky blue?", "Why is the sky blue?"),
        ("\n\n  Why?  \nBecause.", "Why?"),
        ("## Heading ##\ntext", "Heading"),
        ("> - [ ] 1. **Buy** milk", "Buy milk"),
        ('See [the docs](https://example.org "t") and ![a cat](cat.png)', "See the docs and a cat"),
        ("**[bold link](x)** and ~~old~~ ***both***", "bold link and old both"),
        ("What does `__init__` do?", "What does __init__ do?"),
        ("``a ` b``", "a ` b"),
        ("Use `*args` or `*rest`", "Use *args or *rest"),
        ("请**务必**回答 什么是*梯度*", "请务必回答 什么是梯度"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("---\n===\nAfter the rule", "After the rule"),
        ("2**3**4 and 2*3*4, snake_case_name, C# and #tag", "2**3**4 and 2*3*4, snake_case_name, C# and #tag"),
        ("3.14 is pi", "3.14 is pi"),
        ("a\tb\x00c\u202ed", "a b cd"),
        ("```\n```", ""),
        ("", ""),
        (" \n\t\n", ""),
        ("****", ""),
    ],
)
def test_title_is_the_first_line_with_words(question: str, title: str) -> None:
    assert title_from(question) == title


def test_long_line_is_cut_after_a_word() -> None:
    title = title_from("Could you please explain to me in simple words how gradient descent works in practice?")
    assert title == "Could you please explain to me in simple words how gradient…"


def test_long_line_without_spaces_is_cut_at_sixty_columns() -> None:
    assert title_from("x" * 61) == "x" * 59 + "…"
    assert title_from("x" * 60) == "x" * 60


def test_chinese_characters_count_as_two_columns() -> None:
    assert title_from("为" * 30) == "为" * 30
    assert title_from("为" * 31) == "为" * 29 + "…"


@pytest.mark.parametrize("whole", ["👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "e\u0301", "각", "🏴\U000e0067\U000e0062\U000e007f"])
def test_cut_never_goes_through_what_looks_like_one_character(whole: str) -> None:
    title = title_from(whole * 80)
    assert title.endswith("…")
    kept = title.removesuffix("…")
    assert kept == whole * (len(kept) // len(whole))
    assert kept


def test_enormous_first_line_is_no_trouble() -> None:
    assert title_from("word " * 400_000).startswith("word word")
    assert title_from("\n" * 1_000_000 + "too far down") == ""


@pytest.mark.parametrize("mark", ["*", "`", "[", "~~", "![", "> ", "# ", " ", "a*", "[a](", "*a"])
def test_markers_without_end_are_no_trouble(mark: str) -> None:
    assert len(title_from(mark * 100_000)) <= 60


def test_title_typed_by_the_user_is_kept_as_typed_but_on_one_line() -> None:
    assert named_by_user(" # Notes\n on *C#* ") == "# Notes on *C#*"
    assert len(named_by_user("x" * 10_000)) == 200
