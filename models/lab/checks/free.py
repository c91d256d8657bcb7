"""Free questions: language and length of one answer, and what repeats of it have in common."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from models.errors import Text
from models.lab.checks.results import found
from models.lab.checks.values import Finding
from models.lab.tasks.check_values import Agreement

_WORDS = 600
"""Words of an answer that are looked at."""

_ANSWERS = 40
"""Answers of which every two are compared."""

_MOSTLY = 0.3
_HARDLY = 0.1


@dataclass(frozen=True)
class Diversity:
    """How unlike repeats of one answer are.

    `agreement` is the mean share of common pairs of words of every two answers (Jaccard), None for a single one;
    `distinct_1` and `distinct_2` are the share of different words and pairs of words among all of them (Li et al.,
    "A Diversity-Promoting Objective Function", NAACL 2016), None where there are none. `characters` is the mean length.
    A Chinese character counts as a word.
    """

    answers: int
    agreement: float | None
    distinct_1: float | None
    distinct_2: float | None
    characters: float


def diversity(answers: Sequence[str]) -> Diversity:
    """Compare repeats of an answer with each other."""
    words = [words_of(answer) for answer in answers]
    pairs = [tuple(pairwise(row)) for row in words]
    couples = list(combinations([frozenset(row) for row in pairs[:_ANSWERS]], 2))
    shared = [len(first & second) / len(first | second) if first | second else 1.0 for first, second in couples]
    return Diversity(
        len(answers),
        sum(shared) / len(shared) if shared else None,
        _distinct([word for row in words for word in row]),
        _distinct([pair for row in pairs for pair in row]),
        sum(map(len, answers)) / len(answers) if answers else 0.0,
    )


def check_free(check: Agreement, answer: str, language: str) -> Finding:
    """Say whether an answer is in the language that was asked for, and neither too short nor too long."""
    length = len(answer.strip())
    if not check.least <= length <= check.most:
        reason = Text("lab.finding.length", {"length": length, "least": check.least, "most": check.most})
        return found(passed=False, reason=reason)
    share = _chinese_share(answer)
    passed = share >= _MOSTLY if language == "zh_CN" else share <= _HARDLY
    return found(passed=passed, reason=Text("lab.finding.language" if passed else "lab.finding.other_language"))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of the begin of a text, in small letters; a Chinese character is a word."""
    words: list[str] = []
    current = ""
    for character in unicodedata.normalize("NFKC", text).casefold():
        if character.isalnum() and not _is_chinese(character):
            current += character
            continue
        if current:
            words.append(current)
        current = ""
        if _is_chinese(character):
            words.append(character)
        if len(words) >= _WORDS:
            return tuple(words)
    return (*words, current) if current else tuple(words)


def _distinct(items: Sequence[object]) -> float | None:
    return len(set(items)) / len(items) if items else None


def _chinese_share(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    return sum(map(_is_chinese, letters)) / len(letters) if letters else 0.0


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
