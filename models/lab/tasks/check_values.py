"""What a task asks of an answer: one frozen value for each way of checking, told apart by `kind` in files."""

from enum import StrEnum

import msgspec

_TOLERANCE = 0.01


class CheckValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """A check that msgspec reads from TOML and JSON; an unknown field is refused."""


class Exact(CheckValue, frozen=True, tag="exact"):
    """The final answer is one of `answers`; capitals, spaces and the marks around it do not count."""

    answers: tuple[str, ...]


class Option(CheckValue, frozen=True, tag="option"):
    """The answer decides for one of `right`, not for one of `wrong`; what it says last counts."""

    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


class Number(CheckValue, frozen=True, tag="number"):
    """The final number is `value`, give or take `tolerance`."""

    value: float
    tolerance: float = _TOLERANCE


class Numbers(CheckValue, frozen=True, tag="numbers"):
    """The final answer names these numbers and no others, in any order."""

    values: tuple[float, ...]
    tolerance: float = _TOLERANCE


class Pattern(CheckValue, frozen=True, tag="pattern"):
    """A regular expression, of the kind that JSON schemas use, is found in the answer."""

    expression: str


class JsonSchema(CheckValue, frozen=True, tag="json_schema"):
    """The answer holds one JSON document that obeys `schema`, the text of a JSON schema; an empty one: any JSON."""

    schema: str = ""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One call of a function: its arguments and what it returns, both as Python literals (`"121"`, `"True"`)."""

    arguments: str
    expected: str


class PythonTests(CheckValue, frozen=True, tag="python_tests"):
    """The answer's Python code defines `function`, which passes every case; `code` holds further assertions."""

    function: str
    cases: tuple[Case, ...] = ()
    code: str = ""


class Demand(StrEnum):
    """What the shape of an answer must show."""

    STEPS = "steps"  # the way to the answer in steps
    BOXED = "boxed"  # a final answer in `\boxed{}`
    CODE_PARSES = "code_parses"
    TYPE_HINTS = "type_hints"  # every argument and what is returned
    COMMENTS = "comments"  # a comment or a docstring
    EMPTY_INPUT = "empty_input"  # a branch for empty or missing input
    NO_TEXT_CONVERSION = "no_text_conversion"  # numbers are not turned into text

    @property
    def text_id(self) -> str:
        """The id of the demand's label."""
        return f"lab.demand.{self.value}"


class Shape(CheckValue, frozen=True, tag="shape"):
    """The answer shows all of `demands`; Python code is looked at by its syntax tree, never run."""

    demands: tuple[Demand, ...]


class Judge(CheckValue, frozen=True, tag="judge"):
    """The model itself judges the answer by `rubric`; weaker evidence than every other check."""

    rubric: str


class Agreement(CheckValue, frozen=True, tag="agreement"):
    """A free question without one right answer: repeats are compared with each other.

    A single answer passes when it is in the task's language and has between `least` and `most` characters.
    """

    least: int = 20
    most: int = 4000


class AllOf(CheckValue, frozen=True, tag="all_of"):
    """Every one of `checks` passes."""

    checks: tuple["Check", ...]


Check = Exact | Option | Number | Numbers | Pattern | JsonSchema | PythonTests | Shape | Judge | Agreement | AllOf


def parts_of(check: Check) -> tuple[Check, ...]:
    """Return a check and all checks within it."""
    inner = check.checks if isinstance(check, AllOf) else ()
    return (check, *(part for item in inner for part in parts_of(item)))


def runs_python(check: Check) -> bool:
    """Say whether a check runs code that the model wrote."""
    return any(isinstance(part, PythonTests) for part in parts_of(check))


def asks_judge(check: Check) -> bool:
    """Say whether a check asks the model for a verdict."""
    return any(isinstance(part, Judge) for part in parts_of(check))
