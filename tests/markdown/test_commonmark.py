"""The examples of the CommonMark specification: all are read, and those without raw HTML say what they should."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TypedDict

import pytest

from models.markdown import Block, GrowingMarkdown, Style, Table, plain_text, read_markdown
from tools.fetch_spec import fetch

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "commonmark"


class Example(TypedDict):
    """Markdown, and the HTML that the specification wants of it."""

    markdown: str
    html: str
    section: str


_RAW_SECTIONS = {"HTML blocks", "Raw HTML"}
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """All examples of the specification."""
    read: list[Example] = json.loads(fetch(CACHE).read_text("utf-8"))
    return read


class _Text(HTMLParser):
    """The text of HTML; of a picture the name and the address, as the transcript shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.text += str(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def _wanted(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return _squeezed(parser.text)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _shown(blocks: list[Block]) -> str:
    """Return the text of blocks without what we add: the addresses of pictures and of what may not be followed."""
    return _squeezed("".join(_without_added(block) for block in blocks))


def _without_added(block: Block) -> str:
    text = plain_text(block)
    inline = getattr(block, "inline", None)
    if inline is None or isinstance(block, Table):
        return text
    for span in reversed(inline.spans):
        if Style.IMAGE in span.style:
            text = text[: span.start] + text[span.start : span.end].partition(" (")[0] + text[span.end :]
    return text


def test_all_examples_are_there(examples: list[Example]) -> None:
    assert len(examples) == 652


def test_all_examples_are_read_whole_and_character_by_character(examples: list[Example]) -> None:
    for example in examples:
        growing = GrowingMarkdown()
        for character in example["markdown"]:
            growing.feed(character)
            growing.refresh()
        growing.finish()
        assert growing.blocks == read_markdown(example["markdown"]), example["markdown"]


def test_examples_without_raw_html_say_what_they_should(examples: list[Example]) -> None:
    plain = [example for example in examples if not _has_html(example)]
    assert len(plain) == 560
    wrong = [
        example["markdown"]
        for example in plain
        if _shown(read_markdown(example["markdown"])) != _wanted(example["html"])
    ]
    assert wrong == []


def test_html_is_shown_as_it_was_written(examples: list[Example]) -> None:
    for example in examples:
        if example["section"] == "Raw HTML" and "\\" not in example["markdown"] and "*" not in example["markdown"]:
            shown = _squeezed("".join(plain_text(block) for block in read_markdown(example["markdown"])))
            assert shown == _squeezed(unescape(example["markdown"])), example["markdown"]


def _has_html(example: Example) -> bool:
    if "<a href" in example["markdown"]:
        return True
    without_code_and_links = re.sub(r"`[^`<]*`|<\w+:[^>]*>|<[^@>]+@[^>]*>", "", example["markdown"])
    return example["section"] in _RAW_SECTIONS or _TAG.search(without_code_and_links) is not None
