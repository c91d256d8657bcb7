"""Free questions: language, length, and how alike repeats are."""

import pytest

from models.lab import Agreement, CheckTools, Diversity, Task, check_answer, diversity


def passes(answer: str, language: str) -> bool | None:
    task = Task(id="own-a", prompt="?", check=Agreement(least=5, most=100), language=language)
    return check_answer(task, answer, CheckTools()).passed


@pytest.mark.parametrize(
    ("answer", "language", "passed"),
    [
        ("The sea is calm.", "en", True),
        ("大海很平静。", "zh_CN", True),
        ("用 Python 写一个函数，返回结果。", "zh_CN", True),
        ("大海很平静。", "en", False),
        ("The sea is calm.", "zh_CN", False),
        ("Yes.", "en", False),
        ("word " * 30, "en", False),
        ("12345678", "zh_CN", False),
    ],
)
def test_language_and_length(answer: str, language: str, *, passed: bool) -> None:
    assert passes(answer, language) is passed


def test_equal_answers_agree_and_repeat_themselves() -> None:
    same = diversity(["a b c", "a b c"])
    assert same == Diversity(2, agreement=1.0, distinct_1=0.5, distinct_2=0.5, characters=5.0)


def test_unlike_answers_do_not_agree() -> None:
    unlike = diversity(["a b c", "d e f"])
    assert unlike == Diversity(2, agreement=0.0, distinct_1=1.0, distinct_2=1.0, characters=5.0)


def test_agreement_is_the_mean_over_all_pairs() -> None:
    # Pairs of words: {ab, bc}, {ab, bd}, {xy}: one of three in common, then none and none.
    assert diversity(["a b c", "A, b d!", "x y"]).agreement == pytest.approx(1 / 9)


def test_chinese_characters_are_words() -> None:
    assert diversity(["大海大海"]).distinct_1 == 0.5
    assert diversity(["大海大海"]).agreement is None


def test_nothing_is_no_error() -> None:
    assert diversity([]) == Diversity(0, None, None, None, 0.0)
    assert diversity(["", ""]).agreement == 1.0
    assert diversity(["x" * 100_000] * 100).answers == 100
