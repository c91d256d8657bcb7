"""The code of an answer is run against the tests of its task."""

import subprocess
import sys

import pytest

from models.errors import FieldValue, Text
from models.lab import Case, CheckTools, Finding, PythonTests, Task, check_answer
from models.sandbox import Limits, Outcome, OutcomeKind, available, run_python

TESTS = PythonTests(
    function="double",
    cases=(Case(arguments="2", expected="4"), Case(arguments="'ab'", expected="'abab'")),
    code="assert double(1) == 2",
)
LIMITS = Limits()
RIGHT = "Here:\n```python\ndef double(x):\n    return x * 2\n```\nUse it:\n```python\nprint(double(input()))\n```"


def runner(code: str, *, tests: str = "", given: str = "", limits: Limits = LIMITS) -> Outcome:
    """Run the harmless programs of these tests, uncontained."""
    command = (sys.executable, "-I", "-c", f"{code}\n{tests}")
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return Outcome(OutcomeKind.TIMEOUT, Text("none"))
    return Outcome(OutcomeKind.FAILED if done.returncode else OutcomeKind.OK, Text("none"), done.stdout)


def finding(answer: str, check: PythonTests = TESTS, *, seconds: float = 20.0) -> Finding:
    task = Task(id="own-a", prompt="?", check=check)
    return check_answer(task, answer, CheckTools(python=runner, seconds=seconds))


def fenced(code: str) -> str:
    return f"```python\n{code}\n```"


def test_right_code_passes() -> None:
    assert finding(RIGHT) == Finding(True, 1.0, Text("lab.finding.tests_pass", {"count": 3}))  # noqa: FBT003


def test_code_without_a_fence_passes() -> None:
    assert finding("def double(x):\n    return x + x").passed


def test_helpers_before_the_function_count() -> None:
    assert finding(fenced("def two():\n    return 2") + "\n" + fenced("def double(x):\n    return x * two()")).passed


def test_wrong_code_says_which_call_gave_what() -> None:
    result = finding(fenced("def double(x):\n    return x + 2"))
    fields: dict[str, FieldValue] = {"passed": 1, "count": 3, "call": "double('ab')", "got": "TypeError"}
    assert result.reason == Text("lab.finding.tests_fail", fields)
    assert result.score == pytest.approx(1 / 3)


def test_assertions_of_the_task_count() -> None:
    result = finding(fenced("def double(x):\n    return 4 if x == 2 else 'abab'"))
    assert result.reason == Text("lab.finding.assertions_fail", {"passed": 2, "count": 3, "got": "AssertionError"})


def test_a_number_is_no_truth_value() -> None:
    check = PythonTests(function="is_even", cases=(Case(arguments="2", expected="True"),))
    assert finding(fenced("def is_even(n):\n    return 1"), check).passed is False
    assert finding(fenced("def is_even(n):\n    return n % 2 == 0"), check).passed


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("def double(x):\n    return x *", "lab.finding.no_code"),
        ("def triple(x):\n    return x * 3", "lab.finding.no_function"),
        ("raise OSError\ndef double(x): ...", "lab.finding.code_fails"),
        ("import os\nos._exit(0)\ndef double(x): ...", "lab.finding.code_stopped"),
        ("def double(x):\n    raise SystemExit", "lab.finding.tests_fail"),
        ("import sys\ndef double(x):\n    print('x' * 10000)\n    sys.stdout = None\n    return x * 2", ""),
    ],
)
def test_code_that_misbehaves(code: str, reason: str) -> None:
    result = finding(fenced(code))
    assert result.passed is not reason.startswith("lab")
    assert result.reason.id == reason or result.passed


def test_code_that_never_ends_fails() -> None:
    result = finding(fenced("while True:\n    pass\ndef double(x): ..."), seconds=1.0)
    assert (result.passed, result.reason.id) == (False, "lab.finding.never_ended")


@pytest.mark.parametrize("reason", ["sandbox.outcome.output", "sandbox.outcome.disk", "sandbox.outcome.killed"])
def test_code_that_was_stopped_at_a_limit_fails_for_that_reason(reason: str) -> None:
    def stopping(code: str, *, tests: str = "", given: str = "", limits: Limits = LIMITS) -> Outcome:
        told = runner(code, tests=tests, given=given, limits=limits).output
        return Outcome(OutcomeKind.KILLED, Text(reason), told)  # even after it told that all is well

    task = Task(id="own-a", prompt="?", check=TESTS)
    result = check_answer(task, RIGHT, CheckTools(python=stopping))
    assert (result.passed, result.reason) == (False, Text(reason))


@pytest.mark.skipif(not available().available, reason="this machine cannot contain code")
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "import sys\nwhile True:\n    sys.__stdout__.write('x' * 65536)\ndef double(x): ...",
            "sandbox.outcome.output",
        ),
        ("import os\nos.abort()\ndef double(x): ...", "sandbox.outcome.killed"),
    ],
)
def test_contained_code_that_breaks_a_limit_is_told_apart(code: str, reason: str) -> None:
    task = Task(id="own-a", prompt="?", check=TESTS)
    result = check_answer(task, fenced(code), CheckTools(python=run_python))
    assert (result.passed, result.reason.id) == (False, reason)


def test_without_a_safe_place_nothing_is_judged() -> None:
    task = Task(id="own-a", prompt="?", check=TESTS)
    assert check_answer(task, RIGHT, CheckTools()).passed is None

    def refusing(code: str, *, tests: str = "", given: str = "", limits: Limits = LIMITS) -> Outcome:
        del code, tests, given, limits
        return Outcome(OutcomeKind.REFUSED, Text("why.not"))

    assert check_answer(task, RIGHT, CheckTools(python=refusing)) == Finding(None, None, Text("why.not"))
    assert check_answer(task, "I cannot program.", CheckTools()).passed is False


def test_cases_that_are_no_python_judge_nothing() -> None:
    broken = PythonTests(function="double", cases=(Case(arguments="2 +", expected="4"),))
    assert finding(RIGHT, broken).reason.id == "lab.finding.bad_tests"
