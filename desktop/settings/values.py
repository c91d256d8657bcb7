"""Changing one setting of a frozen dataclass by its name."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from models.settings import declarations

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    S = TypeVar("S", bound=DataclassInstance)
else:
    S = TypeVar("S")


def with_value(settings: S, name: str, value: object) -> S:
    """Return `settings` with another value, as its declaration accepts it.

    Raises KeyError for an unknown name, ValueError for a wrong value.
    """
    known = {item.name: item for item in declarations(type(settings))}
    changes: dict[str, Any] = {name: known[name].accept(value)}
    return replace(settings, **changes)
