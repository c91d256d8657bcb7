"""Splitting text into what readers see as one character."""

import pytest

from models.history.graphemes import graphemes


@pytest.mark.parametrize(
    "expected",
    [
        ["a", "b", "c"],
        ["e\u0301", "a\u0308\u0304"],
        ["👩‍👩‍👧‍👦", "👍🏽", "❤️"],
        ["🇨🇳", "🇩🇪", "🇫"],
        ["1\ufe0f\u20e3", "2"],
        ["梯", "度", "が", "か\u3099"],
        ["\u1112\u1161\u11ab", "각", "가\u11a8"],
        ["\u1100\uac00"],
        ["क्षि", "ನಿ"],
        ["กำ"[0], "กำ"[1:], "ก\u0e34"],
        ["a", "\r\n", "b"],
        [],
    ],
)
def test_graphemes_are_kept_whole(expected: list[str]) -> None:
    assert list(graphemes("".join(expected))) == expected


def test_piles_of_marks_are_bounded() -> None:
    text = "a" + "\u0301" * 1000
    parts = list(graphemes(text))
    assert "".join(parts) == text
    assert max(map(len, parts)) == 32
