"""Judging the final result of an answer: a number, several numbers, a word, a decision, a pattern, JSON."""

import re
import time

from models.errors import FieldValue, Text, UserError
from models.lab.checks.finding import bare, bold, boxed, final_statement, json_text
from models.lab.checks.numbers import numbers_in, plain_text
from models.lab.checks.values import Finding
from models.lab.tasks.check_values import Exact, JsonSchema, Number, Numbers, Option, Pattern
from models.schema import PatternError, found_in, read_pattern, read_schema, validate

_A_NUMBER = re.compile(r"\d|[一二两三四五六七八九十]")
_A_WORD = re.compile(r"\w")
_SPLIT = re.compile(r"[,;，；、\n]|\bor\b|\band\b|或|和|及|\\(?:implies|Rightarrow|to|quad|qquad|\\)|⇒|→")
_UNKNOWN = re.compile(r"^[^=]*?(?<![A-Za-z])x\s*\d?\s*=", re.IGNORECASE)
_VALUE = re.compile(r"\s*[-+]?\s*(?:\d[\d.,/ ]*|\\[dt]?frac\s*\{\s*-?\d+\s*\}\s*\{\s*\d+\s*\})\W*")
_PART = 300
"""Characters of a statement about x; the expressions above would be slow on much more."""

_SHOWN = 40


def found(*, passed: bool, reason: Text, score: float | None = None) -> Finding:
    """Return a finding whose score is that of a plain yes or no."""
    return Finding(passed, float(passed) if score is None else score, reason)


def unjudged(text_id: str, **fields: FieldValue) -> Finding:
    """Return the finding of an answer that cannot be judged."""
    return Finding(None, None, Text(text_id, fields))


def check_exact(check: Exact, answer: str) -> Finding:
    """Compare the final words of an answer with the expected ones."""
    boxes = boxed(answer)
    lines = [line for line in answer[-2000:].splitlines() if _A_WORD.search(line)]
    said = (*boxes[-1:], *bold(answer)[-1:], final_statement(answer, _A_WORD), *lines[-1:], answer[-2000:])
    expected = {bare(text) for text in check.answers}
    passed = any(bare(text) in expected for text in said)
    return found(passed=passed, reason=_reason(passed=passed, said=said[0], wanted=check.answers[0]))


def check_option(check: Option, answer: str) -> Finding:
    """Look for what an answer decides for: in a box, after the word "answer", else what it names last."""
    words = re.compile("|".join(_words(word) for word in (*check.right, *check.wrong)), re.IGNORECASE)
    texts = (*boxed(answer)[-1:], final_statement(answer, words), answer)
    for text in texts:
        chosen = [bare(match[0]) for match in words.finditer(text)]
        if chosen:
            passed = chosen[-1] in {bare(word) for word in check.right}
            return found(passed=passed, reason=_reason(passed=passed, said=chosen[-1], wanted=check.right[0]))
    return found(passed=False, reason=Text("lab.finding.no_decision"))


def check_number(check: Number, answer: str) -> Finding:
    """Compare the final number of an answer with the expected one."""
    boxes = boxed(answer)
    text = plain_text(boxes[-1]) if boxes else ""
    if not numbers_in(text):
        text = final_statement(plain_text(answer), _A_NUMBER)
    values = numbers_in(text)
    if not values:
        return found(passed=False, reason=Text("lab.finding.no_number"))
    passed = _near(values[-1], check.value, check.tolerance)
    reason = _reason(passed=passed, said=f"{values[-1]:.6g}", wanted=f"{check.value:.6g}")
    return found(passed=passed, reason=reason)


def check_numbers(check: Numbers, answer: str) -> Finding:
    """Compare the numbers that an answer ends with, in any order, with the expected ones."""
    boxes = [plain_text(box) for box in boxed(answer)[-len(check.values) :]]
    boxed_values = [value for box in boxes for value in numbers_in(box)]
    text = plain_text(answer)
    values = boxed_values or _solutions(text) or numbers_in(final_statement(text, _A_NUMBER))
    if not values:
        return found(passed=False, reason=Text("lab.finding.no_number"))
    hits = sum(any(_near(value, wanted, check.tolerance) for value in values) for wanted in check.values)
    strangers = any(not any(_near(value, wanted, check.tolerance) for wanted in check.values) for value in values)
    passed = hits == len(check.values) and not strangers
    said, wanted = (", ".join(f"{value:.6g}" for value in row) for row in (sorted({*values}), check.values))
    reason = _reason(passed=passed, said=said, wanted=wanted)
    return found(passed=passed, reason=reason, score=1.0 if passed else 0.5 * hits / len(check.values))


def check_pattern(check: Pattern, answer: str, seconds: float) -> Finding:
    """Search a regular expression in an answer, in bounded time."""
    try:
        expression = read_pattern(check.expression)
    except PatternError as error:
        return unjudged("lab.finding.bad_pattern", problem=str(error))
    try:
        passed = found_in(expression, answer, end=time.monotonic() + seconds)
    except TimeoutError:
        return unjudged("lab.finding.too_slow", seconds=seconds)
    return found(passed=passed, reason=Text("lab.finding.pattern" if passed else "lab.finding.no_pattern"))


def check_json(check: JsonSchema, answer: str) -> Finding:
    """Look for a JSON document in an answer and compare it with the schema."""
    document = json_text(answer)
    if document is None:
        return found(passed=False, reason=Text("lab.finding.no_json"))
    if not check.schema:
        return found(passed=True, reason=Text("lab.finding.json"))
    try:
        schema = read_schema(check.schema)
    except UserError as error:
        return Finding(None, None, error.text)
    fault = validate(document, schema)
    if fault is None:
        return found(passed=True, reason=Text("lab.finding.json"))
    if fault.id == "schema.answer.unchecked":
        return Finding(None, None, fault)
    return found(passed=False, reason=fault, score=0.5)  # it is JSON at least


def _solutions(text: str) -> list[float]:
    """Return what x is said to be: the end of every "x = ... = 3" in the text."""
    values: list[float] = []
    for part in _SPLIT.split(text):
        end = part.rpartition("=")[2]
        if len(part) <= _PART and _UNKNOWN.match(part) and _VALUE.fullmatch(end):
            values += numbers_in(end)[-1:]
    return values


def _near(value: float, wanted: float, tolerance: float) -> bool:
    return abs(value - wanted) <= tolerance + 1e-9 * abs(wanted)


def _words(text: str) -> str:
    edge = r"\b" if text.isascii() else ""
    return edge + re.escape(text).replace(r"\ ", r"\s+") + edge


def _reason(*, passed: bool, said: str, wanted: str) -> Text:
    short = bare(said)
    short = short if len(short) <= _SHOWN else short[: _SHOWN - 1] + "…"
    if passed:
        return Text("lab.finding.right", {"said": short})
    return Text("lab.finding.wrong", {"said": short, "wanted": wanted})
