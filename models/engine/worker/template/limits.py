"""How large anything may grow that a template makes, each value alone and all of them together.

A template sees short marks in place of the messages, so what a real one makes is small. As no value ever grows beyond
`LARGEST_VALUE`, no single operation of Python's own takes long or needs much memory: none has to be interrupted.
"""

from collections.abc import ItemsView, Iterable, KeysView, Mapping, ValuesView
from typing import NoReturn, TypeVar

T = TypeVar("T")

LARGEST_VALUE = 1_000_000
"""Characters of a text; characters and items of a container at all depths, each counted as often as it occurs."""

LARGEST_TOTAL = 64_000_000
"""Bytes, roughly, of all values that one compilation or rendering makes."""

LARGEST_NUMBER = 10**15
DEEPEST = 50
"""Containers within containers."""

ITEM_BYTES = 8
"""What a place in a list costs."""

_CONTAINERS = (list, tuple, dict, KeysView, ValuesView, ItemsView)


class TemplateError(Exception):
    """A chat template cannot be compiled or rendered; the message is the template's, Jinja's or ours, in English."""


def too_large() -> NoReturn:
    """Refuse what the template wants to make."""
    raise TemplateError("the template makes too large a value")


def refuse_if_large(size: int) -> None:
    """Raise TemplateError for a value of `size` characters or items, before it is made."""
    if size > LARGEST_VALUE:
        too_large()


class Budget:
    """What one compilation or rendering may still make.

    Containers cannot change in the sandbox, so each is measured once. They are kept until the end for that, else
    another could come to stand at the same address.
    """

    def __init__(self) -> None:
        self._left = LARGEST_TOTAL
        self._measured: dict[int, tuple[object, int, int]] = {}

    def spend(self, size: int) -> None:
        """Take `size` bytes off the budget. Raises TemplateError where it is used up."""
        self._left -= size
        if self._left < 0:
            raise TemplateError("the template makes too much")

    def charge(self, value: T) -> T:
        """Return `value`, which was just made, and take it off the budget. Raises TemplateError where it is large."""
        size = self.size(value)
        refuse_if_large(size)
        if isinstance(value, str):
            self.spend(size)
        elif isinstance(value, list | tuple | dict):
            self.spend(ITEM_BYTES * (len(value) + 1))
        return value

    def size(self, value: object) -> int:
        """Return the size of a value as `LARGEST_VALUE` counts it. Raises TemplateError where it is too large."""
        return self._measure(value)[0]

    def _measure(self, value: object) -> tuple[int, int]:
        """Return the size of a value and how deep containers stand in it."""
        if isinstance(value, str):
            return len(value) + 1, 0
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            too_large()
        if not isinstance(value, _CONTAINERS):
            return 1, 0
        known = self._measured.get(id(value))
        if known is not None:
            return known[1], known[2]
        size, depth = self._measure_parts(_parts(value))
        self._measured[id(value)] = (value, size, depth)
        return size, depth

    def _measure_parts(self, parts: Iterable[object]) -> tuple[int, int]:
        size, depth = 1, 1
        for part in parts:
            part_size, part_depth = self._measure(part)
            size += part_size
            depth = max(depth, part_depth + 1)
            if size > LARGEST_VALUE or depth > DEEPEST:
                too_large()
        return size, depth


def _parts(container: object) -> Iterable[object]:
    if isinstance(container, Mapping):
        for key, value in container.items():
            yield key
            yield value
    elif isinstance(container, Iterable):
        yield from container
