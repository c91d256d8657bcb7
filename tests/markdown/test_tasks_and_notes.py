"""Tasks, footnotes, bare addresses, and marks between Chinese characters."""

import pytest

from desktop.conversation.transcript.controls import links_of
from models.markdown import Block, Inline, LevelKind, Paragraph, Style, plain_text, read_markdown


def _inline(text: str) -> Inline:
    block = read_markdown(text)[0]
    assert isinstance(block, Paragraph)
    return block.inline


def _styled(text: str, style: Style) -> list[str]:
    inline = _inline(text)
    return [inline.text[span.start : span.end] for span in inline.spans if style in span.style]


def _checked(blocks: list[Block]) -> list[bool | None]:
    return [block.place.levels[-1].checked for block in blocks]


def test_tasks_know_whether_they_are_done() -> None:
    blocks = read_markdown("- [ ] write *it*\n- [x] read it\n- plain\n\n1. [X] one\n\n   more\n")
    assert [plain_text(block) for block in blocks] == ["write it", "read it", "plain", "one", "more"]
    assert _checked(blocks) == [False, True, None, True, None]


@pytest.mark.parametrize("text", ["- [ ]", "- [x]text", "- [y] text", "- \\[ ] text", "[ ] text", "- [](x) text"])
def test_other_brackets_are_no_task(text: str) -> None:
    (block,) = read_markdown(text)
    assert [level.checked for level in block.place.levels] in ([], [None])


def test_note_is_shown_where_it_stands_and_is_referred_to_by_its_name() -> None:
    blocks = read_markdown("Text[^1], [^why].\n\n[^1]: One\ngoes on\n\n    - more\n[^why]: Because\n\nEnd")
    assert [plain_text(block) for block in blocks] == [
        "Text[1], [why].",
        "One\u2028goes on",
        "more",
        "Because",
        "End",
    ]
    assert [level.marker for block in blocks for level in block.place.levels if level.kind is LevelKind.NOTE] == [
        "1",
        "",
        "why",
    ]
    assert [(link.start, link.end, link.address) for link in links_of(blocks[0])] == [
        (4, 7, "#1"),
        (9, 14, "#why"),
    ]


def test_number_refers_to_a_note_that_is_not_there_yet_and_a_name_does_not() -> None:
    assert _styled("see[^2] and [^a-z] and `[^3]`", Style.NOTE) == ["[2]"]


def test_note_without_text_is_shown() -> None:
    blocks = read_markdown("[^1]:\n\n[^2]: two")
    assert [plain_text(block) for block in blocks] == ["", "two"]


@pytest.mark.parametrize(
    ("text", "shown", "address"),
    [
        ("see https://a.example/b_c_d?e=f.", "https://a.example/b_c_d?e=f", "https://a.example/b_c_d?e=f"),
        ("(www.a.example/(b))", "www.a.example/(b)", "http://www.a.example/(b)"),
        ("见https://a.example/b，然后", "https://a.example/b", "https://a.example/b"),
        ("http://localhost:8080/x is here", "http://localhost:8080/x", "http://localhost:8080/x"),
        ("mail a.b+c@d.example!", "a.b+c@d.example", "mailto:a.b+c@d.example"),
        ("**https://a.example**", "https://a.example", "https://a.example"),
        ("https://a.example/\u202egnp.exe", "https://a.example/", "https://a.example/"),
        ("https://a.example/x&amp;y", "https://a.example/x&y", "https://a.example/x&y"),
    ],
)
def test_bare_address_is_a_link(text: str, shown: str, address: str) -> None:
    (link,) = links_of(read_markdown(text)[0])
    assert (_inline(text).text[link.start : link.end], link.address) == (shown, address)


@pytest.mark.parametrize(
    "text", ["javascript://x", "file:///etc/passwd", "ahttps://x.y", "http://", "www.", "www.x", "a@b", "`https://a.b`"]
)
def test_other_text_is_no_address(text: str) -> None:
    assert links_of(read_markdown(text)[0]) == []


def test_address_in_a_link_is_no_link_of_its_own() -> None:
    (link,) = links_of(read_markdown("[https://good.example](https://real.example)")[0])
    assert link.address == "https://real.example"


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**答案：**是", ["答案："]),
        ("他说**“好”**了", ["“好”"]),
        ("是**（一）**的", ["（一）"]),
        ("a**b**c", ["b"]),
        ("**a:**b", []),
        ("**“a”**b", []),
    ],
)
def test_marks_work_between_chinese_characters(text: str, bold: list[str]) -> None:
    assert _styled(text, Style.BOLD) == bold


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[a](file:///etc/passwd)", "a (file:///etc/passwd)"),
        (r"[a](\\\\host\\share)", r"a (\\host\share)"),
        ("[a](javascript:alert(1))", "a (javascript:alert(1))"),
        ("[a\u202e](C:/b\u200b.txt)", "a (C:/b.txt)"),
    ],
)
def test_address_that_is_refused_is_shown(source: str, shown: str) -> None:
    assert _inline(source).text == shown
    assert "".join(_styled(source, Style.IMAGE)) == shown
    assert links_of(read_markdown(source)[0]) == []


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", ">", "* > "])
def test_what_is_too_deep_is_shown_as_text(mark: str) -> None:
    blocks = read_markdown(f"{mark * 1000}deep")
    assert "deep" in "".join(plain_text(block) for block in blocks)


@pytest.mark.parametrize("text", ["[" * 5000, "x*" * 9000, "words and " * 5000, "line\n" * 3000], ids=range(4))
def test_text_that_is_too_long_for_marks_is_shown_in_pieces(text: str) -> None:
    blocks = read_markdown(text)
    assert len(blocks) > 1
    shown = "".join(plain_text(block) for block in blocks).replace("\u2028", "").split()
    is_all_shown = shown == text.replace("\n", "").split()  # apart from the assertion: its comparison takes minutes
    assert is_all_shown
    is_all_placed = "".join(text[block.place.start : block.place.end] for block in blocks).split() == text.split()
    assert is_all_placed or "\n" in text
