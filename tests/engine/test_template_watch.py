"""A function whose time is up is interrupted as often as it takes, and its thread is gone afterwards."""

import sys
import threading
import time

import pytest
from jinja2 import Environment

from models.engine.worker.template import watch

pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")


def _endless() -> None:
    while True:
        sum(range(10))


def _too_deep() -> None:
    Environment(autoescape=False).from_string("{{ 'x'" + "|list|join" * 5_000 + " }}")  # noqa: S701


def _watched() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "watched"]


def test_a_result_and_an_error_are_handed_over() -> None:
    assert watch.run_watched(lambda: 7, seconds=60) == 7
    with pytest.raises(ZeroDivisionError):
        watch.run_watched(lambda: 1 // 0, seconds=60)
    with pytest.raises(SystemExit):
        watch.run_watched(sys.exit, seconds=60)


@pytest.mark.timeout(120)
def test_an_interrupt_that_comes_just_when_the_function_ends_leaves_no_thread_behind() -> None:
    """What fails deep within takes long to fall apart, and few of its instructions heed an interrupt."""
    began = time.perf_counter()
    with pytest.raises(RecursionError):
        watch.run_watched(_too_deep, seconds=60)
    natural = time.perf_counter() - began
    for percent in range(60, 140, 2):
        with pytest.raises((watch.TooSlowError, RecursionError)):
            watch.run_watched(_too_deep, seconds=natural * percent / 100)
        assert not _watched()  # a later thread may take its place in the list


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the clock on the wall counts")
@pytest.mark.timeout(60)
def test_a_function_that_the_machine_has_no_time_for_is_not_slow() -> None:
    began = time.monotonic()
    watch.run_watched(lambda: time.sleep(0.4), seconds=0.1)
    assert time.monotonic() - began >= 0.4


@pytest.mark.timeout(60)
def test_a_function_that_takes_an_interrupt_for_something_else_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_BETWEEN_INTERRUPTS", 0.01)
    swallowed: list[type[BaseException]] = []

    def stubborn() -> None:
        while len(swallowed) < 3:
            try:
                _endless()
            except BaseException as error:  # noqa: BLE001  # what a destructor does
                swallowed.append(type(error))
        _endless()

    with pytest.raises(watch.TooSlowError):
        watch.run_watched(stubborn, seconds=0.01)
    assert len(swallowed) == 3
    assert not _watched()


@pytest.mark.timeout(60)
def test_a_function_that_cannot_be_interrupted_is_given_up_and_ends_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_BETWEEN_INTERRUPTS", 0.001)
    monkeypatch.setattr(watch, "_MOST_INTERRUPTS", 3)
    let_go = threading.Lock()
    with let_go, pytest.raises(watch.TooSlowError):  # it waits, but not for ever
        watch.run_watched(let_go.acquire, seconds=0.001)
    while _watched():
        time.sleep(0.01)
