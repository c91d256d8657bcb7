"""What only the garbage collector can free is freed in the window's thread, and in its turn."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from desktop.application import Application
from desktop.collector import Collector, count_as_old


class _Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


class _QtKnot(QObject):
    """The same of Qt, which notes the thread where it is destroyed."""

    def __init__(self, threads: list[str]) -> None:
        super().__init__()
        self.itself = self
        note = partial(_note, threads)
        QObject(self).destroyed.connect(note, Qt.ConnectionType.DirectConnection)


def _note(threads: list[str]) -> None:
    threads.append(threading.current_thread().name)


def _make_garbage(objects: int = 1000) -> None:
    for _ in range(objects):
        _Knot()


@pytest.fixture
def collector(qapp: Application) -> Collector:
    """The collector of the application, with nothing to collect."""
    gc.collect()
    return qapp.collector


@pytest.fixture
def collected(collector: Collector) -> Iterator[Callable[[], int | None]]:
    """Make garbage, let the collector look, and return the generation that it collected."""
    generations: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            generations.append(about["generation"])

    def look() -> int | None:
        _make_garbage()
        generations.clear()
        collector.look()
        return generations[0] if generations else None

    gc.callbacks.append(note)
    yield look
    gc.callbacks.remove(note)


def _look_until_the_turn_of_the_oldest(collected: Callable[[], int | None]) -> None:
    for _ in range(11):
        assert [collected() for _ in range(11)] == [0] * 11
        assert collected() == 1
    assert [collected() for _ in range(11)] == [0] * 11


def test_qt_objects_are_destroyed_in_the_windows_thread_whoever_makes_garbage(collector: Collector) -> None:
    threads: list[str] = []
    _QtKnot(threads)
    maker = threading.Thread(target=_make_garbage, args=(200_000,))
    maker.start()
    maker.join()
    assert threads == []
    collector.look()
    assert threads == [threading.main_thread().name]


def test_pythons_own_collector_is_off(collector: Collector) -> None:
    del collector
    assert not gc.isenabled()


def test_little_garbage_is_left_for_later(collector: Collector) -> None:
    watched = weakref.ref(_Knot())
    collector.look()
    assert watched() is not None


def test_older_generations_are_looked_at_less_often(collected: Callable[[], int | None]) -> None:
    _look_until_the_turn_of_the_oldest(collected)


def test_the_oldest_is_left_alone_until_much_is_new(
    collected: Callable[[], int | None], collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector, "_survived", 1_000_000)
    monkeypatch.setattr(collector, "_since", 0)
    _look_until_the_turn_of_the_oldest(collected)
    assert collected() == 1  # with a million, a few are not much
    kept = [_Knot() for _ in range(250_000)]
    assert [collected() for _ in range(11)] == [0] * 11
    assert collected() == 1  # they become old
    assert [collected() for _ in range(11)] == [0] * 11
    assert collected() == 2
    assert collector._survived > len(kept)
    assert collector._since == 0


def test_it_looks_by_itself_once_it_is_started(collector: Collector, qtbot: QtBot) -> None:
    watched = weakref.ref(_Knot())
    _make_garbage()
    collector.start()
    try:
        qtbot.waitUntil(lambda: watched() is None)
    finally:
        collector.stop()


def test_it_looks_more_often_while_much_is_made(collector: Collector, qtbot: QtBot) -> None:
    collector.start()
    try:
        _make_garbage()
        collector.look()
        often = collector._timer.interval()
        qtbot.waitUntil(lambda: collector._timer.interval() > often)
    finally:
        collector.stop()
    assert often * 10 <= collector._timer.interval()


def test_what_counts_as_old_is_left_alone_by_collections_of_what_is_new(collector: Collector) -> None:
    del collector
    watched = weakref.ref(_Knot())
    count_as_old()
    gc.collect(1)
    assert watched() is not None
    gc.collect()
    assert watched() is None
    assert gc.get_freeze_count() == 0
