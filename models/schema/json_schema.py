"""JSON schemas of answers: reading one that a user gave, and comparing a finished answer with it.

jsonschema, which takes a while to load, is loaded where it is used: the window starts without it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import unquote

from models.errors import Text, user_error
from models.schema.pattern import PatternError, read_pattern

MAX_BYTES = 64 * 1024
MAX_DEPTH = 64
MAX_PARTS = 3000
"""Objects and truth values, which may all be schemas: jsonschema takes 0.3 ms for each."""

MAX_SECONDS = 2.0
"""Time for comparing an answer with a schema."""

Schema = Mapping[str, Any] | bool
"""What `read_schema` returns; true allows everything, false nothing."""

_UNSUPPORTED = ("$anchor", "$dynamicRef", "$recursiveRef", "patternProperties")


def read_schema(text: str) -> Schema:
    """Return the schema that `text` holds; its `$schema` says which draft it follows, without one 2020-12.

    Raises UserError where it is no schema, is too large or too deep, refers to something outside itself, or needs
    what is not supported.
    """
    schema = _parsed(text)
    _check(schema, schema if isinstance(schema, dict) else {})
    if sum(1 for _part in _parts(schema)) > MAX_PARTS:
        raise user_error("schema.too_complex")
    from models.schema import validation

    if not validation.knows_dialect(schema):
        raise user_error("schema.unsupported", keyword="$schema")
    if fault := validation.fault_of_schema(schema):
        raise user_error("schema.invalid", fault.message, place=fault.place)
    return schema


def referred(schema: Schema, reference: str) -> Schema | None:
    """Return what a reference within `schema` (`#` or `#/a/b`) stands for; None where there is no such place."""
    pointer = unquote(reference.removeprefix("#"))
    if pointer and not pointer.startswith("/"):
        return None
    found: Any = schema
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found if isinstance(found, dict | bool) else None


def validate(text: str, schema: Schema) -> Text | None:
    """Return why an answer does not obey `schema`, which `read_schema` returned; None where it does."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Text("schema.answer.no_json")
    from models.schema import validation

    try:
        fault = validation.fault_of_value(value, schema, seconds=MAX_SECONDS)
    except (TimeoutError, RecursionError, ArithmeticError):
        return Text("schema.answer.unchecked")
    return Text("schema.answer.unlike", {"place": fault.place, "keyword": fault.keyword}) if fault else None


def _parsed(text: str) -> Schema:
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise user_error("schema.too_large", limit=MAX_BYTES // 1024)
    try:
        schema = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(schema, ensure_ascii=False).encode()  # no halves of characters
    except json.JSONDecodeError as error:
        raise user_error("schema.no_json", error.msg, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise user_error("schema.too_deep", limit=MAX_DEPTH) from error
    except ValueError as error:
        raise user_error("schema.no_json", str(error), line=1, column=1) from error
    if not isinstance(schema, dict | bool):
        raise user_error("schema.invalid", "a schema is an object", place="$")
    return schema


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check(node: object, schema: dict[str, Any], depth: int = 0) -> None:
    """Look for what cannot be used anywhere in `node`, a part of `schema`."""
    if depth > MAX_DEPTH:
        raise user_error("schema.too_deep", limit=MAX_DEPTH)
    if isinstance(node, dict):
        _check_keywords(node, schema)
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _check(part, schema, depth + 1)


def _check_keywords(node: dict[str, Any], schema: dict[str, Any]) -> None:
    for keyword in _UNSUPPORTED:
        if isinstance(node.get(keyword), str if keyword.startswith("$") else dict):
            raise user_error("schema.unsupported", keyword=keyword)
    if node is not schema and isinstance(node.get("$id"), str):
        raise user_error("schema.unsupported", keyword="$id")
    reference = node.get("$ref")
    if isinstance(reference, str):
        if not reference.startswith("#"):
            raise user_error("schema.elsewhere", reference=reference)
        if reference[1:2] not in {"", "/"}:
            raise user_error("schema.unsupported", keyword="$anchor")
        if referred(schema, reference) is None:
            raise user_error("schema.no_such_part", reference=reference)
    pattern = node.get("pattern")
    if isinstance(pattern, str):
        try:
            read_pattern(pattern)
        except PatternError as error:
            raise user_error("schema.pattern", str(error), pattern=pattern) from error


def _parts(node: object) -> Iterator[dict[str, Any] | bool]:
    if isinstance(node, dict | bool):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _parts(part)
