"""Tasks and checks can be stored and read again."""

import msgspec
import pytest

from models.lab import Agreement, AllOf, Case, Demand, Number, Pattern, PythonTests, Shape, Task

CHECK = AllOf(
    checks=(
        Number(value=2.4),
        PythonTests(function="f", cases=(Case(arguments="1, 2", expected="3"),)),
        AllOf(checks=(Shape(demands=(Demand.TYPE_HINTS,)), Pattern(expression="a+"))),
        Agreement(),
    )
)
TASK = Task(id="own-a", prompt="?", check=CHECK, name="A")


def test_a_task_is_read_as_it_was_written() -> None:
    assert msgspec.json.decode(msgspec.json.encode(TASK), type=Task) == TASK
    assert msgspec.convert(msgspec.to_builtins(TASK), Task) == TASK
    assert msgspec.toml.decode(msgspec.toml.encode(TASK), type=Task) == TASK


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="valu"):
        msgspec.convert({"id": "a", "prompt": "?", "check": {"kind": "number", "valu": 1}}, Task)
