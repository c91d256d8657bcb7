"""Conversations as HTML pages and as Markdown files."""

import base64
import hashlib
import random
import re

import pytest

from models.exchange import ExportFormat, ExportOptions, document_of
from models.exchange.html.blocks import blocks_html
from models.exchange.html.formula import formula_html
from models.history import AnswerState, Attachment, History
from models.markdown import read_markdown
from models.texts import Phrasebook
from tests.exchange.full import ANSWER, full_conversation
from tests.exchange.page_reader import Page

_EVERYTHING = ExportOptions(thinking=True, records=True)
_HOSTILE = r"""
<script>alert(1)</script> <img src="http://evil.example/x.png" onerror="alert(2)"> ![pic](http://evil.example/y.png)
[a](javascript:alert(3)) [b](file:///etc/passwd) [c](\\host\share) [d](https://good.example/"onclick="alert(4))

\(\text{<script>alert(5)</script>}\) \(\href{javascript:alert(6)}{x}\) \(\style{background:url(//evil)}{x}\)

```"><script>alert(7)</script>
</code></pre><script>alert(8)</script>
```

| <script> | a |
|---|---|
| $\text{</math><img src=x onerror=alert(9)>}$ | b |

[^"><script>]: note
"""


def _document(history: History, number: int, kind: ExportFormat, options: ExportOptions = _EVERYTHING) -> str:
    return document_of(history, number, kind, options, say=Phrasebook("en")).decode()


def _page(history: History, answer: str, *, thinking: str | None = None) -> Page:
    number = history.conversations.create(mode="balanced").id
    question = history.messages.ask(number, 'Say "<b>hi</b>" & more', [Attachment("<i>.txt", "</pre><script>", 14)])
    history.messages.finish_answer(
        history.messages.begin_answer(question), state=AnswerState.COMPLETE, content=answer, thinking=thinking
    )
    return Page(_document(history, number, ExportFormat.HTML))


def test_a_page_has_the_visible_thread_and_nothing_else(history: History) -> None:
    page = Page(_document(history, full_conversation(history), ExportFormat.HTML))
    for shown in (
        "Sums and 求和",
        "What is 2 + 2?",
        "It is four.",
        "print(2 + 2)",
        "数.py",
        "That is four.",
        "R1 蒸馏",
    ):
        assert shown in page.text
    for left_out in ("And 3 + 3?", "It is 4, I say.", "And then"):
        assert left_out not in page.text


def test_thinking_and_records_are_left_out_unless_asked_for(history: History) -> None:
    number = full_conversation(history)
    for kind in (ExportFormat.HTML, ExportFormat.MARKDOWN):
        plain = _document(history, number, kind, ExportOptions())
        assert "four" in plain
        assert "Two and two" not in plain
        assert "R1 蒸馏" not in plain


def test_a_page_needs_nothing_and_may_load_nothing(history: History) -> None:
    page = _page(history, ANSWER)
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert page.policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    assert page.harmful == page.links == []
    assert not re.search(r"url\(|@import|https?:", page.style)


def test_what_a_model_or_user_writes_cannot_run_or_load(history: History) -> None:
    page = _page(history, _HOSTILE, thinking=_HOSTILE)
    assert page.harmful == []
    assert {
        link for link in page.links if not link.startswith(("https://good.example/", "http://evil.example/", "#"))
    } == set()
    shown = page.text + " ".join(page.links)
    for number in range(1, 10):
        assert f"alert({number})" in shown


