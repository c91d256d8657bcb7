"""Two JSON schemas as one that asks for both."""

import json
from collections.abc import Callable
from typing import Any

from models.schema.json_schema import Schema

ABOUT = frozenset({
    "$anchor", "$comment", "$defs", "$id", "$schema", "$vocabulary", "default", "definitions", "deprecated",
    "description", "examples", "format", "readOnly", "title", "writeOnly",
})  # fmt: skip
"""Keywords that ask nothing of a value (`format` is a description unless a grammar knows it)."""

_HIGHER = ("minimum", "minLength", "minItems", "minProperties")
_LOWER = ("maximum", "maxLength", "maxItems", "maxProperties")


def merged(one: Schema, other: Schema, left_out: set[str]) -> Schema:
    """Return a schema for what obeys both; keywords that cannot be joined are put into `left_out`."""
    if isinstance(one, bool) or isinstance(other, bool):
        return other if one is True else one if other is True else False
    both = dict(one)
    for keyword, value in other.items():
        if keyword not in both:
            both[keyword] = value
        elif keyword not in ABOUT and not same(both[keyword], value):
            join = _JOINS.get(keyword)
            if join:
                both[keyword] = join(both[keyword], value)
            else:
                left_out.add(keyword)
    return both


def same(one: object, other: object) -> bool:
    """Return whether two values are the same in JSON, where true is not 1."""
    return _written(one) == _written(other)


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _types(one: object, other: object) -> list[object]:
    first, second = (value if isinstance(value, list) else [value] for value in (one, other))
    common = [kind for kind in first if kind in second or (kind == "integer" and "number" in second)]
    return common + [kind for kind in second if kind == "integer" and "number" in first and kind not in common]


def _properties(one: dict[str, Schema], other: dict[str, Schema]) -> dict[str, Schema]:
    return one | {name: {"allOf": [one[name], part]} if name in one else part for name, part in other.items()}


def _required(one: list[str], other: list[str]) -> list[str]:
    return list(dict.fromkeys((*one, *other)))


def _enum(one: list[Any], other: list[Any]) -> list[Any]:
    also = set(map(_written, other))
    return [value for value in one if _written(value) in also]


def _both(one: Schema, other: Schema) -> Schema:
    return {"allOf": [one, other]}


_JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "properties": _properties,
    "required": _required,
    "enum": _enum,
    "allOf": lambda one, other: [*one, *other],
    "items": _both,
    "additionalProperties": _both,
    **dict.fromkeys(_HIGHER, max),
    **dict.fromkeys(_LOWER, min),
}
