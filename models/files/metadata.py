"""The metadata of a GGUF header: named values, read as the types they should have."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.files.byte_reader import BrokenHeaderError

_MAX_WHOLE = 2**31 - 1
_MAX_LABEL = 200

Number = int | float | bool


@dataclass(frozen=True)
class Array:
    """An array: how many items it has and, for the few short ones that matter, the items."""

    length: int
    items: tuple[Number, ...] = ()


class SkippedText:
    """A text that nobody asks for."""


Value = str | Number | Array | SkippedText


class Metadata:
    """The values of a header by name. A value of the wrong type raises BrokenHeaderError, except for hints."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def text(self, key: str) -> str | None:
        """Return a text, exactly as it is; None where there is none."""
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        raise _wrong_type(key)

    def whole(self, key: str) -> int | None:
        """Return a whole number from 0 to 2^31 - 1; None where there is none."""
        value = self._values.get(key)
        return None if value is None else _whole(key, value)

    def largest(self, key: str) -> int | None:
        """Return a whole number, or the largest of one per layer; None where there is none."""
        value = self._values.get(key)
        if isinstance(value, Array) and len(value.items) == value.length:
            return max((_whole(key, item) for item in value.items), default=None)
        return self.whole(key)

    def items(self, key: str) -> tuple[int, ...]:
        """Return the whole numbers of an array, a yes as 1 and a no as 0; none where there is no array."""
        value = self._values.get(key)
        items = value.items if isinstance(value, Array) else ()
        return tuple(_whole(key, int(item) if isinstance(item, bool) else item) for item in items)

    def flag(self, key: str) -> bool | None:
        """Return a yes or no; None where there is none."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise _wrong_type(key)

    def length(self, key: str) -> int | None:
        """Return the length of an array; None where there is none."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, Array):
            return value.length
        raise _wrong_type(key)

    def hint(self, key: str) -> float | None:
        """Return a number that nothing depends on: None also where it is no finite number from 0 on."""
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            return None
        return float(value)

    def label(self, key: str) -> str | None:
        """Return a short text to show, in one line and without invisible characters; None where there is none."""
        value = self._values.get(key)
        if not isinstance(value, str):
            return None
        line = " ".join(value.split())
        return "".join(filter(str.isprintable, line))[:_MAX_LABEL] or None


def _whole(key: str, value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(key)
    if not 0 <= value <= _MAX_WHOLE:
        raise BrokenHeaderError(f"{key} is {value}")
    return value


def _wrong_type(key: str) -> BrokenHeaderError:
    return BrokenHeaderError(f"{key} is of the wrong type")