_PIECES = (
    *("- ", "1. ", "2) ", "> ", "    ", "  ", "- [x] ", "# ", "```python\n", "~~~\n", "\n", "\n\n", "---\n"),
    *(
        "*",
        "**",
        "_",
        "`",
        "~~",
        "[a](",
        "![b](",
        ")",
        "]",
        "[^1]",
        "[^1]: ",
        "|",
        "\n|---|---|\n",
        "<b>",
        "</p>",
        "<!--",
    ),
    *(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\frac{1}{2}",
        "\\text{<i>}",
        "&amp;",
        '"',
        "'",
        "word",
        "你好",
        "https://a.example/x?y=1&z=2",
    ),
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_written_the_page_is_whole_and_harmless(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(150):
        text = "".join(source.choices(_PIECES, k=source.randrange(1, 40)))
        page = Page(blocks_html(read_markdown(text), "m1-"))
        assert page.harmful == [], text
        assert all(link.startswith(("https://a.example/", "#m1-")) for link in page.links), text


def test_what_is_nested_deeply_or_very_long_is_written(history: History) -> None:
    for text in (
        ">" * 1000 + " deep",
        "\n".join("  " * depth + "- x" for depth in range(200)),
        "*" * 10_000,
        "w " * 100_000,
    ):
        assert _page(history, text).harmful == []


def test_lists_quotes_tasks_and_tables_are_nested_as_they_were(history: History) -> None:
    source = """
1. one
2. two
   - inner

     more of inner
   - [x] done
7. seven

> quoted
>
> > deeper
>
> - item

after

| a | b |
|:-:|--:|
| 1 | 2 |
"""
    page = _page(history, source)
    order = [tag for tag in page.tags if tag in {"ol", "ul", "li", "blockquote", "table", "tr", "th", "td", "input"}]
    assert order == [
        *("ol", "li", "li", "ul", "li", "li", "input", "li"),
        *("blockquote", "blockquote", "ul", "li"),
        *("table", "tr", "th", "th", "tr", "td", "td"),
    ]


def test_a_footnote_is_led_to_within_its_own_message(history: History) -> None:
    source = "See[^1].\n\n[^1]: There."
    page = _page(history, source, thinking=source)
    assert len(page.ids) == len(set(page.ids)) == 2
    assert {link.removeprefix("#") for link in page.links} == set(page.ids)


def test_formulas_are_mathml_with_their_latex(history: History) -> None:
    page = _page(history, "Half is \\( \\frac{1}{2} \\).\n\n\\[\n\\boxed{x < y}\n\\]\n")
    assert page.tags.count("math") == page.tags.count("annotation") == 2
    assert "mfrac" in page.tags
    assert "border" in page.classes
    assert "\\boxed{x < y}" in page.text


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a < b", "&lt;"),
        (r"\text{a<b & c>d}", "a&lt;b"),
        (r"\begin{array}{c|c} a & b \\ \hline 1 & 2 \end{array}", 'class="border-left border-top"'),
        (r"a \& b", "&amp;"),
        (r"\begin{cases} x & y<2 \\ z & \text{若 } a>b \end{cases}", "<mtable>"),
    ],
)
def test_marks_in_formulas_are_written_safely(tex: str, expected: str) -> None:
    made = formula_html(tex, display=False, source="SOURCE")
    assert "SOURCE" not in made
    assert expected in made
    Page(made)


@pytest.mark.parametrize("tex", [r"\ce{H2O}", r"\frac{1}{", "", r"\unknowncommand x"])
def test_a_formula_that_cannot_be_converted_is_its_source(tex: str) -> None:
    assert formula_html(tex, display=True, source="<$x$>") == '<code class="formula">&lt;$x$&gt;</code>'


def test_code_is_coloured_and_stays_as_it_is(history: History) -> None:
    code = "def f(x):\n    return '<b>'  # 注\n\n"
    page = _page(history, f"```python\n{code}```\n\n```nolanguage\na < b\n```")
    assert code.rstrip("\n") in page.text
    assert "a < b" in page.text
    assert page.tags.count("span") >= 4


def test_markdown_is_the_messages_as_they_are(history: History) -> None:
    text = _document(history, full_conversation(history), ExportFormat.MARKDOWN)
    assert text.startswith(
        "# Sums and 求和\n\n## Question\n\n**数.py**\n\n````\nprint('<2>')\n```\n````\n\nWhat is 2 + 2?\n"
    )
    assert f"\n{ANSWER}" in text
    assert "> **Thinking**\n>\n> Two and two.\n>\n> That is four.\n" in text
    assert text.endswith("tokens · 18.2 tokens/s*\n")


def test_words_of_ours_are_in_the_users_language(history: History) -> None:
    number = full_conversation(history)
    for kind in (ExportFormat.HTML, ExportFormat.MARKDOWN):
        text = document_of(history, number, kind, _EVERYTHING, say=Phrasebook("zh_CN")).decode()
        for word in ("提问", "回答", "思考过程", "温度 0.6"):
            assert word in text
