"""Numbers between bounds, compared with what the bounds say: the grammar is read as a regular expression."""

import random
import re
from decimal import Decimal

import pytest

from models.schema.grammar.gbnf import Characters, Choice, Literal, Node, Repeat, Rule, Sequence
from models.schema.grammar.ranges import (
    INTEGER,
    MOST_DIGITS,
    NUMBER,
    can_bound,
    decimals_between,
    integers_between,
)


def expression(node: Node) -> str:
    match node:
        case Literal(text):
            return re.escape(text)
        case Characters(ranges):
            return f"[{''.join(f'{re.escape(chr(first))}-{re.escape(chr(last))}' for first, last in ranges)}]"
        case Sequence(parts):
            return "".join(map(expression, parts))
        case Choice(options):
            return f"(?:{'|'.join(map(expression, options))})" if options else "(?!)"
        case Repeat(item, least, most):
            return f"{expression(item)}{{{least},{'' if most is None else most}}}"
        case Rule():
            raise AssertionError("numbers have no rules")


def says(node: Node, text: str) -> bool:
    return re.fullmatch(expression(node), text) is not None


@pytest.mark.parametrize("low", [None, -1234, -100, -99, -7, -1, 0, 1, 5, 10, 99, 100, 4095, 10**17])
@pytest.mark.parametrize("high", [None, -2000, -100, -8, -1, 0, 1, 6, 9, 10, 101, 999, 4096, 10**18])
def test_whole_numbers_keep_their_bounds(low: int | None, high: int | None) -> None:
    pattern = re.compile(expression(integers_between(low, high)))
    near = {
        bound + step for bound in (low, high) if bound is not None for step in (-11, -10, -2, -1, 0, 1, 2, 9, 10, 90)
    }
    for number in {*range(-150, 151), *near, -2000, 2000, 12345}:
        inside = (low is None or number >= low) and (high is None or number <= high)
        assert bool(pattern.fullmatch(str(number))) == inside, number
    assert not pattern.fullmatch("007")
    assert not pattern.fullmatch("-0")


def test_decimals_keep_their_bounds() -> None:
    random_numbers = random.Random(5)
    for _ in range(300):
        places = random_numbers.choice((0, 1, 3))
        bounds = sorted(Decimal(random_numbers.randint(-2000, 2000)).scaleb(-places) for _ in range(2))
        low, high = (bound if random_numbers.random() < 0.85 else None for bound in bounds)
        pattern = re.compile(expression(decimals_between(low, high)))
        span = (bounds[1] - bounds[0]) / 7
        tried = {bounds[0] + span * step for step in range(-3, 11)} | {bounds[0], bounds[1], Decimal(0)}
        for number in {round(one, digits) for one in tried for digits in (0, 1, 2, 5)}:
            inside = (low is None or number >= low) and (high is None or number <= high)
            text = f"{number:f}"
            if number or not text.startswith("-"):
                assert bool(pattern.fullmatch(text)) == inside, (low, high, text)


def test_bounds_that_are_left_out_are_left_out() -> None:
    node = decimals_between(Decimal(0), Decimal(1), above=True, below=True)
    assert [text for text in ("0", "0.0", "0.00", "1", "1.0") if says(node, text)] == []
    assert [text for text in ("0.1", "0.01", "0.99", "0.5") if not says(node, text)] == []
    narrow = decimals_between(Decimal("0.12"), Decimal("0.13"), above=True, below=True)
    assert says(narrow, "0.125")
    assert not says(narrow, "0.12")
    assert not says(narrow, "0.13")


@pytest.mark.parametrize("text", ["0.", ".5", "00.5", "+1", "1e5", "--1", "1.0.0", ""])
def test_only_json_numbers_are_written(text: str) -> None:
    assert not says(decimals_between(Decimal(-10), Decimal(10**6)), text)
    assert not says(INTEGER, text)


@pytest.mark.parametrize("text", ["0", "-1.5", "1e5", "9.25E-10", "1234567890123456"])
def test_any_number_may_have_an_exponent(text: str) -> None:
    assert says(NUMBER, text)
    assert not says(NUMBER, text + "e")


def test_no_number_lies_between_crossed_bounds() -> None:
    assert not says(integers_between(3, 2), "3")
    assert not says(decimals_between(Decimal("0.5"), Decimal("0.4")), "0.45")


@pytest.mark.parametrize("bound", ["inf", "1e300", "0.12345678901234567", "1e16"])
def test_bounds_beyond_a_double_are_known(bound: str) -> None:
    assert not can_bound(Decimal(bound))
    assert can_bound(Decimal("0." + "1" * (MOST_DIGITS - 1)))
