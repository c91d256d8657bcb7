"""Stacked heights agree with a plain sum."""

import random

import pytest

from desktop.conversation.transcript.heights import Heights


def test_tops_and_finds_agree_with_a_plain_sum() -> None:
    chance = random.Random(1)
    plain: list[float] = []
    heights = Heights()
    for _ in range(600):
        match chance.randrange(4):
            case 0 | 1:
                plain.append(float(chance.randrange(1, 9)))
                heights.append(plain[-1])
            case 2 if plain:
                index = chance.randrange(len(plain))
                plain[index] = float(chance.randrange(1, 9))
                heights.set(index, plain[index])
            case _:
                length = max(0, len(plain) - chance.randrange(3))
                del plain[length:]
                heights.truncate(length)
        assert len(heights) == len(plain)
        assert heights.total == sum(plain)
        for index in range(0, len(plain), 7):
            top = sum(plain[:index])
            assert heights.top(index) == top
            assert heights.at(top) == heights.at(top + plain[index] - 0.5) == index


def test_place_beyond_the_ends_is_the_nearest() -> None:
    heights = Heights([3.0, 0.0, 4.0])
    assert heights.at(-5.0) == 0
    assert heights.at(100.0) == 2
    assert heights.at(3.0) == 2  # what has no height covers nothing


def test_nothing_is_found_in_nothing() -> None:
    with pytest.raises(IndexError):
        Heights().at(0.0)
