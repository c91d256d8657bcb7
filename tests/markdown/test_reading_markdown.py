"""What Markdown becomes: blocks with their text, nesting, place in the source and links."""

import pytest

from desktop.conversation.transcript.controls import links_of
from models.markdown import (
    LINE_BREAK,
    Alignment,
    Block,
    Code,
    Heading,
    LevelKind,
    Paragraph,
    Rule,
    Style,
    Table,
    plain_text,
    read_markdown,
    read_verbatim,
    verbatim,
    verbatim_blocks,
)
from models.markdown.fence import Fence, closes, opening_fence
from tests.conversation.transcript.samples import CORPUS, EVERYTHING


def _paragraph(text: str) -> Paragraph:
    block = read_markdown(text)[0]
    assert isinstance(block, Paragraph)
    return block


def _markers(blocks: list[Block]) -> list[tuple[str, ...]]:
    return [tuple(level.marker for level in block.place.levels) for block in blocks]


def test_marked_text_has_its_styles() -> None:
    inline = _paragraph("a **b *c*** `d` ~~e~~").inline
    styles = {inline.text[span.start : span.end]: span.style for span in inline.spans}
    assert styles == {"b ": Style.BOLD, "c": Style.BOLD | Style.ITALIC, "d": Style.CODE, "e": Style.STRUCK}


def test_line_ends_stay_line_ends() -> None:
    assert _paragraph("one\ntwo  \nthree").inline.text == "one\u2028two\u2028three"


def test_lists_are_nested_and_numbered_from_their_start() -> None:
    blocks = read_markdown("3. a\n   - b\n\n     c\n4. d\n")
    assert [plain_text(block) for block in blocks] == ["a", "b", "c", "d"]
    assert _markers(blocks) == [("3.",), ("", "\u2022"), ("", ""), ("4.",)]


def test_empty_item_is_shown() -> None:
    blocks = read_markdown("- a\n-\n- b\n")
    assert [plain_text(block) for block in blocks] == ["a", "", "b"]


def test_blocks_of_one_quote_share_their_level() -> None:
    first, second = read_markdown("> a\n>\n> b\n")
    assert first.place.levels == second.place.levels
    assert first.place.levels[0].kind is LevelKind.QUOTE


def test_table_has_alignments_and_rows_of_equal_length() -> None:
    table = read_markdown("| a | b | c |\n|:--|:-:|--:|\n| 1 |\n")[0]
    assert isinstance(table, Table)
    assert table.alignments == (Alignment.LEFT, Alignment.CENTRE, Alignment.RIGHT)
    assert [[cell.text for cell in row] for row in table.rows] == [["a", "b", "c"], ["1", "", ""]]


def test_huge_table_is_shown_as_its_source() -> None:
    source = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 700
    (block,) = read_markdown(source)
    assert isinstance(block, Code)
    assert block.text == source.strip()


def test_other_blocks() -> None:
    heading, rule, code = read_markdown("## Title\n\n---\n\n    x = 1\n")
    assert isinstance(heading, Heading)
    assert (heading.level, heading.inline.text) == (2, "Title")
    assert isinstance(rule, Rule)
    assert isinstance(code, Code)
    assert (code.text, code.closed) == ("x = 1", True)


@pytest.mark.parametrize("text", CORPUS)
def test_every_block_knows_its_lines_in_the_source(text: str) -> None:
    source = text.replace("\r\n", "\n")
    for block in read_markdown(text):
        lines = source[block.place.start : block.place.end]
        assert block.place.start == 0 or source[block.place.start - 1] == "\n"
        assert block.place.end == len(source) or source[block.place.end] == "\n"
        assert lines.strip() or plain_text(block) == ""


def test_html_is_text() -> None:
    assert _paragraph("<b onclick='x'>hi</b> <script>alert(1)</script>").inline.text.startswith("<b onclick='x'>hi</b>")
    assert plain_text(read_markdown("<div>\nhi\n</div>")[0]) == "<div>\u2028hi\u2028</div>"


@pytest.mark.parametrize("address", ["https://a.example/b?c=d", "http://a.example", "mailto:a@b.example"])
def test_web_addresses_are_links(address: str) -> None:
    assert links_of(_paragraph(f"[name]({address}) and <{address}>"))[0].address == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://a", "C:/x.txt", "notes.txt", "//host/share", "data:x"],
)
def test_other_addresses_are_no_links_and_are_shown(address: str) -> None:
    paragraph = _paragraph(f"[name]({address}) and <{address}>")
    assert links_of(paragraph) == []
    assert address in paragraph.inline.text


