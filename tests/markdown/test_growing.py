"""Text that grows is read once, and comes out as if it had been read at the end."""

import random
from itertools import pairwise

import pytest

from models.markdown import Code, GrowingMarkdown, Paragraph, plain_text, read_markdown, slices
from tests.conversation.transcript.samples import CORPUS, EVERYTHING, PARAGRAPH

SOUP = (
    *("- ", "1. ", "> ", "```", "~~~", "\n", "\n", "\n\n", "    ", "  ", "a", "b c", "| ", "|", "---", "===", "# "),
    *(
        "$$",
        "\\[",
        "\\]",
        "\\(",
        "\\)",
        "\\begin{align}",
        "\\end{align}",
        "\\boxed{",
        "}",
        "\n$$\n",
        "\n\\[\n",
        "\n\\]\n",
    ),
    *("[a]", "[a]: /x", '"', "*", "**", "`", "\\", "$", "\t", "[a]: http://u 'x", "'", "![a](b)", "***"),
)


def _grown(pieces: list[str]) -> GrowingMarkdown:
    growing = GrowingMarkdown()
    for piece in pieces:
        growing.feed(piece)
        growing.refresh()
    growing.finish()
    return growing


@pytest.mark.parametrize("text", CORPUS)
def test_text_cut_anywhere_reads_as_the_whole(text: str) -> None:
    whole = read_markdown(text)
    for cut in range(len(text) + 1):
        assert _grown([text[:cut], text[cut:]]).blocks == whole, cut


@pytest.mark.parametrize("text", CORPUS)
def test_text_that_ends_anywhere_reads_as_if_it_had_come_at_once(text: str) -> None:
    for end in range(len(text) + 1):
        cuts = sorted((0, end // 3, end * 7 // 8, end))
        pieces = [text[start:stop] for start, stop in pairwise(cuts)]
        assert _grown(pieces).blocks == read_markdown(text[:end]), end


def test_random_marks_in_random_pieces_read_as_the_whole() -> None:
    for seed in range(400):
        chance = random.Random(seed)
        text = "".join(chance.choice(SOUP) for _ in range(chance.randrange(3, 40)))
        pieces, rest = [], text
        while rest:
            length = chance.choice((1, 1, 2, 5))
            pieces.append(rest[:length])
            rest = rest[length:]
        assert _grown(pieces).blocks == read_markdown(text), (seed, text)


def test_blocks_that_are_said_to_be_kept_are_the_same() -> None:
    growing = GrowingMarkdown()
    for character in EVERYTHING:
        before = list(growing.blocks)
        growing.feed(character)
        kept = growing.refresh()
        assert growing.blocks[:kept] == before[:kept]


def test_every_piece_of_a_long_answer_is_read_only_a_few_times() -> None:
    items = "".join(f"{n}. item with *text* and some more words\n" for n in range(30))
    unit = f"{PARAGRAPH}\n\n```python\n{'x = 1  # code' * 20}\n```\n\n{items}\n"
    counts = []
    for times in (5, 40):
        text = unit * times
        growing = _grown([text[start : start + 40] for start in range(0, len(text), 40)])
        counts.append(growing.parsed_characters / len(text))
    assert counts[1] < counts[0] * 1.1  # the work for a character does not grow with the answer
    assert counts[1] < 15


def test_open_code_block_is_not_read_again() -> None:
    growing = GrowingMarkdown()
    growing.feed("```python\n")
    growing.refresh()
    growing.feed("x = 1\n")
    growing.refresh()
    read = growing.parsed_characters
    for _ in range(2000):
        growing.feed("y = 2  # some code\n")
        growing.refresh()
    assert growing.parsed_characters == read
    block = growing.blocks[-1]
    assert isinstance(block, Code)
    assert block.text.count("\n") == 2000


def test_open_fence_is_a_code_block_already() -> None:
    growing = GrowingMarkdown()
    growing.feed("Look:\n```python\nprint(")
    growing.refresh()
    block = growing.blocks[-1]
    assert isinstance(block, Code)
    assert (block.text, block.language, block.closed) == ("print(", "python", False)


@pytest.mark.parametrize("mark", ["-", "- ", "1", "1.", "==", "``", "#", "|", "> ", "*", "**"])
def test_mark_at_the_end_waits_until_it_is_decided(mark: str) -> None:
    growing = GrowingMarkdown()
    growing.feed(f"A paragraph\n{mark}")
    growing.refresh()
    assert [type(block) for block in growing.blocks] == [Paragraph]
    assert growing.blocks == read_markdown("A paragraph\n")


def test_half_a_closing_fence_is_not_shown_as_code() -> None:
    growing = GrowingMarkdown()
    for piece in ("```\ncode\n", "x\n", "``"):
        growing.feed(piece)
        growing.refresh()
    block = growing.blocks[-1]
    assert isinstance(block, Code)
    assert block.text == "code\nx"


def test_link_that_is_defined_at_the_end_reaches_the_text_before() -> None:
    text = "See [the paper] and [1].\n\nMore.\n\nMore.\n\n[the paper]: https://a.example\n[1]: https://b.example\n"
    growing = _grown([*text])
    first = growing.blocks[0]
    assert isinstance(first, Paragraph)
    assert [span.address for span in first.inline.spans] == ["https://a.example", "https://b.example"]


def test_source_is_what_was_fed() -> None:
    growing = GrowingMarkdown()
    for piece in ("a\r", "\nb\r\n\r\n", "```\nc\n", "``", "`\nd"):
        growing.feed(piece)
        growing.refresh()
    assert growing.source == "a\nb\n\n```\nc\n```\nd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Some **bold te", "Some bold te"),
        ("Some **", "Some"),
        ("Some **bold*", "Some bold"),
        ("Some **bold** and", "Some bold and"),
        ("Call `print(", "Call print("),
        ("Call `", "Call"),
        ("Call `a**b` and **c", "Call a**b and c"),
        ("2 ** 3", "2 ** 3"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    ],
)
def test_half_written_marks_are_drawn_as_if_they_were_closed(text: str, shown: str) -> None:
    growing = GrowingMarkdown()
    growing.feed(f"First.\n\n{text}")
    growing.refresh()
    assert plain_text(growing.blocks[-1]).strip() == shown
    growing.finish()
    assert growing.blocks == read_markdown(f"First.\n\n{text}")


def test_marks_in_code_are_left_alone() -> None:
    growing = GrowingMarkdown()
    growing.feed("- item\n  ```\n  x = a ** b")
    growing.refresh()
    assert plain_text(growing.blocks[-1]) == "x = a ** b"


def test_pieces_of_a_long_text_are_whole_and_have_few_brackets() -> None:
    for text in ("![" * 290 + "\n\n") * 20, "[" * 9000, "a\n" * 3000 + "[x]\n" * 500, "[" * 150 + "\n" + "a" * 9000:
        pieces = list(slices(text))
        assert "".join(pieces) == text
        assert max(len(piece) for piece in pieces) <= 4000
    pieces = list(slices("[a](b) text\n" * 3000))
    assert max(piece.count("[") for piece in pieces) <= 200
    assert all(piece.endswith("\n") for piece in pieces)
