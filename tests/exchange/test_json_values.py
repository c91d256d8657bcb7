"""Cutting a long array into its values."""

import json
import random
from collections.abc import Iterator

import pytest

from models.exchange.worker.json_values import TOO_LONG, NotJsonError, TooLong, json_values


def _pieces(text: bytes, size: int) -> Iterator[bytes]:
    return (text[start : start + size] for start in range(0, len(text), size))


def _bytes(value: bytes | TooLong) -> bytes:
    assert isinstance(value, bytes)
    return value


def _value(source: random.Random, depth: int = 0) -> object:
    kind = source.randrange(6 if depth < 4 else 3)
    if kind == 3:
        return [_value(source, depth + 1) for _ in range(source.randrange(4))]
    if kind == 4:
        return {f'{number}"\\': _value(source, depth + 1) for number in range(source.randrange(4))}
    return (1.5, 'a"\\,[]{}\n你' * source.randrange(3), None)[kind % 3]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_values_are_those_of_the_whole_text_wherever_it_is_cut(size: int) -> None:
    source = random.Random(size)
    for _ in range(200):
        values = [_value(source) for _ in range(source.randrange(5))]
        text = json.dumps(values, ensure_ascii=source.random() < 0.5, indent=source.choice([None, 1])).encode()
        start = source.choice([b"", b"\xef\xbb\xbf", b" \n"])
        found = [json.loads(_bytes(value)) for value in json_values(_pieces(start + text + b"\n", size), 10_000)]
        assert found == values


def test_an_object_is_one_value() -> None:
    text = b' {"a": [1, {"b": "}"}], "c": 2} \n'
    assert list(json_values(_pieces(text, 3), 1000)) == [text.strip()]


def test_a_value_that_is_too_long_is_passed_over_and_the_next_one_found() -> None:
    text = b'[1, "' + b"x" * 5000 + b'", {"a": 2}]'
    assert list(json_values(_pieces(text, 64), 1000)) == [b"1", TOO_LONG, b'{"a": 2}']


@pytest.mark.parametrize(
    "text", [b"", b"  ", b"hello", b'"text"', b"[1, 2", b'{"a": 1', b'["abc', b'["abc\\', b"\xef\xbb"]
)
def test_what_is_no_array_or_object_or_is_cut_off_is_said_so(text: bytes) -> None:
    with pytest.raises(NotJsonError):
        list(json_values(_pieces(text, 2), 1000))


def test_values_before_a_cut_are_found() -> None:
    values = json_values(_pieces(b'[{"a": 1}, {"b": 2}, {"c"', 4), 1000)
    assert [next(values), next(values)] == [b'{"a": 1}', b'{"b": 2}']
    with pytest.raises(NotJsonError):
        next(values)
