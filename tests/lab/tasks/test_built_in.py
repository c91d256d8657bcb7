"""The tasks of the program have right answers, in every variant."""

import ast
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest

from models.lab import (
    AllOf,
    CheckTools,
    JsonSchema,
    Number,
    Numbers,
    PythonTests,
    Task,
    built_in_task,
    built_in_tasks,
    check_answer,
    runs_python,
)
from models.lab.tasks.logic_tasks import FORMS, Form
from models.texts import LANGUAGES, Phrasebook

VARIANTS = range(60)
TOOLS = CheckTools()


def passes(task: Task, answer: str) -> bool | None:
    return check_answer(task, answer, TOOLS).passed


def variants(subject: str) -> Iterator[Task]:
    for variant in VARIANTS:
        yield built_in_task(f"{subject}-en" + (f"-{variant}" if variant else ""))


def numbers(task: Task) -> list[int]:
    """The whole numbers of a prompt, before the part that says how to answer."""
    return [int(number) for number in re.findall(r"\d+", task.prompt.partition("Show")[0])]


def test_known_answers() -> None:
    assert passes(built_in_task("pool-en"), "\\boxed{2.4}")
    assert passes(built_in_task("series-en"), "\\boxed{\\frac{85}{3}}")
    assert not passes(built_in_task("series-zh"), "\\boxed{105}")  # as it was published
    assert passes(built_in_task("quadratic-zh"), "\\boxed{x_1=2, x_2=3}")
    assert passes(built_in_task("syllogism-en"), "A={2}, B={1,2,3}, C={2,3}.\nAnswer: no")
    assert passes(built_in_task("syllogism-zh"), "答案：不能")
    assert not passes(built_in_task("syllogism-zh"), "答案：能")
    record = {"name": "张伟", "age": 32, "city": "杭州", "job": "数据工程师", "skills": ["Python", "PyTorch", "SQL"]}
    assert passes(built_in_task("record-zh"), json.dumps(record, ensure_ascii=False))
    assert not passes(built_in_task("record-zh"), json.dumps(record | {"age": "32"}))
    check = built_in_task("substrings-en").check
    assert isinstance(check, PythonTests)
    assert (check.cases[0].arguments, check.cases[0].expected) == ("'abac', 2", "['ab', 'ac', 'ba']")


def test_pools() -> None:
    for task in variants("pool"):
        first, second = numbers(task)
        assert isinstance(task.check, Number)
        assert task.check.value == pytest.approx(1 / (1 / first + 1 / second))


def test_series() -> None:
    for task in variants("series"):
        _, three, _, six, place = numbers(task)
        assert isinstance(task.check, Number)
        # Found by trying: thirds and ninths are the only steps there can be.
        found = [
            first + (place - 1) * step
            for step in (Fraction(count, 9) for count in range(-400, 400))
            for first in [Fraction(three - 3 * step, 3)]
            if 6 * first + 15 * step == six
        ]
        assert [float(value) for value in found] == pytest.approx([task.check.value])


def test_equations() -> None:
    for task in (*variants("quadratic"), *variants("linear")):
        left, _, right = re.search(r"[-\dx][x^\d +-]* = [x\d +-]*[x\d]", task.prompt)[0].partition(" = ")  # type: ignore[index]
        assert isinstance(task.check, Number | Numbers)
        values = task.check.values if isinstance(task.check, Numbers) else (task.check.value,)
        for x in values:
            assert evaluated(left, x) == pytest.approx(evaluated(right, x), abs=1e-6)


def evaluated(expression: str, x: float) -> float:
    """The value of a polynomial such as "3x^2 - 5x + 6"."""
    total = 0.0
    for sign, factor, unknown, power in re.findall(r"([-+]?) ?(\d*)(x?)(\^2)?", expression):
        if factor or unknown:
            value = float(factor or 1) * (x ** (2 if power else 1) if unknown else 1)
            total += -value if sign == "-" else value
    return total


def holds(sentence: tuple[str, str, str], sets: dict[str, frozenset[int]]) -> bool:
    kind, first, second = sentence[0], sets[sentence[1]], sets[sentence[2]]
    return {"all": first <= second, "no": not first & second, "some": bool(first & second)}.get(
        kind, bool(first - second)
    )


def test_verdicts_of_syllogisms_are_those_of_all_models() -> None:
    """Three things are enough for a counter-example to any of these forms, where there is one."""
    subsets = [frozenset(item for item in range(3) if mask >> item & 1) for mask in range(8)]

    def follows(form: Form) -> bool:
        models = (dict(zip("ABC", sets, strict=True)) for sets in product(subsets, repeat=3))
        return all(
            holds(form.conclusion, model) for model in models if holds(form.first, model) and holds(form.second, model)
        )

    assert [follows(form) for form in FORMS] == [form.follows for form in FORMS]


def test_tests_of_palindromes_are_right_in_every_base() -> None:
    for task in variants("palindrome"):
        base = int(re.search(r"base (\d+)", task.prompt)[1])  # type: ignore[index]
        assert isinstance(task.check, AllOf)
        tests = task.check.checks[0]
        assert isinstance(tests, PythonTests)
        for case in tests.cases:
            number, backwards, rest = int(case.arguments), 0, int(case.arguments)
            while rest > 0:
                backwards, rest = backwards * base + rest % base, rest // base
            assert case.expected == str(number == backwards)
        assert {case.expected for case in tests.cases} == {"True", "False"}


def test_tests_of_substrings_are_right() -> None:
    for task in variants("substrings"):
        assert isinstance(task.check, PythonTests)
        for case in task.check.cases:
            text, length = ast.literal_eval(f"({case.arguments})")
            found = ast.literal_eval(case.expected)
            assert found == sorted(set(found))
            assert all(len(part) == length and part in text for part in found)
            assert {text[place:][:length] for place in range(len(text))} <= {*found, *_tails(text, length)}


def _tails(text: str, length: int) -> set[str]:
    return {text[-size:] for size in range(1, length)}


def test_records_can_be_fulfilled() -> None:
    for task in variants("record"):
        assert isinstance(task.check, JsonSchema)
        properties = json.loads(task.check.schema)["properties"]
        record = {name: rule["const"] for name, rule in properties.items()}
        assert passes(task, f"```json\n{json.dumps(record)}\n```")
        assert all(str(value) in task.prompt for name, value in record.items() if name != "skills")
        assert all(skill in task.prompt for skill in record["skills"])


def test_every_task_has_a_name_and_an_id_by_which_it_is_found() -> None:
    books = [Phrasebook(language) for language in LANGUAGES]
    for language in LANGUAGES:
        for task in (*built_in_tasks(language), *built_in_tasks(language, 7)):
            assert built_in_task(task.id) == task
            assert all(book.phrase(task.label) for book in books)
            assert task.language == language


def test_variants_come_again_and_differ() -> None:
    assert built_in_tasks("en", 5) == built_in_tasks("en", 5)
    for first, second in zip(built_in_tasks("en"), built_in_tasks("en", 8), strict=True):
        assert first.id != second.id
        assert first.prompt != second.prompt


@pytest.mark.parametrize(
    "task_id", ["", "pool", "pool-de", "pool-en-", "pool-en-0", "pool-en-x", "pool-en-1-1", "x-en"]
)
def test_unknown_ids(task_id: str) -> None:
    with pytest.raises(KeyError):
        built_in_task(task_id)


def test_only_code_needs_a_sandbox() -> None:
    assert [task.subject for task in built_in_tasks("en") if runs_python(task.check)] == ["palindrome", "substrings"]
