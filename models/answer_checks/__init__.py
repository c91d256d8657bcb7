"""Cheap checks of the form of a finished answer: nothing is run, and any answer takes little time.

`check_answer` looks whether an answer is what was `Asked`: JSON that fits its schema, code blocks that can be read, a
result in a box, no loops. It returns a `CheckResult` with a `Verdict`, and where it failed a `CheckKind` and why.
"""

from models.answer_checks.checking import check_answer
from models.answer_checks.values import Asked, CheckKind, CheckResult, Verdict

__all__ = ["Asked", "CheckKind", "CheckResult", "Verdict", "check_answer"]
