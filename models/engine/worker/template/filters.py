"""The filters a template may use: those of Jinja's that real chat templates need and that cannot make much of little.

Where Jinja's own could, one that looks at the size first stands in its place. Each charges what it makes.
"""

import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment, Undefined
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.utils import pass_environment
from markupsafe import escape

from models.engine.worker.template.limits import Budget, TemplateError, refuse_if_large, too_large

LARGEST_ARGUMENT = 100_000
"""Of the whole numbers that are handed to filters and functions: widths, counts, precisions."""

_WIDEST_FIELD = 9_999
_WIDEST_INDENT = 100
_UNCHANGED = (
    "abs",
    "capitalize",
    "center",
    "count",
    "d",
    "default",
    "dictsort",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "wordcount",
)


def allowed_filters(budget: Callable[[], Budget]) -> dict[str, Callable[..., Any]]:
    """Return the filters by name; each charges the budget that `budget` returns when it runs."""
    own: dict[str, Callable[..., Any]] = {
        "e": _escape,
        "escape": _escape,
        "format": lambda pattern, *values, **named: format_text(budget(), str(pattern), named or values),
        "indent": _indent,
        "join": pass_environment(functools.partial(_join, budget)),
        "replace": lambda text, *arguments: replace_text(str(text), *arguments),
        "safe": str,
        "string": str,
        "sum": _sum,
        "tojson": to_json,
    }
    chosen = {name: FILTERS[name] for name in _UNCHANGED} | own
    return {name: _charged(function, budget, checked=name not in {"d", "default"}) for name, function in chosen.items()}


def refuse_large_numbers(arguments: Iterable[object]) -> None:
    """Raise TemplateError where an argument is a number that could make a large text out of a small one."""
    if any(isinstance(value, int) and abs(value) > LARGEST_ARGUMENT for value in arguments):
        too_large()


def format_text(budget: Budget, pattern: str, values: Any) -> str:
    """Return `pattern % values`. Raises TemplateError where it may become too large."""
    digits = fields = 0
    for character in pattern:
        digits = digits + 1 if character.isdigit() else 0
        fields += character == "%"
        if character == "*" or digits > len(str(_WIDEST_FIELD)):
            too_large()  # a width out of the values, or a very wide one
    widest = _WIDEST_FIELD if any(map(str.isdigit, pattern)) else 0
    refuse_if_large(len(pattern) + fields * (budget.size(values) + widest))
    return str(pattern % values)


def replace_text(text: str, old: object, new: object, count: int | None = None) -> str:
    """Return `text.replace(...)`. Raises TemplateError where it becomes too large."""
    found, put = str(old), str(new)
    times = text.count(found)
    if count is not None and count >= 0:
        times = min(times, count)
    refuse_if_large(len(text) + times * len(put))
    return text.replace(found, put, -1 if count is None else count)


def join_texts(separator: str, parts: Iterable[object]) -> str:
    """Return the parts as one text. Raises TemplateError where it becomes too large."""
    texts, size = [], 0
    for part in parts:
        texts.append(str(part))
        size += len(texts[-1]) + len(separator)
        refuse_if_large(size)
    return separator.join(texts)


def to_json(
    value: Any,
    ensure_ascii: bool = False,  # noqa: FBT001, FBT002  # templates pass these by place too
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,  # noqa: FBT001, FBT002
) -> str:
    """Return `value` as JSON, written as Transformers does: no HTML escapes, other alphabets kept."""
    if indent is not None and indent > _WIDEST_INDENT:
        too_large()
    encoder = json.JSONEncoder(
        ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys, check_circular=False
    )
    return join_texts("", encoder.iterencode(value))


def _charged(function: Callable[..., Any], budget: Callable[[], Budget], *, checked: bool) -> Callable[..., Any]:
    @functools.wraps(function)  # keeps the mark that tells Jinja which context the filter wants
    def run(*arguments: Any, **named: Any) -> Any:
        if checked:
            refuse_large_numbers((*arguments[1:], *named.values()))
        for value in arguments:
            budget().size(value)
        return budget().charge(function(*arguments, **named))

    return run


def _escape(text: object) -> str:
    return str(escape(str(text)))


def _indent(
    text: object,
    width: int | str = 4,
    first: bool = False,  # noqa: FBT001, FBT002  # Jinja's own signature
    blank: bool = False,  # noqa: FBT001, FBT002
) -> str:
    margin = " " * width if isinstance(width, int) else str(width)
    lines = str(text).count("\n") + str(text).count("\r") + 2
    refuse_if_large(len(str(text)) + lines * (len(margin) + 1))
    return str(FILTERS["indent"](str(text), margin, first, blank))


def _join(
    budget: Callable[[], Budget],
    environment: Environment,
    parts: Iterable[object],
    separator: object = "",
    attribute: str | int | None = None,
) -> str:
    if isinstance(parts, Undefined):
        return ""
    wanted = parts if attribute is None else map(make_attrgetter(environment, attribute), parts)

    def measured() -> Iterable[object]:
        for part in wanted:
            budget().size(part)
            yield part

    return join_texts(str(separator), measured())


def _sum(numbers: Iterable[Any], start: float = 0) -> Any:
    if not isinstance(start, int | float):
        raise TemplateError("only numbers can be summed up")  # lists would grow with each other
    return sum(numbers, start)