def test_picture_is_its_name_and_whole_address() -> None:
    address = "https://evil.example/cat.png?data=" + "x" * 300
    inline = read_markdown(f"![a cat]({address})", "Image:")[0].inline  # type: ignore[union-attr]
    assert inline.text == f"Image: a cat ({address})"
    assert inline.spans[0].style & Style.IMAGE


def test_link_text_has_no_hidden_characters() -> None:
    inline = _paragraph("[safe\u202egnp.exe\u200b\u2066](https://a.example) \u200bfree").inline
    assert inline.text == "safegnp.exe \u200bfree"


def test_link_of_several_styles_is_one_link() -> None:
    (link,) = links_of(_paragraph("[a **b** `c`](https://a.example)"))
    assert (link.start, link.end) == (0, 5)
    assert len(links_of(_paragraph("[a](https://a.example)[b](https://b.example)"))) == 2


@pytest.mark.parametrize("formula", [r"\( a_1*b*c \)", r"\[ \boxed{x_1} \]", "$a_1*b*c$", "$$x_1*y*z$$"])
def test_formula_keeps_its_source(formula: str) -> None:
    assert _paragraph(f"so {formula} *is*").inline.text == f"so {formula} is"


def test_prices_are_no_formula() -> None:
    inline = _paragraph("it costs $5 and *maybe* $6").inline
    assert inline.text == "it costs $5 and maybe $6"


def test_deep_nesting_is_read() -> None:
    blocks = read_markdown("".join("  " * depth + f"- {depth}\n" for depth in range(30)))
    assert [plain_text(block) for block in blocks] == [str(depth) for depth in range(30)]


def test_what_the_user_typed_is_shown_as_it_is() -> None:
    text = "# no heading\n    if __name__:\n\n1. *a*\n```py\nx = 1\n```\n<b>"
    first, second, code, last = read_verbatim(text)
    assert plain_text(first) == "# no heading\u2028    if __name__:"
    assert plain_text(second) == "1. *a*"
    assert isinstance(code, Code)
    assert (code.text, code.language) == ("x = 1", "py")
    assert plain_text(last) == "<b>"


@pytest.mark.parametrize("text", [*CORPUS, "```\nnever closed", "", "\n\n"])
def test_nothing_the_user_typed_is_lost(text: str) -> None:
    source = text.replace("\r\n", "\n")
    blocks = read_verbatim(text)
    left = list(source)
    for block in blocks:
        left[block.place.start : block.place.end] = [""] * (block.place.end - block.place.start)
    assert "".join(left).strip() == ""


def test_pasted_file_is_laid_out_in_pieces() -> None:
    assert len(read_verbatim("line\n" * 1000)) == 25
    assert read_verbatim(EVERYTHING) == read_verbatim(EVERYTHING.replace("\n", "\r\n"))


def test_line_that_is_too_long_is_read_in_pieces() -> None:
    text = "word " * 4000 + "\nnext"
    blocks = read_verbatim(f"before\n\n{text}")
    assert max(len(plain_text(block)) for block in blocks) <= 6000
    assert plain_text(blocks[0]) == "before"
    is_whole = "".join(map(plain_text, blocks[1:])) == text.replace("\n", LINE_BREAK)
    assert is_whole
    assert [block.place.spaced for block in blocks] == [False, True, *[False] * (len(blocks) - 2)]


def test_very_many_short_paragraphs_stand_together_at_last() -> None:
    text = "a\n\n" * 20_000 + "```py\nx = 1\n```\n"
    *blocks, code = read_verbatim(text)
    assert isinstance(code, Code)
    assert len(blocks) < 3000
    assert [plain_text(block) for block in blocks[:1000]] == ["a"] * 1000
    assert "".join(map(plain_text, blocks)).count("a") == 20_000


def test_what_nobody_asks_for_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def count(line: str) -> Fence | None:
        looked.append(line)
        return opening_fence(line)

    monkeypatch.setattr(verbatim, "opening_fence", count)
    blocks = verbatim_blocks("a\n\n" * 1000)
    assert [plain_text(next(blocks)) for _ in range(3)] == ["a"] * 3
    assert len(looked) < 10


def test_fences_of_users_that_nothing_closes_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def count(line: str, fence: Fence) -> bool:
        nonlocal looked
        looked += 1
        return closes(line, fence)

    monkeypatch.setattr(verbatim, "closes", count)
    text = "```a\n" * 2000 + "~~~\nx\n~~~\n" + "````b\n" * 2000
    blocks = read_verbatim(text)
    assert [block.text for block in blocks if isinstance(block, Code)] == ["x"]
    assert "".join(text[block.place.start : block.place.end] for block in blocks).count("`") == text.count("`")
    assert looked < 3 * text.count("\n")
