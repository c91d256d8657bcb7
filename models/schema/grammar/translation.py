"""JSON schemas as grammars.

What a grammar cannot say is left to the check of the finished answer (`Translation.left_out`). Properties keep the
schema's order; an object that names properties and says nothing of others has no others, as in llama.cpp.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import user_error
from models.schema.grammar.containers import Containers, Member, Others
from models.schema.grammar.gbnf import (
    MAX_REPEATS,
    NOTHING,
    EndlessError,
    Literal,
    Node,
    Rule,
    Rules,
    TooComplexError,
    choice,
)
from models.schema.grammar.merge import ABOUT, merged, same
from models.schema.grammar.numbers import number
from models.schema.grammar.strings import FORMATS, Strings, Unwritable
from models.schema.json_schema import Schema, referred

_MAX_STEPS = 20_000
_MAX_DEPTH = 100
_TYPES = ("object", "array", "string", "number", "boolean", "null")
_NAMES: Mapping[type, str] = {
    bool: "boolean", dict: "object", list: "array", str: "string", type(None): "null"
}  # fmt: skip
_SAYS_TYPE = {
    "object": ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems"),
    "string": ("pattern", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}
_LEFT_OUT = (
    "additionalItems",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "multipleOf",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
)


@dataclass(frozen=True)
class Translation:
    """A schema as llama.cpp's grammar, and the keywords that only the finished answer can be compared with."""

    gbnf: str
    left_out: frozenset[str] = frozenset()


def translate(schema: Schema) -> Translation:
    """Return the grammar of what obeys `schema`, which `read_schema` returned.

    Raises UserError where no answer can obey it or it is more than llama.cpp can follow.
    """
    try:
        return _Translator(schema).translation()
    except EndlessError as error:
        raise user_error("schema.endless") from error
    except (TooComplexError, RecursionError) as error:
        raise user_error("schema.too_complex") from error


def any_json() -> Translation:
    """Return the grammar of any object or array."""
    return translate({"type": ["object", "array"]})


