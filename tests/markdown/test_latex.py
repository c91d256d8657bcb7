"""The LaTeX of formulas becomes MathML, safe for a page, or is refused."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from models.markdown import Rules, formula_element, mathml

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def _page(tex: str) -> Element:
    text = mathml(tex, True)  # noqa: FBT003 - in lines of its own
    assert text is not None
    return fromstring(text)  # noqa: S314 - our own text


def _table(tex: str) -> Element:
    root = formula_element(tex, display=True)
    assert root is not None
    return next(root.iter("mtable"))


def _lines(table: Element) -> tuple[set[int], set[int]]:
    rules = Rules.of(table)
    return set(rules.columns), set(rules.rows)


def test_formula_is_one_element_of_the_wanted_kind() -> None:
    assert [_page(r"\frac{1}{2}").tag, _page("x").get("display")] == [f"{MATHML}math", "block"]
    assert (mathml("x", False) or "").count('display="inline"') == 1  # noqa: FBT003 - in running text
    assert next(_page(r"\frac{1}{2}").iter(f"{MATHML}mfrac")) is not None


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;}",
        r"\text{&#x3c;script&#x3e;}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(x)}{a}",
        r"\class{y}{a}",
        r'\color{red" onclick="x}{a}',
        r"\unicode{x3c}script\unicode{x3e}",
    ],
)
def test_nothing_of_a_formula_becomes_markup(tex: str) -> None:
    text = mathml(tex, True) or ""  # noqa: FBT003 - in lines of its own
    for bad in ("<script", "javascript", "url(", "onclick=", "href", "class="):
        assert bad not in text


@pytest.mark.parametrize(
    "tex",
    [
        "",
        "  ",
        r"\foo{x}",
        r"\ce{H2O}",
        r"\mathrm{\foo}",
        r"\text{\foo}",
        r"\frac{a",
        "a} b",
        r"\left( x",
        r"\begin{aligned} x",
        r"\def\x{\x\x}\x",
        r"\newcommand{\x}{y}\x",
        "{" * 100 + "}" * 100,
        "x" * 5000,
        "x\ue000",
        r"\begin{pmatrix} a \\ \hline b \end{pmatrix}",
        r"\begin{array}{c}\multicolumn{2}{c}{x}\end{array}",
    ],
)
def test_what_cannot_be_set_is_refused(tex: str) -> None:
    assert mathml(tex, True) is None  # noqa: FBT003 - in lines of its own


def test_text_keeps_its_spaces_its_language_and_the_formulas_in_it() -> None:
    root = _page(r"\text{若 $x>0$ 则 100\% } y")
    texts = ["".join(element.itertext()) for element in root.iter(f"{MATHML}mtext")]
    assert texts == ["若\u00a0", "\u00a0则\u00a0100%\u00a0"]
    assert "".join(root.itertext()).count("$") == 0


@pytest.mark.parametrize(
    ("tex", "columns", "rows"),
    [
        (r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}", {1}, {1}),
        (r"\begin{array}{|c|cc|} \hline a & b & c \\ \hline \end{array}", {0, 1, 3}, {0, 1}),
        (r"\begin{array}{*{2}{r}|@{\,}l} a & b & c \\[2pt] d & e & f \end{array}", {2}, set()),
        (r"\begin{array}{r} 12 \\ +\ 34 \\ \hline 46 \end{array}", set(), {2}),
        (r"\left[\begin{array}{cc|c} 1 & 2 & 3 \end{array}\right]", {2}, set()),
    ],
)
def test_lines_of_an_array_are_noted_where_they_are(tex: str, columns: set[int], rows: set[int]) -> None:
    assert _lines(_table(tex)) == (columns, rows)


def test_lines_of_arrays_within_arrays_stay_apart() -> None:
    outer = _table(r"\begin{array}{c|c} \begin{array}{cc} 1 & 2 \\ \hline 3 & 4 \end{array} & b \end{array}")
    inner = [table for table in outer.iter("mtable") if table is not outer]
    assert _lines(outer) == ({1}, set())
    assert [_lines(table) for table in inner] == [(set(), {1})]


def test_lines_and_boxes_are_borders_on_a_page() -> None:
    root = _page(r"\boxed{x} \begin{array}{c|c} a & b \\ \hline c & d \end{array}")
    styles = [element.get("style", "") for element in root.iter() if element.get("style")]
    assert styles[0].startswith("border:")
    assert sorted(styles[1:]) == [
        "border-left: thin solid",
        "border-left: thin solid; border-top: thin solid",
        "border-top: thin solid",
    ]
    assert "data-" not in (mathml(r"\begin{array}{c|c} a & b \end{array}", True) or "")  # noqa: FBT003 - as above


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\begin{alignat}{2} a &= b \end{alignat}", "a=b"),
        (r"\begin{aligned}[t] a &= b \\[4pt] c &= d \end{aligned}", "a=bc=d"),
        (r"E = mc^2 \tag{7}", "E=mc2(7)"),
        (r"x \label{eq:x}", "x"),
    ],
)
def test_what_is_no_part_of_a_formula_is_not_shown(tex: str, text: str) -> None:
    assert "".join(_page(tex).itertext()).replace("\u00a0", "") == text


def test_equations_are_not_numbered() -> None:
    assert "(1)" not in "".join(_page(r"\begin{align} a &= b \\ c &= d \end{align}").itertext())


def test_long_arrows_are_operators_in_a_page() -> None:
    made = mathml(r"a \implies b \longrightarrow c", display=True)
    assert made is not None
    assert made.count("<mo>") == 2
