"""However hostile a text is, each step of reading it is small; what is counted is work, not time."""

from collections.abc import Iterator

import pytest

from models.markdown import Code, GrowingMarkdown, Paragraph, plain_text, read_markdown, read_verbatim, slices
from models.markdown.parser import markdown_parser

MOST_AT_ONCE = 80_000  # characters that the parser is given in one step
DEEP = "> - " * 30 + "x\n"

HOSTILE = {
    "blank lines": "a\n" + "\n" * 400_000 + "b\n",
    "lines of spaces": "a\n\n" + " \t\n" * 150_000 + "b\n",
    "blank lines in an item": "- a\n" + "\n" * 300_000 + "  b\n",
    "definitions": "".join(f"[{n}]: http://x/{n}\n" for n in range(6000)),
    "definitions in use": "[1] [2999]\n\n" * 2000 + "".join(f"[{n}]: http://x/{n}\n" for n in range(3000)),
    "deep lines": DEEP * 400,
    "rows": "| a | b |\n|---|---|\n" + "| some | text |\n" * 4000,
}


def _steps(growing: GrowingMarkdown, text: str) -> Iterator[int]:
    """Read a text as the window does; yield how many characters the parser was given in each step."""
    pieces, left = slices(text), len(text)
    while left:
        before = growing.parsed_characters
        piece, wanted = next(pieces), growing.wanted
        while len(piece) < wanted and (more := next(pieces, "")):
            piece += more
        growing.feed(piece)
        left -= len(piece)
        growing.refresh() if left else growing.end()
        yield growing.parsed_characters - before
    while growing.is_behind:
        before = growing.parsed_characters
        growing.catch_up()
        yield growing.parsed_characters - before


@pytest.mark.parametrize("name", HOSTILE)
def test_each_step_of_reading_is_small_and_all_together_grow_with_the_text(name: str) -> None:
    growing = GrowingMarkdown()
    steps = list(_steps(growing, HOSTILE[name]))
    assert max(steps) < MOST_AT_ONCE
    assert sum(steps) < 12 * len(HOSTILE[name])
    assert growing.source == HOSTILE[name]
    is_same = growing.blocks == read_markdown(HOSTILE[name])
    assert is_same


@pytest.mark.parametrize("size", [1, 700, 30_000])
@pytest.mark.parametrize("name", ["blank lines in an item", "definitions in use", "deep lines", "rows"])
def test_hostile_text_reads_the_same_in_pieces_of_any_size(name: str, size: int) -> None:
    text = HOSTILE[name][: 500 if size == 1 else 30_000]
    growing = GrowingMarkdown()
    for start in range(0, len(text), size):
        growing.feed(text[start : start + size])
        growing.refresh()
    growing.finish()
    is_same = growing.blocks == read_markdown(text)
    assert is_same


def test_lines_with_many_marks_count_as_many_lines() -> None:
    assert max(piece.count("\n") for piece in slices(DEEP * 300)) <= 5
    assert max(piece.count("\n") for piece in slices("- > item\n" * 3000)) == 150
    growing = GrowingMarkdown()
    for piece in slices(DEEP * 300):
        growing.feed(piece)
        growing.refresh()
        assert growing.wanted <= 12 * len(DEEP)


def test_definitions_are_final_while_more_follow() -> None:
    growing = GrowingMarkdown()
    for number in range(500):
        growing.feed(f"[{number}]: http://x/{number}\n")
        growing.refresh()
    assert growing.wanted < 100
    growing.feed("\n[7] and [499]\n")
    growing.finish()
    (block,) = growing.blocks
    assert isinstance(block, Paragraph)
    assert [span.address for span in block.inline.spans] == ["http://x/7", "http://x/499"]


def test_title_of_a_definition_may_still_come() -> None:
    text = "[a]: /u\n'title\nthat goes\non'\n\n[a]\n"
    growing = GrowingMarkdown()
    for character in text:
        growing.feed(character)
        growing.refresh()
    growing.finish()
    assert [plain_text(block) for block in growing.blocks] == [plain_text(block) for block in read_markdown(text)]
    assert len(growing.blocks) == 1


def test_links_that_wait_for_an_address_are_read_anew_piece_by_piece() -> None:
    growing = GrowingMarkdown()
    for number in range(100):
        growing.feed(f"Paragraph {number} cites [the source].\n\n")
        growing.refresh()
    growing.feed("[the source]: https://a.example\n")
    growing.end()
    revised: list[range] = []
    while growing.is_behind:
        revised.append(growing.catch_up())
    assert len(revised) > 90
    assert max(map(len, revised)) <= 3
    first = growing.blocks[0]
    assert isinstance(first, Paragraph)
    assert [span.address for span in first.inline.spans] == ["https://a.example"]


@pytest.mark.parametrize(
    "text",
    [
        "|" + "a|" * 900 + "\n|" + "-|" * 900 + "\n" + "x\n" * 70,
        "| a | b |\n|---|---|\n" + "| some | text |\n" * 900,
    ],
)
def test_cells_of_a_table_that_is_shown_as_its_source_are_not_made(text: str) -> None:
    assert len(markdown_parser().parse(text, {})) < 10
    (block,) = read_markdown(text)
    assert isinstance(block, Code)
    assert block.text == text.rstrip("\n")


def test_line_of_spaces_after_a_bullet_is_looked_at_once() -> None:
    growing = GrowingMarkdown()
    growing.feed("- " + " " * 200_000 + "x")
    growing.refresh()
    assert len(growing.blocks) == 1


def test_what_the_user_typed_is_in_blocks_of_bounded_length() -> None:
    line = "word " * 100_000
    blocks = read_verbatim(f"first\n\n\n{line}\nlast")
    assert max(len(plain_text(block)) for block in blocks) <= 10_000
    assert "".join(plain_text(block) for block in blocks).startswith("firstword word")
    assert plain_text(blocks[-1]).endswith("last")


@pytest.mark.parametrize("text", ["*_~~" * 2000, "*_a_* ~~b~~ " * 500])
def test_paragraph_of_thousands_of_emphasis_marks_is_shown_as_it_stands(text: str) -> None:
    shown = "".join(plain_text(block) for block in read_markdown(text))
    assert shown.strip() == text.strip()
