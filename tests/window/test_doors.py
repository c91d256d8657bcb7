"""Rooms whose doors open one thing at a time."""

from importlib import import_module

import pytest

ROOMS = ("desktop.control", "desktop.conversation", "desktop.conversation.transcript", "desktop.library")


@pytest.mark.parametrize("room", [*ROOMS, "desktop.settings"])
def test_a_door_gives_everything_it_names(room: str) -> None:
    door = import_module(room)
    for name in door.__all__:
        assert getattr(door, name) is not None


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_gives_nothing_else(room: str) -> None:
    with pytest.raises(AttributeError, match="Nonsense"):
        import_module(room).Nonsense  # noqa: B018 - asking is the test
