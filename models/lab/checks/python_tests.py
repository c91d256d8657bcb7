"""Running the code of an answer against tests, where it is contained."""

import ast
import secrets

import msgspec

from models.errors import Text
from models.lab.checks.finding import python_code
from models.lab.checks.results import found
from models.lab.checks.values import CheckTools, Finding
from models.lab.tasks.check_values import PythonTests
from models.sandbox import Limits, Outcome, OutcomeKind

_HARNESS = """
import io as _io, json as _json, sys as _sys
_out, _sys.stdin = _sys.stdout, _io.StringIO()
class _Nowhere(_io.TextIOBase):
    def write(self, text):
        return len(text)
def _tell(**told):
    _out.write("\\n" + {mark!r} + _json.dumps(told) + "\\n")
    _out.flush()
_sys.stdout = _sys.stderr = _Nowhere()
_space = {{"__name__": "answer"}}
try:
    exec(compile({code!r}, "answer", "exec"), _space)
    _function = _space[{function!r}]
except BaseException as _error:
    _tell(error=type(_error).__name__)
    raise SystemExit
_passed, _first, _call = 0, "", ""
for _arguments, _expected in {cases!r}:
    try:
        _value = _function(*_arguments)
        _right = _value == _expected and isinstance(_value, bool) == isinstance(_expected, bool)
        _got = repr(_value)[:60]
    except BaseException as _error:
        _right, _got = False, type(_error).__name__
    _passed += bool(_right)
    if not _right and not _first:
        _first = _got
        _call = ", ".join(map(repr, _arguments))[:60]
if {tests!r}:
    try:
        exec(compile({tests!r}, "tests", "exec"), _space)
        _passed += 1
    except BaseException as _error:
        if not _first:
            _first, _call = type(_error).__name__, None
_tell(passed=_passed, got=_first, call=_call)
"""


def check_python(check: PythonTests, answer: str, tools: CheckTools) -> Finding:
    """Run the answer's function against the tests of the task."""
    code = python_code(answer, check.function)
    if code is None:
        if python_code(answer) is None:
            return found(passed=False, reason=Text("lab.finding.no_code"))
        return found(passed=False, reason=Text("lab.finding.no_function", {"function": check.function}))
    if tools.python is None:
        return Finding(None, None, Text("lab.finding.no_sandbox"))
    mark = secrets.token_hex(16)
    program = _program(check, code, mark)
    if program is None:
        return Finding(None, None, Text("lab.finding.bad_tests"))
    return _finding(check, tools.python(program, limits=Limits(seconds=tools.seconds)), mark, tools.seconds)


def read_cases(check: PythonTests) -> list[tuple[tuple[object, ...], object]]:
    """Return the cases as values. Raises ValueError where an argument or a result is no Python literal."""
    cases = []
    for case in check.cases:
        try:
            arguments = ast.literal_eval(f"({case.arguments},)") if case.arguments.strip() else ()
            cases.append((arguments, ast.literal_eval(case.expected)))
        except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError) as error:
            raise ValueError(f"{case.arguments} -> {case.expected}") from error
    return cases


def _program(check: PythonTests, code: str, mark: str) -> str | None:
    try:
        cases = read_cases(check)
    except ValueError:
        return None
    return _HARNESS.format(mark=mark, code=code, function=check.function, cases=cases, tests=check.code)


def _finding(check: PythonTests, run: Outcome, mark: str, seconds: float) -> Finding:
    if (stopped := _stopped(run, seconds)) is not None:
        return stopped
    told = _told(run.output, mark)
    if told is None:
        return found(passed=False, reason=Text("lab.finding.code_stopped"))
    if told.error:
        return found(passed=False, reason=Text("lab.finding.code_fails", {"error": told.error}))
    count = len(check.cases) + bool(check.code)
    if told.passed == count:
        return found(passed=True, reason=Text("lab.finding.tests_pass", {"count": count}))
    if told.call is None:
        reason = Text("lab.finding.assertions_fail", {"passed": told.passed, "count": count, "got": told.got})
    else:
        call = f"{check.function}({told.call})"
        reason = Text("lab.finding.tests_fail", {"passed": told.passed, "count": count, "got": told.got, "call": call})
    return found(passed=False, reason=reason, score=told.passed / count)


def _stopped(run: Outcome, seconds: float) -> Finding | None:
    """Return what is to be said of a program that was not run, or that was ended from outside."""
    if run.kind is OutcomeKind.REFUSED:
        return Finding(None, None, run.reason)
    if run.kind is OutcomeKind.TIMEOUT:
        return found(passed=False, reason=Text("lab.finding.never_ended", {"seconds": seconds}))
    return found(passed=False, reason=run.reason) if run.kind is OutcomeKind.KILLED else None


class _Told(msgspec.Struct, frozen=True):
    """What the harness tells: how many cases passed, the first one that did not and what came instead.

    `error` is why the code could not be loaded; `call` is None where the assertions failed, not a case.
    """

    passed: int = 0
    got: str = ""
    call: str | None = ""
    error: str = ""


def _told(output: str, mark: str) -> _Told | None:
    line = output.rpartition(mark)[2].partition("\n")[0] if mark in output else ""
    try:
        return msgspec.json.decode(line, type=_Told)
    except msgspec.DecodeError:
        return None
