"""Whether a task works: nothing is missing, and its check can be done."""

import ast
import math
import warnings

from models.catalog import modes
from models.errors import user_error
from models.lab.tasks.check_values import (
    Agreement,
    AllOf,
    Check,
    Exact,
    JsonSchema,
    Judge,
    Number,
    Numbers,
    Option,
    Pattern,
    PythonTests,
    Shape,
    parts_of,
)
from models.lab.tasks.values import Task
from models.schema import PatternError, read_pattern, read_schema
from models.texts import LANGUAGES

MOST_CHARACTERS = 20_000
"""Characters of a prompt."""

_MOST_PARTS = 20
_MOST_CASES = 200


def require_working(task: Task) -> None:
    """Raise UserError saying in a sentence what is wrong with a task, if anything is."""
    if not task.prompt.strip():
        raise user_error("lab.own.no_prompt")
    if len(task.prompt) > MOST_CHARACTERS:
        raise user_error("lab.own.long_prompt", limit=MOST_CHARACTERS)
    if task.language not in LANGUAGES:
        raise user_error("lab.own.language", language=task.language)
    if task.mode not in {item.id for item in modes()}:
        raise user_error("lab.own.mode", mode=task.mode)
    parts = parts_of(task.check)
    if len(parts) > _MOST_PARTS:
        raise user_error("lab.own.many_checks", limit=_MOST_PARTS)
    for part in parts:
        _require_check(part)


def _require_check(check: Check) -> None:
    match check:
        case Pattern():
            _require_pattern(check)
        case JsonSchema():
            if check.schema:
                read_schema(check.schema)
        case PythonTests():
            _require_tests(check)
        case Number() | Numbers():
            _require_numbers(check)
        case Agreement():
            if not 0 <= check.least <= check.most:
                raise user_error("lab.own.length")
        case Exact() | Option() | Shape() | Judge() | AllOf():
            if not _is_complete(check):
                raise user_error("lab.own.no_check")


def _is_complete(check: Exact | Option | Shape | Judge | AllOf) -> bool:
    match check:
        case Exact():
            return any(answer.strip() for answer in check.answers)
        case Option():
            return all(word.strip() for word in (*check.right, *check.wrong)) and bool(check.right)
        case Shape():
            return bool(check.demands)
        case Judge():
            return bool(check.rubric.strip())
        case AllOf():
            return bool(check.checks)


def _require_pattern(check: Pattern) -> None:
    if not check.expression:
        raise user_error("lab.own.no_check")
    try:
        read_pattern(check.expression)
    except PatternError as error:
        raise user_error("lab.own.pattern", str(error), problem=str(error)) from error


def _require_numbers(check: Number | Numbers) -> None:
    values = (check.value,) if isinstance(check, Number) else check.values
    if not values:
        raise user_error("lab.own.no_check")
    if not all(map(math.isfinite, values)) or not 0 <= check.tolerance < math.inf:
        raise user_error("lab.own.number")


def _require_tests(check: PythonTests) -> None:
    if not check.function.isidentifier() or not (check.cases or check.code.strip()):
        raise user_error("lab.own.no_tests")
    if len(check.cases) > _MOST_CASES:
        raise user_error("lab.own.many_cases", limit=_MOST_CASES)
    for case in check.cases:
        for text in (f"({case.arguments},)" if case.arguments.strip() else "()", case.expected):
            try:
                ast.literal_eval(text)
            except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError) as error:
                raise user_error("lab.own.case", case=f"{case.arguments} -> {case.expected}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(check.code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise user_error("lab.own.tests", str(error)) from error
