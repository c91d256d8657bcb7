r"""Formulas are found where people and models write them, and money, code and unclosed openings stay text."""

import pytest

from models.markdown import (
    Block,
    Formula,
    GrowingMarkdown,
    LevelKind,
    Paragraph,
    Style,
    Table,
    plain_text,
    read_markdown,
)

LONG = "x + " * 2000


def _marked(source: str) -> list[str]:
    """Return the sources of the formulas in the running text of one paragraph."""
    (block,) = read_markdown(source)
    assert isinstance(block, Paragraph)
    return [block.inline.text[span.start : span.end] for span in block.inline.spans if Style.FORMULA in span.style]


def _growing(text: str) -> Block:
    growing = GrowingMarkdown()
    growing.feed(text)
    growing.refresh()
    return growing.blocks[-1]


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("the area $S=\\pi r^2$.", ["$S=\\pi r^2$"]),
        ("面积$S=\\pi r^2$，周长\\(2\\pi r\\)。", ["$S=\\pi r^2$", "\\(2\\pi r\\)"]),
        ("$a_1*b$ and $a_2*b$", ["$a_1*b$", "$a_2*b$"]),
        ("so \\[x\\] and $$y_1$$ follow", ["\\[x\\]", "$$y_1$$"]),
        ("over \\(a\n= b\\) lines", ["\\(a\u2028= b\\)"]),
        ("is \\boxed{\\frac{1}{2}}, so", ["\\boxed{\\frac{1}{2}}"]),
        ("with \\begin{pmatrix}1\\\\2\\end{pmatrix} as", ["\\begin{pmatrix}1\\\\2\\end{pmatrix}"]),
        ("the $n$th, $50\\%$, $2^{10}$", ["$n$", "$50\\%$", "$2^{10}$"]),
        ("**bold $x$**", ["$x$"]),
    ],
)
def test_formula_in_running_text_keeps_its_source(source: str, formulas: list[str]) -> None:
    assert _marked(source) == formulas


@pytest.mark.parametrize(
    "source",
    [
        "between $5 and $10",
        "US$5, A$6",
        "costs $20-$30",
        "$20 last year or about 18$ now",
        "a $ b $ c",
        "\\$x\\$",
        "`$x$`",
        "`a$b` for $1, `c$d`",
        "empty \\(\\) and $$$$ and \\[ \\]",
        "\\\\(a\\\\)",
        "open \\(x and \\[y and $$z and \\boxed{w",
        f"far \\({LONG}\\)",
        "\\boxed{" * 30,
    ],
)
def test_money_code_and_unclosed_openings_are_no_formulas(source: str) -> None:
    assert _marked(source) == []


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("$$x$$", "x"),
        ("\\[\nx_1 \\\\[2pt]\n= 2\n\\]", "x_1 \\\\[2pt]\n= 2"),
        ("\\[ x \\].", "x."),
        ("$$ x $$。", "x。"),
        ("\\begin{cases}a\\\\b\\end{cases}", "\\begin{cases}a\\\\b\\end{cases}"),
        ("\\boxed{5}", "\\boxed{5}"),
        ("   $$\n   x\n   $$", "x"),
    ],
)
def test_formula_in_lines_of_its_own_is_a_block(source: str, tex: str) -> None:
    blocks = read_markdown(f"Then\n{source}\nholds.")
    assert [type(block) for block in blocks] == [Paragraph, Formula, Paragraph]
    formula = blocks[1]
    assert isinstance(formula, Formula)
    assert formula.tex == tex
    assert plain_text(formula).replace(" ", "") == source.replace(" ", "")


def test_formula_block_stands_in_lists_and_quotes() -> None:
    blocks = read_markdown("1. first\n   \\[\n   x\n   \\]\n2. second\n\n> quoted\n>\n> $$\n> y\n> $$\n")
    formulas = [block for block in blocks if isinstance(block, Formula)]
    assert [(formula.text, [level.kind for level in formula.place.levels]) for formula in formulas] == [
        ("\\[\nx\n\\]", [LevelKind.ITEM]),
        ("$$\ny\n$$", [LevelKind.QUOTE]),
    ]


def test_formulas_stand_in_tables_and_headings() -> None:
    table, heading = read_markdown("| $a$ | b |\n|-|-|\n| c | \\(d\\) |\n\n# On $e$")
    assert isinstance(table, Table)
    assert [cell.text for row in table.rows for cell in row for span in cell.spans if Style.FORMULA in span.style] == [
        "$a$",
        "\\(d\\)",
    ]
    assert not isinstance(heading, Table | Formula)
    assert plain_text(heading) == "On $e$"


@pytest.mark.parametrize(
    "source",
    [
        "\\[ a\n\nb \\]",
        "\\[ a \\[ b \\]",
        "$$x$$ is text",
        "    $$x$$",
        "```\n$$\nx\n$$\n```",
        f"$$\n{LONG}\n$$",
        "\\begin{tikzpicture}\nx\n\\end{tikzpicture}",
    ],
)
def test_text_that_only_looks_like_a_formula_is_no_block(source: str) -> None:
    assert not any(isinstance(block, Formula) for block in read_markdown(source))


@pytest.mark.parametrize("opening", ["\\[", "$$", "\\begin{aligned}", "\\boxed{"])
def test_unclosed_formula_is_a_formula_while_the_text_grows_and_gives_it_back_at_the_end(opening: str) -> None:
    text = f"So\n{opening}\na_1 = *b"
    block = _growing(text)
    assert isinstance(block, Formula)
    assert (block.text, block.tex) == (f"{opening}\na_1 = *b", "")
    assert not any(isinstance(block, Formula) for block in read_markdown(text))


@pytest.mark.parametrize("opening", ["\\[", "$$", "\\(", "$", "\\boxed{"])
def test_unclosed_formula_in_running_text_is_a_formula_while_it_grows(opening: str) -> None:
    block = _growing(f"**So {opening}a_1 = b_1")
    assert isinstance(block, Paragraph)
    assert block.inline.text == f"So {opening}a_1 = b_1"
    assert [(span.start, span.style) for span in block.inline.spans if Style.FORMULA in span.style] == [
        (3, Style.FORMULA | Style.BOLD)
    ]


@pytest.mark.parametrize("text", ["It costs $5 and some", "See \\[ this\n\nand that", "Code `$x", "Then $x$ and"])
def test_growing_text_after_what_cannot_be_a_formula_is_plain(text: str) -> None:
    block = _growing(text)
    assert isinstance(block, Paragraph)
    open_spans = [span for span in block.inline.spans if span.end == len(block.inline.text)]
    assert not any(Style.FORMULA in span.style for span in open_spans)
