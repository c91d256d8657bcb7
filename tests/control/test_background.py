"""Work beside the window's thread."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from desktop.control.background import Background
from desktop.control.library.work import FileWork
from models.errors import UserError, user_error

FILE = Path("/models/a.gguf")
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    del qtbot  # makes the application
    made = Background()
    yield made
    made.close()


def test_results_come_back_to_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    told: list[tuple[str, threading.Thread]] = []
    background.run(
        lambda: threading.current_thread().name,
        lambda name: told.append((name, threading.current_thread())),
        lambda error: told.append((error.text.id, threading.current_thread())),
        name="reading",
    )
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("reading", threading.main_thread())]


def test_errors_for_the_user_come_back_as_they_are(background: Background, qtbot: QtBot) -> None:
    errors: list[UserError] = []

    def work() -> None:
        raise user_error("download.offline")

    background.run(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].text.id == "download.offline"


def test_a_bug_is_logged_and_told_as_one(
    background: Background, qtbot: QtBot, expected_log: Callable[[str], None]
) -> None:
    expected_log("work in the background failed")
    errors: list[UserError] = []

    def work() -> None:
        raise ZeroDivisionError

    background.run(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].text.id == "engine.bug"
    assert "ZeroDivisionError" in errors[0].details


def test_nothing_is_told_after_it_is_closed(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    go_on = threading.Event()
    background.run(go_on.wait, told.append, told.append)
    background.stop()
    go_on.set()
    background.close()
    qtbot.wait(20)
    assert told == []


class _Asker(QObject):
    """Has something done, and notes the thread where it is destroyed."""

    def __init__(self, threads: list[str]) -> None:
        super().__init__()
        note = partial(_note, threads)
        QObject(self).destroyed.connect(note, Qt.ConnectionType.DirectConnection)

    def take(self, _result: object) -> None:
        pytest.fail("it was told after all")


def _note(threads: list[str]) -> None:
    threads.append(threading.current_thread().name)


def test_who_asked_is_not_destroyed_in_the_thread_of_work_that_outlives_it(background: Background) -> None:
    threads: list[str] = []
    go_on = threading.Event()
    of_a_window, asker = Background(), _Asker(threads)
    of_a_window.run(go_on.wait, asker.take, asker.take, name="outlives")
    (running,) = (one for one in threading.enumerate() if one.name == "outlives")
    of_a_window.stop()
    del of_a_window, asker
    go_on.set()
    running.join()
    assert threads == []
    background.close()
    assert threads == [threading.main_thread().name]


def test_who_stops_waits_for_what_is_being_told(background: Background) -> None:
    order: list[str] = []
    telling = threading.Event()

    def stop() -> None:
        background.stop()
        order.append("stopped")

    stopping = threading.Thread(target=stop)

    def told() -> None:
        stopping.start()
        telling.set()
        stopping.join(0.2)  # it would end in that time
        order.append("told")

    background._arrived.connect(told, Qt.ConnectionType.DirectConnection)
    background.run(lambda: None, lambda _: None, lambda _: None)
    assert telling.wait(60)
    stopping.join()
    assert order == ["told", "stopped"]


def test_work_on_a_file_tells_how_far_it_is_and_can_be_stopped(background: Background, qtbot: QtBot) -> None:
    files = FileWork(background, rested=lambda: None)
    parts: list[float] = []
    results: list[bool] = []

    def work(progress: Progress, cancelled: Cancelled) -> bool:
        progress(1, 4)
        stop = threading.Event()
        while not cancelled():
            stop.wait(0.01)
        return cancelled()

    files.start(FILE, work, progress=parts.append, done=results.append, failed=lambda _: None)
    qtbot.waitUntil(lambda: parts == [0.25])
    assert files.busy(FILE)
    files.start(FILE, work, progress=parts.append, done=results.append, failed=lambda _: None)  # is not begun twice
    files.cancel(FILE)
    qtbot.waitUntil(lambda: results == [True])
    assert not files.busy(FILE)


def test_closing_ends_work_on_files(background: Background) -> None:
    ended = threading.Event()

    def work(_progress: Progress, cancelled: Cancelled) -> None:
        while not cancelled():
            ended.wait(0.01)
        ended.set()

    FileWork(background, rested=lambda: None).start(
        FILE, work, progress=lambda _: None, done=lambda _: None, failed=lambda _: None
    )
    background.close()
    assert ended.is_set()
