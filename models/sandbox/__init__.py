"""Generated code, run only where it can do no harm.

`available` says whether this machine can contain it, `run_python` runs a program with its tests within `Limits` and
returns its `Outcome`; a `PythonRunner` is what does that. `consent_question`, `consent_explanation` are what the user
is asked once before.
"""

from models.sandbox.consent import consent_explanation, consent_question
from models.sandbox.running import available, run_python
from models.sandbox.values import Containment, Limits, Outcome, OutcomeKind, PythonRunner

__all__ = [
    "Containment",
    "Limits",
    "Outcome",
    "OutcomeKind",
    "PythonRunner",
    "available",
    "consent_explanation",
    "consent_question",
    "run_python",
]
