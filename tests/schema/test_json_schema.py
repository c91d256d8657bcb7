"""Reading the schema of an answer, and comparing the finished answer with it."""

import json
import subprocess
import sys

import pytest

from models.errors import Text, UserError
from models.schema import read_schema, validate
from models.schema.json_schema import MAX_BYTES, MAX_DEPTH, MAX_PARTS

NESTED = {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "integer"}}}}
ENDLESS = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(60)} | {"a60": True}


def reason(text: str) -> Text:
    with pytest.raises(UserError) as raised:
        read_schema(text)
    return raised.value.text


@pytest.mark.parametrize("text", ["{}", "true", '{"type": "object"}', json.dumps(NESTED)])
def test_a_schema_is_read(text: str) -> None:
    assert read_schema(text) == json.loads(text)


def test_what_is_no_json_says_where() -> None:
    assert reason('{"type":\n "object",}') == Text("schema.no_json", {"line": 2, "column": 11})
    assert reason("").id == "schema.no_json"
    assert reason('{"maximum": NaN}').id == "schema.no_json"
    assert reason('{"const": "\\ud800"}').id == "schema.no_json"
    assert reason('{"maximum": ' + "9" * 5000 + "}").id == "schema.no_json"


def test_a_schema_of_the_wrong_shape_says_where() -> None:
    assert reason('{"properties": {"a": {"type": "thing"}}}') == Text(
        "schema.invalid", {"place": "$.properties.a.type"}
    )
    assert reason("[]") == Text("schema.invalid", {"place": "$"})


def test_the_draft_is_the_one_that_the_schema_names() -> None:
    assert read_schema('{"$schema": "http://json-schema.org/draft-04/schema#", "exclusiveMinimum": true, "minimum": 1}')
    assert reason('{"exclusiveMinimum": true}').id == "schema.invalid"
    assert reason('{"$schema": "https://example.com/mine"}') == Text("schema.unsupported", {"keyword": "$schema"})
    assert reason('{"$schema": 4}').id == "schema.unsupported"


def test_large_and_deep_schemas_are_refused() -> None:
    assert reason(json.dumps({"description": "x" * MAX_BYTES})) == Text("schema.too_large", {"limit": 64})
    deep: dict[str, object] = {}
    for _ in range(MAX_DEPTH):
        deep = {"not": deep}
    assert read_schema(json.dumps(deep))
    assert reason(json.dumps({"not": deep})).id == "schema.too_deep"
    assert reason("[" * 60_000).id == "schema.too_deep"
    assert reason(json.dumps({"properties": {str(n): True for n in range(MAX_PARTS)}})).id == "schema.too_complex"


def test_a_schema_keeps_to_itself() -> None:
    remote = {"anyOf": [{"not": {"$ref": "http://127.0.0.1:9/schema.json"}}]}
    assert reason(json.dumps(remote)) == Text("schema.elsewhere", {"reference": "http://127.0.0.1:9/schema.json"})
    assert reason('{"$ref": "other.json#/a"}').id == "schema.elsewhere"
    assert reason('{"$ref": "#/a"}') == Text("schema.no_such_part", {"reference": "#/a"})
    assert reason('{"properties": {"a": {"$id": "http://x/y"}}}') == Text("schema.unsupported", {"keyword": "$id"})


def test_names_of_properties_are_no_keywords() -> None:
    properties = {name: {"type": "string"} for name in ("$ref", "pattern", "$id", "$dynamicRef", "$schema")}
    assert read_schema(json.dumps({"properties": properties}))


def test_an_answer_is_compared() -> None:
    assert validate('{"list": [1, 2]}', NESTED) is None
    assert validate('{"list": [1, "2"]}', NESTED) == Text(
        "schema.answer.unlike", {"place": "$.list[1]", "keyword": "type"}
    )
    assert validate('{"list": [1', NESTED) == Text("schema.answer.no_json")
    assert validate("[" * 100_000, True) == Text("schema.answer.no_json")  # noqa: FBT003
    assert validate("1", False) is not None  # noqa: FBT003


def test_patterns_are_compared_as_javascript_does() -> None:
    assert validate('"xaby"', {"pattern": "ab"}) is None
    assert validate('"a\\n"', {"pattern": "^a$"}) is not None
    assert validate("1", {"pattern": "^a$"}) is None


def test_comparing_comes_to_an_end() -> None:
    assert validate("1", {"$ref": "#/$defs/a0", "$defs": ENDLESS}) == Text("schema.answer.unchecked")
    assert validate("1", {"$ref": "#"}) == Text("schema.answer.unchecked")


def test_jsonschema_is_loaded_where_it_is_needed() -> None:
    """The window's process starts without it."""
    code = "import sys, models.schema; sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
