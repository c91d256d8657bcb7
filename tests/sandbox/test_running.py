"""What a program is told about code that ran, and why code cannot run."""

from collections.abc import Iterator

import pytest

from models.sandbox import Limits, OutcomeKind, available, consent_explanation, consent_question, run_python, running
from models.sandbox import explained as explaining
from models.sandbox.job import End, Ending, Job
from models.texts import LANGUAGES, Phrasebook

PALINDROME = "def palindrome(number):\n    return str(number) == str(number)[::-1]\n"


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    running._tried.cache_clear()
    yield
    running._tried.cache_clear()


def ends_with(monkeypatch: pytest.MonkeyPatch, ending: Ending) -> None:
    """Let every contained program end in this way, without running it."""

    def run_contained(_: Job) -> Ending:
        return ending

    monkeypatch.setattr(running, "run_contained", run_contained)


@pytest.fixture
def containable() -> None:
    """Leave out a test that runs code where that cannot be contained."""
    if not available().available:
        pytest.skip(available().details)


@pytest.mark.usefixtures("containable")
def test_code_passes_its_tests() -> None:
    outcome = run_python(PALINDROME, tests="assert palindrome(121)\nassert not palindrome(10)")
    assert (outcome.kind, outcome.passed, outcome.reason.id) == (OutcomeKind.OK, True, "sandbox.outcome.ok")


@pytest.mark.usefixtures("containable")
def test_a_test_that_fails_is_named() -> None:
    outcome = run_python(PALINDROME, tests="assert palindrome(121)\nassert palindrome(10)")
    assert (outcome.kind, outcome.passed) == (OutcomeKind.FAILED, False)
    assert outcome.error == "AssertionError: assert palindrome(10)"
    assert 'File "tests.py", line 2' in outcome.output


@pytest.mark.usefixtures("containable")
def test_a_demonstration_in_the_code_does_not_run_with_tests() -> None:
    code = PALINDROME + "if __name__ == '__main__':\n    print(palindrome(int(input())))"
    assert run_python(code, tests="assert palindrome(7)").output == ""
    assert run_python(code, given="131").output == "True\n"


@pytest.mark.usefixtures("containable")
def test_a_program_that_ends_itself_is_tested_all_the_same() -> None:
    assert run_python(PALINDROME + "import sys\nsys.exit()", tests="assert palindrome(7)").passed
    assert run_python("import sys\nsys.exit(3)").error == "SystemExit: 3"


@pytest.mark.usefixtures("containable")
@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("def f(:", "SyntaxError: invalid syntax"),
        ("a\0b", "SyntaxError: source code string cannot contain null bytes"),
        ("raise KeyError('键')", "KeyError: '键'"),
        ("raise ValueError('\ud800')", "ValueError: ?"),
        ("def f():\n    f()\nf()", "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_errors_are_told_in_a_line(code: str, error: str) -> None:
    outcome = run_python(code)
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error == error or ("null bytes" in error and "null bytes" in outcome.error)


@pytest.mark.usefixtures("containable")
def test_dataclasses_threads_and_the_standard_library_work() -> None:
    code = """
import asyncio, dataclasses, decimal, json, threading, typing

@dataclasses.dataclass
class Point:
    x: "typing.ClassVar[int]" = 1
    y: int = 2

async def doubled(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number
"""
    tests = """
assert Point() == Point(2)
assert asyncio.run(doubled(21)) == 42
threads = [threading.Thread(target=print, args=("here",)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
    outcome = run_python(code, tests=tests)
    assert (outcome.passed, outcome.output) == (True, 4 * "here\n")


@pytest.mark.usefixtures("containable")
def test_too_long_a_program_is_refused() -> None:
    outcome = run_python("#" * (1 << 20), tests="pass")
    assert (outcome.kind, outcome.reason.id) == (OutcomeKind.REFUSED, "sandbox.outcome.too_long")


@pytest.mark.usefixtures("containable")
def test_what_is_printed_is_kept_to_the_limit() -> None:
    outcome = run_python("print('x' * 100)", limits=Limits(output=10))
    assert (outcome.passed, outcome.output, outcome.cut) == (True, "x" * 10, True)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("system", "sandbox.unavailable.system"),
        ("landlock", "sandbox.unavailable.landlock"),
        ("seccomp", "sandbox.unavailable.seccomp"),
        ("namespaces", "sandbox.unavailable.namespaces"),
        ("users", "sandbox.unavailable.namespaces"),
        ("interpreter", "sandbox.unavailable.other"),
    ],
)
def test_nothing_runs_where_it_cannot_be_contained(monkeypatch: pytest.MonkeyPatch, step: str, reason: str) -> None:
    monkeypatch.setattr(explaining, "_SWITCHES", ())
    ends_with(monkeypatch, Ending(End.NOT_STARTED, step=step, details="why"))
    containment = available()
    assert (containment.available, containment.reason.id) == (False, reason)
    assert containment.details == f"{step}: why"
    outcome = run_python("print(1)")
    assert (outcome.kind, outcome.reason.id, outcome.output) == (OutcomeKind.REFUSED, reason, "")


@pytest.mark.parametrize("output", [b"read-file\n", b"listen connect\n", b"", b"contained\nlisten\n"])
def test_nothing_runs_where_the_trial_got_out(monkeypatch: pytest.MonkeyPatch, output: bytes) -> None:
    ends_with(monkeypatch, Ending(End.ENDED, output=output))
    assert (available().available, available().reason.id) == (False, "sandbox.unavailable.trial")


@pytest.mark.parametrize("ending", [Ending(End.TIME), Ending(End.ENDED, code=-9)], ids=["slow", "killed"])
def test_a_trial_without_an_end_is_made_again(monkeypatch: pytest.MonkeyPatch, ending: Ending) -> None:
    ends_with(monkeypatch, ending)
    assert (available().available, available().reason.id) == (False, "sandbox.unavailable.other")
    ends_with(monkeypatch, Ending(End.ENDED, output=b"contained\n"))
    assert available().available


def test_a_packaged_program_has_no_python_to_lend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "own_interpreter", lambda: None)
    assert available().reason.id == "sandbox.unavailable.interpreter"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_can_be_put(language: str) -> None:
    say = Phrasebook(language)
    assert say.phrase(consent_question()) != say.phrase(consent_explanation())
