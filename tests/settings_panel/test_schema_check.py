"""Schemas are looked at beside the window's thread, which may take longer than anybody waits."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from desktop.settings.schema_check import SchemaCheck
from models import schema


class _Reading:
    """A schema that is being read until `go_on`."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.thread: threading.Thread | None = None

    def __call__(self, _text: str) -> object:
        self.thread = threading.current_thread()
        self.begun.set()
        self.go_on.wait()
        return True


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> _Reading:
    made = _Reading()
    monkeypatch.setattr(schema, "read_schema", made)
    return made


def test_what_is_closed_while_it_looks_is_destroyed_in_the_windows_thread(qtbot: QtBot, reading: _Reading) -> None:
    threads: list[str] = []
    check = SchemaCheck()
    QObject(check).destroyed.connect(partial(_note, threads), Qt.ConnectionType.DirectConnection)
    check.check("true")
    assert reading.begun.wait(60)
    check.close()
    del check
    reading.go_on.set()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread().name]
    assert reading.thread is not None
    reading.thread.join()


def test_it_says_nothing_after_it_is_closed(qtbot: QtBot, reading: _Reading) -> None:
    told: list[str] = []
    tell: Callable[..., None] = lambda text, *_: told.append(text)  # noqa: E731 - two signals
    check = SchemaCheck()
    check.checked.connect(tell)
    check.check("true")
    check.check("false")
    assert reading.begun.wait(60)
    check.close()
    check.close()
    with qtbot.waitSignal(check.destroyed):
        reading.go_on.set()
    assert told == []
    assert reading.thread is not None
    reading.thread.join()


def _note(threads: list[str]) -> None:
    threads.append(threading.current_thread().name)
