"""What an answer had to be, from how it was asked, and what its checks come to."""

from desktop.control.running_answer import RunningAnswer
from models.answer_checks import Asked, CheckKind, CheckResult, Verdict, check_answer
from models.engine import Done
from models.errors import Text
from models.record import StopReason

_CUT = (StopReason.LENGTH, StopReason.STOP_TEXT)
_MATHS = "math"
_BOX = "\\boxed"


def check_of(running: RunningAnswer, done: Done) -> CheckResult | None:
    """Return what the checks of a finished answer come to, None where the user or a failure ended it."""
    stats, request = done.stats, running.request
    if stats.stop_reason in (StopReason.STOPPED, StopReason.FAILED):
        return None
    asked = Asked(
        json=done.settings.schema is not None,
        boxed=_BOX in request.instructions and (request.mode == _MATHS or bool(request.mode_name)),
        looped=stats.loops > 0 or stats.stop_reason is StopReason.LOOP,
        cut=stats.stop_reason in _CUT,
    )
    result = check_answer(running.content, asked)
    if done.fault is not None and result.verdict is Verdict.PASSED:  # the engine has compared it with its schema
        return CheckResult(Verdict.FAILED, CheckKind.SCHEMA, Text("check.schema"))
    return result
