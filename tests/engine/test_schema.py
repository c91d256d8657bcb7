"""Schemas as grammars: what they allow, what is left to the check at the end, and what is refused."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from models.engine.worker.sampling import Grammar
from models.engine.worker.vocabulary import Vocabulary
from models.errors import UserError
from models.schema import read_schema, validate
from models.schema.grammar.translation import translate

NODE = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["next"]}
LADDER = {f"a{n}": {"anyOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 3} for n in range(40)} | {"a40": {"type": "null"}}


def allows(schema: object, text: str, vocabulary: Vocabulary) -> bool:
    """Return whether `text` is a whole answer."""
    with Grammar.of_schema(json.dumps(schema), vocabulary) as grammar:
        for token in vocabulary.tokenize(text):
            if not grammar.allows(token):
                return False
            grammar.accept(token)
        return grammar.is_complete


ANSWERS: list[tuple[Any, list[str], list[str]]] = [
    ({}, ["1", '"a"', "null", '{"a": []}'], ["", "nul", "[1,]", "01"]),
    ({"type": ["string", "null"]}, ['""', "null"], ["1", "true"]),
    ({"type": "string"}, ['"\\u4e2d\\n\\/ 中文 😀"'], ['"\n"', '"\\x"', '"\\ud800"', '"\\u12"']),
    ({"const": {"a": [1, "中"]}}, ['{"a": [1, "中"]}'], ['{"a": [1, "文"]}']),
    ({"enum": ["a", 1, 2.5], "type": "number"}, ["1", "2.5"], ['"a"']),
    ({"enum": [1, 2], "const": 2}, ["2"], ["1"]),
    ({"allOf": [{"enum": [1, False, "a"]}, {"enum": [True, 0, "a"]}]}, ['"a"'], ["1", "false", "0", "true"]),
    ({"type": "integer", "exclusiveMinimum": 3, "maximum": 5.5}, ["4", "5"], ["3", "6", "4.0"]),
    ({"type": "number", "minimum": -1, "maximum": 1}, ["-1", "0.5", "1"], ["2"]),
    ({"properties": {"a": {}, "b": False}}, ["{}", '{"a": 1}'], ['{"b": 1}', '{"c": 1}']),
    ({"required": ["x"]}, ['{"x": 1}'], ["{}", '{"y": 1}']),
    ({"required": ["x"], "additionalProperties": {"type": "null"}}, ['{"x": null, "y": null}'], ['{"x": 1}', "{}"]),
    (
        {"properties": {"ab": {"const": 1}, "a": {"const": 2}}, "additionalProperties": {"const": 3}},
        ['{"ab": 1, "a": 2, "abc": 3, "b": 3}', '{"": 3}', '{"x": 3, "y": 3}'],
        ['{"ab": 3}', '{"a": 3}', '{"x": 1}', '{"a": 2, "a": 3}'],
    ),
    ({"type": "object", "minProperties": 1, "maxProperties": 2}, ['{"a":1}', '{"a":1,"b":2}'], ["{}"]),
    ({"type": "object", "additionalProperties": False}, ["{}"], ['{"a": 1}']),
    ({"type": "array", "maxItems": 0}, ["[]", "[ ]"], ["[1]"]),
    ({"items": {"const": 1}, "minItems": 2, "maxItems": 3}, ["[1, 1]", "[1,1,\n  1]"], ["[1]", "[1,1,1,1]", "[]"]),
    ({"prefixItems": [{"const": 1}], "items": {"const": 2}, "minItems": 2}, ["[1,2,2]"], ["[1]", "[2,2]", "[1,1]"]),
    ({"prefixItems": [{"const": 1}, {"const": 2}], "maxItems": 1}, ["[1]"], ["[1,2]"]),
    ({"prefixItems": [{"const": 1}, False]}, ["[1]"], ["[1,1]"]),
    ({"allOf": [{"type": "number"}, {"minimum": 1}, {"maximum": 3}]}, ["1", "2.5"], ["4"]),
    (
        {"properties": {"a": {"type": "number"}}, "allOf": [{"properties": {"a": {"maximum": 1, "minimum": 0}}}]},
        ['{"a": 1}'],
        ['{"a": 2}'],
    ),
    (
        {
            "type": "object",
            "properties": {"k": {}},
            "anyOf": [{"required": ["k"]}, {"properties": {"z": {"const": 0}}}],
        },
        ['{"k": 1}', '{"z": 0}'],
        ['{"z": 1}'],
    ),
    ({"$ref": "#/$defs/a~1b/x%25", "$defs": {"a/b": {"x%": {"const": 1}}}}, ["1"], ["2"]),
    ({"$ref": "#/$defs/a", "maximum": 4, "$defs": {"a": {"type": "integer", "minimum": 3}}}, ["3", "4"], ["2", "5"]),
    (
        {"items": {"$ref": "#"}, "type": "array"},
        ["[]", "[[],[[]]]"],
        ["[1]"],
    ),
    (
        {"properties": {"x": {"properties": {"v": {"const": 1}}}, "y": {"properties": {"v": {"const": 2}}}}},
        ['{"x": {"v": 1}, "y": {"v": 2}}'],
        ['{"x": {"v": 2}}'],
    ),
    ({"pattern": "b+c"}, ['"abbcd"', '"bc"'], ['"ac"']),
    ({"pattern": '^["\\\\]\\t$'}, ['"\\"\\t"', '"\\\\\\t"'], ['"a\\t"']),
    ({"type": "string", "format": "date"}, ['"2024-02-28"'], ['"2024-13-01"']),
    ({"type": "string", "minLength": 2, "maxLength": 2}, ['"中文"', '"\\u4e2d\\n"'], ['"a"', '"abc"']),
    (
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "items": [{"const": 1}],
            "additionalItems": {"const": 2},
        },
        ["[1,2]"],
        ["[2]"],
    ),
    ({"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1, "exclusiveMinimum": True}, ["1.5"], ["1"]),
]


@pytest.mark.parametrize(("schema", "right", "wrong"), ANSWERS, ids=lambda value: str(value)[:40])
def test_a_grammar_allows_what_obeys_the_schema(
    schema: dict[str, object], right: list[str], wrong: list[str], starter_vocabulary: Vocabulary
) -> None:
    assert [text for text in right if not allows(schema, text, starter_vocabulary)] == []
    assert [text for text in wrong if allows(schema, text, starter_vocabulary)] == []
    assert [text for text in right if validate(text, schema)] == []


def test_true_allows_everything(starter_vocabulary: Vocabulary) -> None:
    everything = True
    assert allows(everything, '{"a": [1.5e3, null]}', starter_vocabulary)


@pytest.mark.parametrize(
    ("schema", "left_out"),
    [
        ({"type": "array", "uniqueItems": True}, {"uniqueItems"}),
        ({"type": "array", "uniqueItems": False}, set()),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, {"oneOf"}),
        ({"not": {"const": 1}}, {"not"}),
        ({"type": "string", "maxLength": 5000}, {"maxLength"}),
        ({"type": "string", "pattern": "^a$", "minLength": 1}, {"minLength"}),
        ({"type": "string", "pattern": "(a|^b)"}, {"pattern"}),
        ({"type": "string", "pattern": "^(a*)*$"}, {"pattern"}),
        ({"type": "string", "pattern": "^(a{1,5}){1,900}$"}, {"pattern"}),
        ({"type": "integer", "maximum": 1e300}, {"maximum"}),
        ({"properties": {"a": {}}, "minProperties": 1}, {"minProperties"}),
        ({"enum": ["a", "b"], "minLength": 1}, {"minLength"}),
        ({"type": "string", "title": "t", "description": "d", "format": "email"}, set()),
    ],
    ids=str,
)
def test_what_a_grammar_cannot_say_is_named(schema: Mapping[str, Any], left_out: set[str]) -> None:
    assert translate(read_schema(json.dumps(schema))).left_out == left_out


REFUSED: list[tuple[str, Any]] = [
    ("schema.endless", {"$ref": "#"}),
    ("schema.endless", {"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
    ("schema.endless", {"$ref": "#/$defs/node", "$defs": {"node": NODE}}),
    ("schema.endless", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}),
    ("schema.endless", False),
    ("schema.endless", {"type": "string", "minLength": 3, "maxLength": 2}),
    ("schema.endless", {"type": "integer", "minimum": 3, "maximum": 2}),
    ("schema.endless", {"enum": ["a"], "type": "null"}),
    ("schema.endless", {"type": "object", "required": ["a"], "additionalProperties": False}),
    ("schema.too_complex", {"properties": {f"p{n}": {} for n in range(4000)}}),
    ("schema.too_complex", {"type": "array", "items": {"$ref": "#/$defs/a0"}, "$defs": LADDER}),
    ("schema.too_complex", {"properties": {f"p{n}": {"type": "string", "maxLength": 1000} for n in range(300)}}),
    ("schema.too_complex", {"allOf": [{"properties": {"x": {"allOf": [{"$ref": "#"}, {"minProperties": 1}]}}}]}),
    ("schema.too_complex", {"anyOf": [{"$ref": "#/$defs/a"}] * 2800, "$defs": {"a": {"type": "null"}}}),
    ("schema.endless", {"allOf": [{"enum": list(range(3000))}, {"enum": list(range(6000, 3000, -1))}]}),
    ("schema.elsewhere", {"properties": {"a": {"$ref": "https://example.com/schema.json"}}}),
    ("schema.elsewhere", {"not": {"$ref": "file:///etc/passwd"}}),
    ("schema.no_such_part", {"$ref": "#/$defs/missing"}),
    ("schema.no_such_part", {"items": [{"$ref": "#/items/7"}], "$schema": "http://json-schema.org/draft-07/schema#"}),
    ("schema.invalid", {"type": "text"}),
    ("schema.invalid", {"properties": []}),
    ("schema.invalid", [1, 2]),
    ("schema.unsupported", {"$schema": "https://example.com/my-own-draft"}),
    ("schema.unsupported", {"patternProperties": {"^a": {}}}),
    ("schema.unsupported", {"$dynamicRef": "#a"}),
    ("schema.unsupported", {"$ref": "#here", "$defs": {"a": {"$anchor": "here", "const": 1}}}),
    ("schema.pattern", {"pattern": "(?=a)"}),
    ("schema.pattern", {"pattern": "(a)\\1"}),
    ("schema.pattern", {"pattern": "a{5000}"}),
]


@pytest.mark.parametrize(("reason", "schema"), REFUSED, ids=lambda value: str(value)[:50])
def test_schemas_that_cannot_be_used_are_refused_in_one_sentence(reason: str, schema: object) -> None:
    with pytest.raises(UserError) as raised:
        translate(read_schema(json.dumps(schema)))
    assert raised.value.text.id == reason


def test_the_largest_grammar_is_accepted_by_llama_cpp(starter_vocabulary: Vocabulary) -> None:
    schema = {"properties": {f"p{n}": {"type": "string", "maxLength": 180} for n in range(900)}}
    with Grammar.of_schema(json.dumps(schema), starter_vocabulary) as grammar:
        for token in starter_vocabulary.tokenize('{"p899": "' + "x" * 100):
            assert grammar.allows(token)
            grammar.accept(token)
