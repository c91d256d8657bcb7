"""Telling thinking from answer, however the text is cut."""

import pytest

from models.engine import Channel
from models.engine.worker.channels import ChannelReader, ThinkingTags

TAGS = ThinkingTags("<think>", "</think>")


def read(text: str, *, tags: ThinkingTags | None = TAGS, opened: bool = False, step: int = 1) -> tuple[str, str]:
    """Return (thinking, answer) of a stream that comes `step` characters at a time."""
    reader = ChannelReader(tags, opened=opened)
    pieces = []
    for start in range(0, len(text), step):
        pieces += reader.feed(text[start : start + step])
    pieces += reader.finish()
    texts = {Channel.THINKING: "", Channel.ANSWER: ""}
    for piece in pieces:
        texts[piece.channel] += piece.text
    return texts[Channel.THINKING], texts[Channel.ANSWER]


@pytest.mark.parametrize("step", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(
    ("text", "opened", "expected"),
    [
        ("I wonder.\n</think>\n\nYes.", True, ("I wonder.\n", "Yes.")),  # opened by the prompt
        ("\n<think>\nI wonder.</think>Yes.", False, ("I wonder.", "Yes.")),  # opened by the model
        ("I wonder and wonder", True, ("I wonder and wonder", "")),  # never closed
        ("Yes.", False, ("", "Yes.")),  # absent
        ("<thin air", False, ("", "<thin air")),
        ("a </thin b </think>c", True, ("a </thin b ", "c")),
        ("Say <think> twice", False, ("", "Say <think> twice")),
        ("你好<</think>再见", True, ("你好<", "再见")),
        ("</think>", True, ("", "")),
    ],
)
def test_channels(text: str, opened: bool, expected: tuple[str, str], step: int) -> None:  # noqa: FBT001
    assert read(text, opened=opened, step=step) == expected


def test_without_tags_everything_is_the_answer() -> None:
    assert read("<think>x</think>", tags=None) == ("", "<think>x</think>")
