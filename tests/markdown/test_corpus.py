"""Answers of models while they grow: what is drawn is always the beginning of what is drawn in the end."""

import re

import pytest

from models.markdown import GrowingMarkdown, Table, plain_text, read_markdown
from models.markdown.blocks import Block
from tests.corpus import Answer, answers


def _drawn(blocks: list[Block]) -> str:
    """Return what is read from top to bottom, without the spaces; markers of lists included."""
    shown = ""
    for block in blocks:
        shown += "".join(level.marker for level in block.place.levels)
        # The cells that are still missing in a row are empty ones.
        shown += plain_text(block).rstrip("\t") if isinstance(block, Table) else plain_text(block)
    return re.sub(r"\s+", "", shown)


def test_there_are_sixty_and_ten_are_hard() -> None:
    assert len(answers()) == len({answer.name for answer in answers()}) == 60
    assert sum(answer.is_hard for answer in answers()) == 10


@pytest.mark.parametrize("answer", answers(), ids=lambda answer: answer.name)
def test_nothing_that_was_drawn_vanishes_while_an_answer_grows(answer: Answer) -> None:
    whole = _drawn(read_markdown(answer.text, "Image:"))
    growing = GrowingMarkdown("Image:")
    for character in answer.text:
        growing.feed(character)
        growing.refresh()
        shown = _drawn(growing.blocks)
        assert whole.startswith(shown), growing.source[-60:]
    growing.finish()
    assert growing.blocks == read_markdown(answer.text, "Image:")


@pytest.mark.parametrize("answer", answers(), ids=lambda answer: answer.name)
def test_little_of_an_answer_waits(answer: Answer) -> None:
    """At most a line or the end of a link is held back: an answer must not look stuck."""
    growing = GrowingMarkdown()
    for end in range(len(answer.text)):
        growing.feed(answer.text[end])
        growing.refresh()
        behind = len(re.sub(r"\W+", "", answer.text[: end + 1])) - len(re.sub(r"\W+", "", _drawn(growing.blocks)))
        assert behind < 150
