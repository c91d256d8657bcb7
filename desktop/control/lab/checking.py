"""What checks the answers of a measurement: code where it is contained and the user agreed, the model as a judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.lab import VERDICT_SCHEMA, CheckTools, EngineJudge, check_answer
from models.sandbox import run_python

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.engine import Engine
    from models.lab import CheckAnswer


def checker(*, run_code: bool) -> Callable[[Engine], CheckAnswer]:
    """Return what makes the check of answers for an engine; without `run_code` code is not judged."""

    def make(engine: Engine) -> CheckAnswer:
        judge = EngineJudge(engine, VERDICT_SCHEMA)
        tools = CheckTools(python=run_python if run_code else None, judge=judge)
        return lambda task, answer: check_answer(task, answer, tools)

    return make
