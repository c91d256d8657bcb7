"""What an answer is writing, told from its text as it comes."""

import random
import tracemalloc
from itertools import groupby

import pytest

from models.engine.worker.sections import SectionReader
from models.sampling import TextSection

NAMES = {"p": TextSection.PROSE, "c": TextSection.CODE, "j": TextSection.JSON, "m": TextSection.MATH}
LETTERS = {section: letter for letter, section in NAMES.items()}


def sections(*pieces: str) -> str:
    """Return a letter for each piece: the section in which its text begins."""
    reader = SectionReader()
    letters = ""
    for piece in pieces:
        letters += LETTERS[reader.section]
        reader.feed(piece)
    return letters


def by_character(text: str) -> list[tuple[str, str]]:
    """Return the stretches of a text, each with the letter of its section."""
    letters = sections(*text)
    stretches = groupby(zip(letters, text, strict=True), key=lambda pair: pair[0])
    return [(letter, "".join(character for _, character in pairs)) for letter, pairs in stretches]


def test_prose_code_and_prose_again() -> None:
    assert by_character("Look:\n\n```python\nprint(1)\n```\n\nDone.") == [
        ("p", "Look:\n\n```python\n"),
        ("c", "print(1)\n```\n"),
        ("p", "\nDone."),
    ]


@pytest.mark.parametrize(
    ("opening", "letter"),
    [
        ("```", "c"),
        ("```python", "c"),
        ("```json", "j"),
        ("``` JSON ", "j"),
        ("```json5", "j"),
        ("```json title=x", "j"),
        ("```{.json}", "j"),
        ("```jsonnet", "c"),
        ("```math", "m"),
        ("```latex", "c"),
        ("````json", "j"),
        ("~~~json", "j"),
        ("   ```json", "j"),
        ("- ```json", "j"),
        ("1. ```json", "j"),
        ("   > ```json", "j"),
        ("```json\r", "j"),
        ("```c++", "c"),
    ],
)
def test_the_opening_line_says_what_is_in_a_block(opening: str, letter: str) -> None:
    assert sections(f"{opening}\n", "x") == f"p{letter}"


@pytest.mark.parametrize("line", ["``", "`` ` ``", "```not a block```", "a ```", "x ~~~", "~~", "\\```"])
def test_what_only_looks_like_a_fence_opens_nothing(line: str) -> None:
    assert sections(f"{line}\n", "x") == "pp"


def test_a_block_ends_with_a_fence_of_its_own_kind_and_length() -> None:
    block = ("````md\n", "```python\n", "x\n", "```\n", "~~~~\n", "```` no\n", "  `````  \n", "x")
    assert sections(*block) == "pccccccp"


def test_dollars_and_backslashes_in_a_block_are_code() -> None:
    assert sections("```sh\n", "echo $HOME $$ \\( \\[\n", "x\n", "```\n", "x") == "pcccp"


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("If $$x = 1$$ then", [("p", "If $$"), ("m", "x = 1$$"), ("p", " then")]),
        ("$$\nx\n$$\nso", [("p", "$$"), ("m", "\nx\n$$"), ("p", "\nso")]),
        ("a \\(b\\) c", [("p", "a \\("), ("m", "b\\)"), ("p", " c")]),
        ("\\[\nb\n\\]\nc", [("p", "\\["), ("m", "\nb\n\\]"), ("p", "\nc")]),
        ("so $x$ is", [("p", "so $x"), ("m", "$"), ("p", " is")]),
        ("so $\\frac12$.", [("p", "so $\\"), ("m", "frac12$"), ("p", ".")]),
        ("而$x+1$是", [("p", "而$x"), ("m", "+1$"), ("p", "是")]),
        ("$a$b$", [("p", "$a"), ("m", "$"), ("p", "b$")]),
        ("\\boxed{4}", [("p", "\\boxed{4}")]),
        ("$$a$b$$ c", [("p", "$$"), ("m", "a$b$$"), ("p", " c")]),
        ("$x\\$y$ z", [("p", "$x"), ("m", "\\$y$"), ("p", " z")]),
    ],
)
def test_formulas_are_found(text: str, stretches: list[tuple[str, str]]) -> None:
    assert by_character(text) == stretches


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, or $10.50 for two.",
        "5$ or 6$ each",
        "a\\$x\\$",
        "`$x$` and `` \\(a\\) ``",
        "US$ and A$B",
        "$ x $",
        "\\\\(not a formula\\\\)",
        "`$$`",
    ],
)
def test_money_and_code_in_a_line_are_no_formulas(text: str) -> None:
    assert by_character(text) == [("p", text)]


@pytest.mark.parametrize(
    ("opened", "ended"),
    [("$x", "\n"), ("$HOME is set", "\n"), ("$$x", "\n\n"), ("\\[x", "\n \t\n"), ("\\(x\n", "\n")],
)
def test_a_formula_that_is_never_closed_does_not_last(opened: str, ended: str) -> None:
    assert sections(opened, ended, "x") == "pmp"


def test_a_fence_within_a_formula_waits_for_its_end() -> None:
    assert sections("$$\n", "```\n", "\n", "```\n", "x") == "pmmpc"


PARTS = (
    "```",
    "```json\n",
    "~~~",
    "\n",
    "\n\n",
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "`",
    " ",
    "x",
    "1",
    "文",
    "> ",
    "- ",
)


def test_it_does_not_matter_how_a_text_is_cut() -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chance.choices(PARTS, k=40))
        characters = sections(*text)
        place = 0
        reader = SectionReader()
        while place < len(text):
            assert LETTERS[reader.section] == characters[place]
            piece = text[place : place + chance.randint(1, 6)]
            reader.feed(piece)
            place += len(piece)


@pytest.mark.parametrize(
    "text", ["`" * 200_000, "$" * 200_000, "\\" * 200_000, "> " * 100_000, "1. " * 70_000, "a" * 200_000]
)
def test_a_line_without_end_is_read_in_bounded_memory(text: str) -> None:
    reader = SectionReader()
    pieces = [text[place : place + 100] for place in range(0, len(text), 100)]
    tracemalloc.start()
    try:
        for piece in pieces:
            reader.feed(piece)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    reader.feed("\n```python\n")
    assert reader.section is TextSection.CODE
    assert most < 20_000
