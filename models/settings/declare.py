"""Declaring a setting once: type, default, range and choices live beside the field they belong to."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import Enum
from typing import Any, TypeVar, overload

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_KEY = "declaration"
_DERIVED = "derived"

Plain = str | int | float | bool | list[str]
"""What a TOML file holds for a setting."""


class Kind(Enum):
    """What sort of value a setting holds, and so what control a panel shows for it."""

    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    SWITCH = "switch"
    TEXT = "text"
    TEXTS = "texts"


@dataclass(frozen=True)
class Declaration:
    """One setting: its name, kind, default and limits.

    `optional` settings may be None ("automatic"). Settings that are not `shown` are remembered by the program itself
    and have no row in a panel.
    """

    name: str
    kind: Kind
    default: object
    low: float = -math.inf
    high: float = math.inf
    step: float = 1.0
    choices: type[Enum] | None = None
    optional: bool = False
    shown: bool = True

    def accept(self, value: object) -> object:
        """Return `value` as the setting's type. Raises ValueError saying why where it is wrong."""
        if value is None and self.optional:
            return None
        if self.kind is Kind.CHOICE and self.choices is not None:
            return _member(self.choices, value)
        if self.kind is Kind.SWITCH:
            return _checked(value, right=isinstance(value, bool), wanted="true or false")
        if self.kind is Kind.TEXT:
            return _checked(value, right=isinstance(value, str), wanted="a text")
        if self.kind is Kind.TEXTS:
            return _texts(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{value!r} is not a number")  # noqa: TRY004 - wrong in a file, not in a call
        # Compared before it is converted: a whole number too big for a float, and nan, end here too.
        if not self.low <= value <= self.high:
            raise ValueError(f"{value!r} is not between {self.low:g} and {self.high:g}")
        if self.kind is Kind.WHOLE and int(value) != value:
            raise ValueError(f"{value!r} is not a whole number")
        return int(value) if self.kind is Kind.WHOLE else float(value)


def _member(choices: type[Enum], value: object) -> Enum:
    if isinstance(value, choices):
        return value
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(repr(item.value) for item in choices)
        raise ValueError(f"{value!r} is not one of {known}") from None


def _checked(value: object, *, right: bool, wanted: str) -> object:
    if not right:
        raise ValueError(f"{value!r} is not {wanted}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f"{value!r} is not a list of texts that are not empty")
    return tuple(value)


def _declare(declaration: Declaration) -> Any:
    """Return the dataclass field of a setting. Raises ValueError where its default is not one of its values."""
    declaration.accept(declaration.default)
    return field(default=declaration.default, metadata={_KEY: declaration})


@overload
def number(default: float, *, low: float, high: float, step: float = 0.05) -> float: ...
@overload
def number(default: None, *, low: float, high: float, step: float = 0.05) -> float | None: ...
def number(default: float | None, *, low: float, high: float, step: float = 0.05) -> float | None:
    """Declare a real number; a default of None makes it optional ("automatic")."""
    value: float | None = _declare(Declaration("", Kind.NUMBER, default, low, high, step, optional=default is None))
    return value


@overload
def whole(default: int, *, low: int, high: int, step: int = 1) -> int: ...
@overload
def whole(default: None, *, low: int, high: int, step: int = 1) -> int | None: ...
def whole(default: int | None, *, low: int, high: int, step: int = 1) -> int | None:
    """Declare a whole number; a default of None makes it optional ("automatic")."""
    value: int | None = _declare(Declaration("", Kind.WHOLE, default, low, high, step, optional=default is None))
    return value


def choice(default: E) -> E:
    """Declare a choice among the members of an Enum whose values are texts."""
    value: E = _declare(Declaration("", Kind.CHOICE, default, choices=type(default)))
    return value


def switch(*, default: bool, shown: bool = True) -> bool:
    """Declare a yes or no."""
    value: bool = _declare(Declaration("", Kind.SWITCH, default, shown=shown))
    return value


@overload
def text(default: str, *, shown: bool = True) -> str: ...
@overload
def text(default: None, *, shown: bool = True) -> str | None: ...
def text(default: str | None, *, shown: bool = True) -> str | None:
    """Declare a free text; a default of None makes it optional."""
    value: str | None = _declare(Declaration("", Kind.TEXT, default, optional=default is None, shown=shown))
    return value


def texts() -> tuple[str, ...]:
    """Declare a list of texts, none of them empty; at first there is none."""
    value: tuple[str, ...] = _declare(Declaration("", Kind.TEXTS, ()))
    return value


def derived(default: T) -> T:
    """Give a settings dataclass a field that is no setting: it is worked out from the settings, and never kept."""
    value: T = field(default=default, metadata={_DERIVED: True})
    return value


def declarations(settings: type) -> tuple[Declaration, ...]:
    """Return the declarations of a settings dataclass, in order.

    Raises TypeError where a field was written without `number`, `whole`, `choice`, `switch`, `text`, `texts` or
    `derived`.
    """
    result = []
    for item in fields(settings):
        if item.metadata.get(_DERIVED):
            continue
        unnamed = item.metadata.get(_KEY)
        if not isinstance(unnamed, Declaration) or item.default is MISSING:
            raise TypeError(f"{settings.__name__}.{item.name} is not declared as a setting")
        result.append(replace(unnamed, name=item.name))
    return tuple(result)


def from_table(settings: type[T], table: Mapping[str, object]) -> tuple[T, tuple[str, ...]]:
    """Build `settings` from a table of a file; return it and a sentence for each value that was dropped."""
    known = {item.name: item for item in declarations(settings)}
    values: dict[str, object] = {}
    problems = []
    for name, value in table.items():
        if name not in known:
            problems.append(f"{name}: no such setting")
            continue
        try:
            values[name] = known[name].accept(value)
        except ValueError as error:
            problems.append(f"{name}: {error}; using {_plain(known[name].default)!r}")
    return settings(**values), tuple(problems)


def to_table(settings: object) -> dict[str, Plain]:
    """Return the values that differ from their defaults, ready for a TOML file."""
    table: dict[str, Plain] = {}
    for item in declarations(type(settings)):
        value = getattr(settings, item.name)
        # TOML has no null; None is always the default where it is allowed at all.
        if value != item.default and value is not None:
            table[item.name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, Enum) else value
