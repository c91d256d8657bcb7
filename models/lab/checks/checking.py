"""Checking an answer by a task's check."""

from models.errors import Text
from models.lab.checks.free import check_free
from models.lab.checks.judging import check_by_judge
from models.lab.checks.python_tests import check_python
from models.lab.checks.results import (
    check_exact,
    check_json,
    check_number,
    check_numbers,
    check_option,
    check_pattern,
    found,
)
from models.lab.checks.shape import check_shape
from models.lab.checks.values import CheckTools, Finding
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
)
from models.lab.tasks.values import Task


def check_answer(task: Task, answer: str, tools: CheckTools) -> Finding:
    """Return what the task's check finds in an answer, without its thinking; an answer never makes it raise."""
    if not answer.strip():
        return found(passed=False, reason=Text("lab.finding.empty"))
    return _check(task.check, task, answer, tools)


def _check(check: Check, task: Task, answer: str, tools: CheckTools) -> Finding:
    match check:
        case AllOf():
            return _check_all(check, task, answer, tools)
        case PythonTests():
            return check_python(check, answer, tools)
        case Judge():
            return check_by_judge(check, task.prompt, answer, language=task.language, ask=tools.judge)
        case Agreement():
            return check_free(check, answer, task.language)
        case Pattern():
            return check_pattern(check, answer, tools.seconds)
        case _:
            return _check_result(check, answer)


def _check_result(check: Exact | Option | Number | Numbers | JsonSchema | Shape, answer: str) -> Finding:
    match check:
        case Exact():
            return check_exact(check, answer)
        case Option():
            return check_option(check, answer)
        case Number():
            return check_number(check, answer)
        case Numbers():
            return check_numbers(check, answer)
        case JsonSchema():
            return check_json(check, answer)
        case Shape():
            return check_shape(check, answer)


def _check_all(check: AllOf, task: Task, answer: str, tools: CheckTools) -> Finding:
    """Check all parts: one that fails decides, then one that cannot be judged; the reason is that part's."""
    findings = [_check(part, task, answer, tools) for part in check.checks]
    scores = [finding.score for finding in findings if finding.score is not None]
    score = sum(scores) / len(scores) if scores else None
    for passed in (False, None):
        for finding in findings:
            if finding.passed is passed:
                return Finding(passed, score, finding.reason)
    return found(passed=True, reason=findings[-1].reason if findings else Text("lab.finding.shape"))
