"""The pieces of a text that is too long for one paragraph: nothing is cut that is drawn as one."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from models.markdown import LINE_BREAK, Block, plain_text, read_markdown, read_verbatim, seam

ONE = {
    "mark": "e\u0301",
    "two marks": "a\u0323\u0302",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "skin": "\U0001f44d\U0001f3fd",
    "heart": "\u2764\ufe0f",
    "flag": "\U0001f1e8\U0001f1f3",
    "flag of a part": "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "syllable": "\u1112\u1161\u11ab",
    "conjunct": "\u0915\u094d\u0937\u093f",
    "voiced kana": "\uff76\uff9e",
    "Thai vowel": "\u0e17\u0e33",
    "Lao vowel": "\u0e97\u0eb3",
    "space with a mark": " \u0301",
}


@pytest.mark.parametrize("read", [read_verbatim, read_markdown])
@pytest.mark.parametrize("name", ONE)
def test_no_piece_begins_inside_what_is_drawn_as_one(name: str, read: Callable[[str], list[Block]]) -> None:
    one = ONE[name]
    for before in range(len(one)):
        text = "x" * before + one * (20_000 // len(one))
        blocks = read(text)
        assert len(blocks) > 5
        assert [block.place.start for block in blocks if (block.place.start - before) % len(one)] == [0] * (before > 0)
        assert "".join(map(plain_text, blocks)) == text


@pytest.mark.parametrize("text", ["e" + "\u0301" * 20_000, "\U0001f1e8" * 20_000, "\u200d" * 20_000])
def test_endless_marks_are_cut_all_the_same(text: str) -> None:
    blocks = read_verbatim(text)
    assert max(len(plain_text(block)) for block in blocks) <= 3000
    assert "".join(map(plain_text, blocks)) == text


@pytest.mark.parametrize(
    "text", ["word " * 4000, "中文" * 9000, "a line\n" * 400, f"- {'x' * 12_000}", f"> {'y ' * 6000}"]
)
@pytest.mark.parametrize("read", [read_verbatim, read_markdown])
def test_seams_tell_the_text_that_the_pieces_were_cut_from(text: str, read: Callable[[str], list[Block]]) -> None:
    blocks = read(text)
    whole = plain_text(blocks[0])
    for before, after in pairwise(blocks):
        between = seam(before, after)
        assert between is not None
        whole += between + plain_text(after)
    assert whole.replace(LINE_BREAK, "\n") == text.removesuffix("\n")


@pytest.mark.parametrize("text", ["one\n\ntwo", "- one\n- two", "- one\n\n  two", "> one\n\ntwo", "1. one\n   - two"])
def test_there_is_no_seam_between_two_texts(text: str) -> None:
    first, second = read_markdown(text)
    assert seam(first, second) is None
