"""Doors that open one thing at a time: importing a room through one loads only the modules of what was asked for.

The window is on screen before most of the program is loaded; an ordinary door would load all of its room at once.
The room still imports its names where type checkers and packagers read them, under `TYPE_CHECKING`.
"""

import sys
from collections.abc import Callable
from importlib import import_module


def door(room: str, homes: dict[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of the package `room`: `homes` says which of its modules a name comes from.

    The returned function raises AttributeError for any other name, as a module does.
    """

    def fetch(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{room}.{homes[name]}"), name)
        setattr(sys.modules[room], name, found)  # the next one finds it without asking
        return found

    return fetch
