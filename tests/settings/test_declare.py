"""Declaring settings, and taking their values out of a file."""

from dataclasses import dataclass
from enum import StrEnum

import pytest

from models.settings import (
    Declaration,
    Kind,
    choice,
    declarations,
    derived,
    from_table,
    number,
    switch,
    text,
    to_table,
    whole,
)


class Size(StrEnum):
    """A choice."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Example:
    """One setting of each kind."""

    warmth: float = number(0.5, low=0.0, high=2.0)
    count: int = whole(3, low=1, high=10)
    threads: int | None = whole(None, low=1, high=64)
    size: Size = choice(Size.SMALL)
    sound: bool = switch(default=True)
    name: str = text("nobody")
    path: str | None = text(None, shown=False)


BY_NAME = {item.name: item for item in declarations(Example)}


def test_a_declared_dataclass_is_an_ordinary_one_with_its_defaults() -> None:
    assert Example() == Example(0.5, 3, None, Size.SMALL, sound=True, name="nobody", path=None)


def test_declarations_come_in_order_with_all_that_a_row_needs() -> None:
    assert list(BY_NAME) == ["warmth", "count", "threads", "size", "sound", "name", "path"]
    assert BY_NAME["warmth"] == Declaration("warmth", Kind.NUMBER, 0.5, 0.0, 2.0, 0.05)
    assert BY_NAME["threads"] == Declaration("threads", Kind.WHOLE, None, 1, 64, 1, optional=True)
    assert BY_NAME["size"] == Declaration("size", Kind.CHOICE, Size.SMALL, choices=Size)
    assert [name for name, item in BY_NAME.items() if not item.shown] == ["path"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("warmth", 1, 1.0),
        ("warmth", 0.0, 0.0),
        ("warmth", 2.0, 2.0),
        ("count", 10, 10),
        ("count", 4.0, 4),
        ("threads", None, None),
        ("size", "large", Size.LARGE),
        pytest.param("size", Size.LARGE, Size.LARGE, id="size-member"),
        ("sound", False, False),
        ("name", "", ""),
        ("path", None, None),
        ("path", "/models/模型.gguf", "/models/模型.gguf"),
    ],
)
def test_a_right_value_is_taken_as_the_settings_type(name: str, value: object, expected: object) -> None:
    accepted = BY_NAME[name].accept(value)
    assert accepted == expected
    assert type(accepted) is type(expected)


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("warmth", 2.01, "2.01 is not between 0 and 2"),
        ("warmth", float("nan"), "nan is not between"),
        ("warmth", float("inf"), "inf is not between"),
        ("warmth", 10**400, "is not between 0 and 2"),
        ("warmth", "0.5", "'0.5' is not a number"),
        ("warmth", True, "True is not a number"),
        ("warmth", None, "None is not a number"),
        ("count", 2.5, "2.5 is not a whole number"),
        ("count", 0, "0 is not between 1 and 10"),
        ("threads", False, "False is not a number"),
        ("size", "medium", "'medium' is not one of 'small', 'large'"),
        ("size", ["small"], "is not one of"),
        ("sound", 1, "1 is not true or false"),
        ("name", 7, "7 is not a text"),
        ("name", None, "None is not a text"),
    ],
)
def test_a_wrong_value_is_refused_with_the_reason(name: str, value: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        BY_NAME[name].accept(value)


def test_a_default_that_is_no_value_of_the_setting_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"3\.0 is not between 0 and 2"):
        number(3.0, low=0.0, high=2.0)


def test_a_derived_field_is_no_setting() -> None:
    @dataclass(frozen=True)
    class Room:
        """A setting, and a field that follows from it."""

        warm: bool = switch(default=False)
        degrees: float | None = derived(None)

    assert [item.name for item in declarations(Room)] == ["warm"]
    assert to_table(Room(warm=True, degrees=21.5)) == {"warm": True}
    assert from_table(Room, {"degrees": 21.5}) == (Room(), ("degrees: no such setting",))


def test_a_field_that_is_not_declared_is_a_bug() -> None:
    @dataclass(frozen=True)
    class Careless:
        """A field without a declaration."""

        size: int = 3

    with pytest.raises(TypeError, match=r"Careless\.size is not declared"):
        declarations(Careless)


def test_wrong_values_fall_back_one_by_one() -> None:
    table = {"warmth": 1.5, "count": 99, "size": "huge", "name": "Wang", "volume": 11}
    settings, problems = from_table(Example, table)
    assert settings == Example(warmth=1.5, name="Wang")
    assert problems == (
        "count: 99 is not between 1 and 10; using 3",
        "size: 'huge' is not one of 'small', 'large'; using 'small'",
        "volume: no such setting",
    )


def test_an_empty_table_gives_the_defaults() -> None:
    assert from_table(Example, {}) == (Example(), ())


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert to_table(Example()) == {}
    changed = Example(warmth=0.7, threads=4, size=Size.LARGE, sound=False)
    table = to_table(changed)
    assert table == {"warmth": 0.7, "threads": 4, "size": "large", "sound": False}
    assert type(table["size"]) is str


def test_what_is_written_reads_back_the_same() -> None:
    changed = Example(1.25, 7, 8, Size.LARGE, sound=False, name="小王", path="C:\\模型")
    assert from_table(Example, to_table(changed)) == (changed, ())
