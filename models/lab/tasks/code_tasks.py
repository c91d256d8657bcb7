"""Tasks whose answers are functions in Python, run against tests."""

import random

from models.lab.tasks.check_values import AllOf, Case, Demand, PythonTests, Shape
from models.lab.tasks.prompts import Draft, prompt

_PALINDROMES = 6
_LETTERS = "abc"


def palindrome(language: str, chance: random.Random | None) -> Draft:
    """Whether a whole number is a palindrome, without making text of it; in variants in another base."""
    base = 10 if chance is None else chance.randint(2, 16)
    numbers = [-121, -1, 0, 1, 10, 121, 123, 1221, 12321, 100_021]
    if chance is not None:
        numbers += [_mirrored(chance, base) for _ in range(_PALINDROMES)]
        numbers += [chance.randint(base, base**4) for _ in range(_PALINDROMES)]
    cases = tuple(Case(arguments=str(number), expected=str(_is_palindrome(number, base))) for number in numbers)
    tests = PythonTests(function="is_palindrome", cases=cases)
    check = AllOf(checks=(tests, Shape(demands=(Demand.NO_TEXT_CONVERSION,))))
    return Draft(prompt("lab.prompt.palindrome", language, base=base), check)


def substrings(language: str, chance: random.Random | None) -> Draft:
    """All distinct substrings of a length, sorted: those of length 2 of "abac" are "ab", "ac" and "ba"."""
    text = "abac" if chance is None else "".join(chance.choices(_LETTERS, k=chance.randint(5, 8)))
    length = 2 if chance is None else chance.randint(2, 3)
    given = [(text, length), ("aaaa", 2), ("abcabc", 3), ("", 2), ("ab", 3), ("banana", 1), ("你好你好", 2)]
    cases = tuple(Case(arguments=f"{text!r}, {size}", expected=repr(_substrings(text, size))) for text, size in given)
    check = PythonTests(function="substrings", cases=cases)
    return Draft(prompt("lab.prompt.substrings", language, text=text, length=length), check)


def _digits(number: int, base: int) -> list[int]:
    digits = [number % base]
    while number >= base:
        number //= base
        digits.append(number % base)
    return digits


def _is_palindrome(number: int, base: int) -> bool:
    return number >= 0 and _digits(number, base) == _digits(number, base)[::-1]


def _mirrored(chance: random.Random, base: int) -> int:
    half = [chance.randint(1, base - 1), chance.randint(0, base - 1)]
    value = 0
    for digit in (*half, *half[::-1]):
        value = value * base + digit
    return value


def _substrings(text: str, length: int) -> list[str]:
    return sorted({text[place : place + length] for place in range(len(text) - length + 1)})
