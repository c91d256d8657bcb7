"""All checks of one answer, the first one that fails first."""

from models.answer_checks.boxed import has_box
from models.answer_checks.code import fault_of_code
from models.answer_checks.fences import CodeBlock, code_blocks
from models.answer_checks.json_text import is_json
from models.answer_checks.values import Asked, CheckKind, CheckResult, Verdict
from models.errors import Text, UserError
from models.schema import read_schema, validate

_MOST_CODE = 65_536
"""Characters of code that are looked at in one answer, block by block, so that no window waits for long."""


def check_answer(text: str, asked: Asked) -> CheckResult:
    """Return what the checks of an answer, its thinking left out, come to.

    An answer that was cut is not blamed for its form. That a model did not repeat itself is no success by itself:
    where nothing else was looked at, the verdict is NOTHING. A schema takes up to two seconds, all the rest some
    hundredths of one.
    """
    if asked.looped:
        return _failed(CheckKind.LOOP, Text("check.loop"))
    if asked.cut:
        return CheckResult(Verdict.CUT)
    if asked.json:
        return _check_json(text, asked.schema)
    blocks = code_blocks(text)
    fault = _fault_of_blocks(blocks)
    if fault is not None:
        return _failed(CheckKind.CODE, fault)
    if asked.boxed and not has_box(text):
        return _failed(CheckKind.BOXED, Text("check.boxed"))
    return CheckResult(Verdict.PASSED if blocks or asked.boxed else Verdict.NOTHING)


def _fault_of_blocks(blocks: tuple[CodeBlock, ...]) -> Text | None:
    looked_at = 0
    for block in blocks:
        looked_at += len(block.text)
        if looked_at > _MOST_CODE:
            return None
        fault = fault_of_code(block)
        if fault is not None:
            return fault
    return None


def _check_json(text: str, schema: str) -> CheckResult:
    if not is_json(text):
        return _failed(CheckKind.JSON, Text("check.json"))
    if schema:
        try:
            fault = validate(text, read_schema(schema))
        except UserError:  # the schema cannot be read: that is not the answer's fault
            fault = None
        if fault is not None:
            return _failed(CheckKind.SCHEMA, Text("check.schema"))
    return CheckResult(Verdict.PASSED)


def _failed(kind: CheckKind, reason: Text) -> CheckResult:
    return CheckResult(Verdict.FAILED, kind, reason)
