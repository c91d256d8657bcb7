"""Telling thinking from answer, however the tags are cut."""

from random import Random

import pytest

from models.catalog import ThinkingTags
from models.engine import Channel
from models.engine.worker.channels import ChannelReader

THINK = ThinkingTags("<think>", "</think>")
THINKING, ANSWER = Channel.THINKING, Channel.ANSWER


def read(*texts: str, tags: ThinkingTags | None = THINK, opened: bool = False) -> tuple[str, str]:
    """Return the thinking and the answer of a stream that comes in these pieces."""
    reader = ChannelReader(tags, opened=opened)
    found = {THINKING: "", ANSWER: ""}
    for text in texts:
        for piece in reader.feed(text):
            found[piece.channel] += piece.text
    for piece in reader.finish():
        found[piece.channel] += piece.text
    return found[THINKING], found[ANSWER]


@pytest.mark.parametrize(
    ("text", "opened", "thinking", "answer"),
    [
        ("<think>\nWhy?\n</think>\n\nSo.", False, "Why?\n", "So."),
        ("Why?\n</think>\n\nSo.", True, "Why?\n", "So."),
        ("<think>\nWhy?</think>So.", True, "Why?", "So."),
        ("\n <think>Why?</think>So.", False, "Why?", "So."),
        ("Just so.", False, "", "Just so."),
        ("\n\nJust so.", False, "", "Just so."),
        ("Why? Why?", True, "Why? Why?", ""),
        ("<think>Why?", False, "Why?", ""),
        ("</think>So.", True, "", "So."),
        ("<think></think>So.", False, "", "So."),
        ("So <think>is</think> it.", False, "", "So <think>is</think> it."),
        ("a</think>b</think>c", True, "a", "b</think>c"),
        ("a</thin</think>b", True, "a</thin", "b"),
        ("<<think>a", False, "", "<<think>a"),
        ("a <think> b</think>c", True, "a <think> b", "c"),
        ("<thi", False, "", "<thi"),
        ("a</thi", True, "a</thi", ""),
        ("", False, "", ""),
        ("", True, "", ""),
        (" \n ", True, "", ""),
    ],
)
def test_a_stream_is_read_the_same_however_it_is_cut(text: str, opened: bool, thinking: str, answer: str) -> None:  # noqa: FBT001
    assert read(text, opened=opened) == (thinking, answer)
    assert read(*text, opened=opened) == (thinking, answer)
    chance = Random(text)
    for _ in range(20):
        cuts = sorted(chance.sample(range(len(text) + 1), min(len(text), 3)))
        pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert read(*pieces, opened=opened) == (thinking, answer)


def test_nothing_is_held_back_longer_than_needed() -> None:
    reader = ChannelReader(THINK, opened=True)
    assert [piece.text for piece in reader.feed("a < b </th")] == ["a < b "]
    assert [piece.text for piece in reader.feed("e")] == ["</the"]
    assert reader.channel is THINKING


def test_the_channel_changes_with_the_tag() -> None:
    reader = ChannelReader(THINK, opened=False)
    assert reader.channel is ANSWER
    reader.feed("<think>")
    assert reader.channel is THINKING
    reader.feed("x</think>")
    assert reader.channel is ANSWER


def test_without_tags_everything_is_the_answer() -> None:
    assert read("<think>a</think>b", tags=None) == ("", "<think>a</think>b")
    assert read("<think>a</think>b", tags=None, opened=True) == ("", "<think>a</think>b")


def test_other_families_have_other_tags() -> None:
    assert read("[THINK]a[/THINK]b", tags=ThinkingTags("[THINK]", "[/THINK]")) == ("a", "b")


def test_thinking_can_be_closed_from_outside() -> None:
    reader = ChannelReader(THINK, opened=True)
    assert [piece.text for piece in reader.feed("a </th")] == ["a "]
    assert [(piece.channel, piece.text) for piece in reader.close_thinking()] == [(THINKING, "</th")]
    assert [(piece.channel, piece.text) for piece in reader.feed("\n<think>b")] == [(ANSWER, "<think>b")]


def test_thinking_can_be_closed_before_it_began() -> None:
    reader = ChannelReader(THINK, opened=True)
    assert reader.close_thinking() == []
    assert [(piece.channel, piece.text) for piece in reader.feed("b")] == [(ANSWER, "b")]