class _Translator:
    """Translates one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._rules = Rules()
        self._strings = Strings(self._rules)
        self._containers = Containers(self._rules, self._strings)
        self._left_out: set[str] = set()
        self._references: dict[str, Rule] = {}
        self._waiting: list[str] = []
        self._steps = 0
        self._depth = 0

    def translation(self) -> Translation:
        root = self._reference("#")
        while self._waiting:
            reference = self._waiting.pop()
            self._rules.define(self._references[reference], self._value(self._target(reference)))
        return Translation(self._rules.text(root), frozenset(self._left_out))

    def _value(self, schema: Schema) -> Node:
        """Return what obeys `schema`. A lone reference becomes a rule, so that a schema may contain itself."""
        self._step()
        if reference := _lone_reference(schema):
            return self._reference(reference)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise TooComplexError
        node = self._of(self._joined(schema))
        self._depth -= 1
        return node

    def _of(self, schema: Schema) -> Node:
        if isinstance(schema, bool):
            return self._containers.any() if schema else NOTHING
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._one_of(schema, keyword)
        self._left_out.update(keyword for keyword in _LEFT_OUT if schema.get(keyword))
        if "const" in schema or "enum" in schema:
            return self._constants(schema)
        types = _types(schema)
        return self._containers.any() if types == _TYPES else choice(*(self._of_type(kind, schema) for kind in types))

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise TooComplexError

    def _reference(self, reference: str) -> Rule:
        if reference not in self._references:
            self._references[reference] = self._rules.reserve()
            self._waiting.append(reference)
        return self._references[reference]

    def _target(self, reference: str) -> Schema:
        target = referred(self._schema, reference)
        if target is None:
            raise user_error("schema.no_such_part", reference=reference)
        return target

    def _joined(self, schema: Schema) -> Schema:
        """Return `schema` with all that `allOf` and a `$ref` beside other keywords ask for."""
        seen: set[str] = set()
        while not isinstance(schema, bool) and ("allOf" in schema or "$ref" in schema):
            parts = list(schema.get("allOf", ()))
            if reference := schema.get("$ref"):
                if reference not in seen:
                    parts.append(self._target(reference))
                seen.add(reference)
            schema = {keyword: value for keyword, value in schema.items() if keyword not in {"allOf", "$ref"}}
            for part in parts:
                self._step()
                schema = merged(schema, self._without_second_reference(schema, part, seen), self._left_out)
        return schema

    def _without_second_reference(self, schema: Schema, part: Schema, seen: set[str]) -> Schema:
        """Return `part` so that it can be merged into `schema`, which may have a reference of its own."""
        if isinstance(schema, bool) or isinstance(part, bool) or "$ref" not in schema or "$ref" not in part:
            return part
        reference = part["$ref"]
        rest = {keyword: value for keyword, value in part.items() if keyword != "$ref"}
        if reference in seen:
            return rest
        seen.add(reference)
        return {**rest, "allOf": [*rest.get("allOf", ()), self._target(reference)]}

    def _one_of(self, schema: Mapping[str, Any], keyword: str) -> Node:
        if keyword == "oneOf" and len(schema[keyword]) > 1:
            self._left_out.add(keyword)
        rest = {name: value for name, value in schema.items() if name != keyword and name not in ABOUT}
        return choice(*(self._value({**rest, "allOf": [option]} if rest else option) for option in schema[keyword]))

    def _constants(self, schema: Mapping[str, Any]) -> Node:
        values = schema.get("enum", [schema.get("const")])
        if "const" in schema:
            values = [value for value in values if same(value, schema["const"])]
        types = _type_names(schema)
        self._left_out.update(schema.keys() - ABOUT - {"const", "enum", "type"})
        return choice(*(json.dumps(value, ensure_ascii=False) for value in values if _is_of(value, types)))

    def _of_type(self, kind: str, schema: Mapping[str, Any]) -> Node:
        match kind:
            case "object":
                return self._object(schema)
            case "array":
                return self._array(schema)
            case "string":
                return self._string(schema)
            case "integer" | "number":
                return number(schema, self._left_out, whole=kind == "integer")
            case "boolean":
                return choice("true", "false")
            case _:
                return Literal("null")

    def _object(self, schema: Mapping[str, Any]) -> Node:
        properties, required = schema.get("properties", {}), dict.fromkeys(schema.get("required", ()))
        unnamed = schema.get("additionalProperties", True)
        named = {**dict.fromkeys((name for name in required if name not in properties), unnamed), **properties}
        others = schema.get("additionalProperties", not named)
        members = [Member(name, self._value(part), name in required) for name, part in named.items()]
        least, most = self._counts(schema, "minProperties", "maxProperties")
        if members:
            self._left_out |= {"minProperties", "maxProperties"} & schema.keys()
            least, most = 0, None
        if others is False:
            return self._containers.object(members, None) if members or not least else NOTHING
        return self._containers.object(members, Others(self._rules.add(self._value(others)), least, most))

    def _array(self, schema: Mapping[str, Any]) -> Node:
        items, first = schema.get("items", True), schema.get("prefixItems", [])
        if isinstance(items, list):  # up to draft 2019-09 they were called so
            first, items = items, schema.get("additionalItems", True)
        least, most = self._counts(schema, "minItems", "maxItems")
        if False in first:
            first, items = first[: first.index(False)], False
        if first and "items" not in schema and len(first) >= least:
            items = False
        rest = None if items is False else self._rules.add(self._value(items))
        return self._containers.array([self._value(item) for item in first], rest, least, most)

    def _string(self, schema: Mapping[str, Any]) -> Node:
        least, most = self._counts(schema, "minLength", "maxLength")
        if pattern := schema.get("pattern") or FORMATS.get(schema.get("format", "")):
            try:
                written = self._strings.matching(pattern)
            except Unwritable:
                self._left_out.add("pattern")
            else:
                self._left_out |= {"minLength", "maxLength"} & schema.keys()
                return written
        return self._strings.any(least, most)

    def _counts(self, schema: Mapping[str, Any], low: str, high: str) -> tuple[int, int | None]:
        """Return the least and the most that `schema` asks for. Raises EndlessError where no number will do."""
        least, most = int(schema.get(low, 0)), schema.get(high)
        if most is not None and most < least:
            raise EndlessError
        self._left_out.update(name for name, count in ((low, least), (high, most or 0)) if count > MAX_REPEATS)
        return least, None if most is None else int(most)


def _lone_reference(schema: Schema) -> str | None:
    """Return the reference that `schema` consists of, or None; generators of schemas put it into an `allOf` of one."""
    if isinstance(schema, bool):
        return None
    asks = schema.keys() - ABOUT
    if asks == {"$ref"}:
        return str(schema["$ref"])
    if asks == {"allOf"} and len(schema["allOf"]) == 1:
        return _lone_reference(schema["allOf"][0])
    return None


def _type_names(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types that `schema` names; all where it names none."""
    types = schema.get("type", _TYPES)
    return (types,) if isinstance(types, str) else tuple(types)


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types of the values to write, told from other keywords where none is named."""
    types = _type_names(schema)
    if "type" not in schema:
        types = tuple(_told(schema)) or _TYPES
    return tuple(kind for kind in types if kind != "integer" or "number" not in types)


def _told(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (kind for kind, keywords in _SAYS_TYPE.items() if any(keyword in schema for keyword in keywords))


def _is_of(value: object, types: tuple[str, ...]) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number" in types or ("integer" in types and value == round(value))
    return _NAMES[type(value)] in types
