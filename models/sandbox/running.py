"""The two questions that the rest of the program asks: can code be contained here, and what does this code do."""

import sys
from functools import cache

from models.errors import Text
from models.sandbox.explained import explained, not_contained
from models.sandbox.interpreter import own_interpreter
from models.sandbox.job import End, Ending, Interpreter, Job
from models.sandbox.trial import REFUSED_ALL, TRIAL_LIMITS, trial_program
from models.sandbox.values import Containment, Limits, Outcome, OutcomeKind

if sys.platform == "linux":
    from models.sandbox.linux import run_contained
elif sys.platform == "win32":
    from models.sandbox.windows import run_contained
else:

    def run_contained(job: Job) -> Ending:  # noqa: ARG001
        """Return that nothing can be contained on this system."""
        return Ending(End.NOT_STARTED, step="system", details=sys.platform)


_DEFAULT = Limits()
_LONGEST = 1 << 20
"""Characters of a program, its tests and its input together."""


class _UnsureError(Exception):
    """The trial was not brought to an end this time; another time it may be."""

    def __init__(self, containment: Containment) -> None:
        super().__init__(containment.details)
        self.containment = containment


def available() -> Containment:
    """Return whether generated code can be contained on this machine, and why not.

    Nothing is believed: a program is run that tries what a contained one must not be able to do. That takes a moment,
    once, so the first call is not for the window's thread.
    """
    try:
        return _tried()
    except _UnsureError as unsure:
        return unsure.containment


@cache
def _tried() -> Containment:
    interpreter = own_interpreter()
    if interpreter is None:
        return Containment(available=False, reason=Text("sandbox.unavailable.interpreter"))
    ending = run_contained(Job(trial_program(), interpreter, limits=TRIAL_LIMITS))
    if ending.end is End.NOT_STARTED:
        return not_contained(ending)
    told = ending.output.decode(errors="replace")
    if ending.end is not End.ENDED or ending.code < 0:
        raise _UnsureError(Containment(available=False, reason=Text("sandbox.unavailable.other"), details=ending.end))
    if told.split() != [REFUSED_ALL]:
        return Containment(available=False, reason=Text("sandbox.unavailable.trial"), details=told or str(ending.code))
    return Containment(available=True, reason=Text("sandbox.available"))


def run_python(code: str, *, tests: str = "", given: str = "", limits: Limits = _DEFAULT) -> Outcome:
    """Run a program in Python where it can do no harm: a `PythonRunner`. Refuses where it cannot be contained.

    It takes up to the limit's seconds, so not in the window's thread; several may run at a time.
    """
    containment, interpreter = available(), own_interpreter()
    if not containment.available or interpreter is None:
        return Outcome(OutcomeKind.REFUSED, containment.reason)
    if len(code) + len(tests) + len(given) > _LONGEST:
        return Outcome(OutcomeKind.REFUSED, Text("sandbox.outcome.too_long"))
    job = _job(code, tests, given, limits, interpreter)
    return explained(job, run_contained(job))


def _job(code: str, tests: str, given: str, limits: Limits, interpreter: Interpreter) -> Job:
    """Return the job. Half characters, which no text may have, become question marks."""
    code, tests, given = (text.encode(errors="replace").decode() for text in (code, tests, given))
    return Job(code, interpreter, tests, given, limits)
