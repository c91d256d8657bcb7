"""The window comes first, and the rest in steps: nothing the user does meanwhile is lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.conversation import ComposerState
from desktop.steps import Steps
from models.errors import UserError, user_error
from models.history import History
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook


@pytest.fixture
def program(paths: Paths) -> Iterator[Program]:
    program = Program(paths=paths, store=SettingsStore(paths.settings), say=Phrasebook("en"))
    yield program
    program.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_what_is_typed_before_the_rest_is_loaded_stays_and_is_kept(
    program: Program, paths: Paths, qtbot: QtBot
) -> None:
    steps = program.begin(None)
    window = program.shell.window
    assert window.isVisible()
    edit = window.composer.focusProxy()
    assert edit is not None
    QTest.keyClicks(edit, "Why is the sky blue?")
    QTest.keyClick(edit, Qt.Key.Key_Return)  # cannot be sent yet
    with qtbot.waitSignal(steps.finished, timeout=60_000):
        pass
    qtbot.waitUntil(lambda: window.composer.state is ComposerState.NO_MODEL)
    assert window.composer.text == "Why is the sky blue?"
    program.close()
    with History.open(paths.history) as history:
        (kept,) = history.conversations.recent()
        assert history.conversations.get(kept.id).draft == "Why is the sky blue?"


def test_a_window_closed_while_the_rest_is_loaded_ends_cleanly(program: Program, qtbot: QtBot) -> None:
    program.begin(None)
    qtbot.wait(1)
    program.shell.window.close()
    program.close()


def test_no_window_is_shown_where_another_instance_has_the_history(program: Program, paths: Paths) -> None:
    with History.open(paths.history), pytest.raises(UserError, match=r"history\.locked"):
        program.begin(None)
    assert not [widget for widget in program.application.topLevelWidgets() if widget.isVisible()]


class _SlowHistory:
    """Stands where `History.open` does: opens nothing before it is told to, for some seconds at most."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opening = threading.Event()
        self.go_on = threading.Event()
        self._open = History.open
        monkeypatch.setattr(History, "open", self)

    def __call__(self, path: Path) -> History:
        self.opening.set()
        self.go_on.wait(5.0)
        return self._open(path)


def test_window_goes_on_while_the_history_is_opened(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = _SlowHistory(monkeypatch)
    steps = program.begin(None)
    qtbot.waitUntil(slow.opening.is_set)
    beats: list[bool] = []
    heart = QTimer(program.shell.window)
    heart.timeout.connect(lambda: beats.append(slow.go_on.is_set()))
    heart.start(0)
    qtbot.waitUntil(lambda: len(beats) >= 3)
    assert beats[:3] == [False] * 3
    heart.stop()
    with qtbot.waitSignal(steps.finished, timeout=60_000):
        slow.go_on.set()
    program.close()


def test_program_is_closed_while_the_history_is_opened(
    program: Program, qtbot: QtBot, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = _SlowHistory(monkeypatch)
    program.begin(None)
    qtbot.waitUntil(slow.opening.is_set)
    timer = threading.Timer(0.1, slow.go_on.set)
    timer.start()
    program.close()
    timer.join()
    monkeypatch.undo()
    with History.open(paths.history) as history:  # nobody holds it
        assert history.conversations.recent() == ()


def test_steps_leave_a_turn_of_the_event_loop_between_them(window: QWidget, qtbot: QtBot) -> None:
    events: list[str] = []

    def work() -> Iterator[None]:
        for name in ("first", "second"):
            events.append(name)
            QTimer.singleShot(0, lambda: events.append("something else"))
            yield

    steps = Steps(work(), after=window)
    with qtbot.waitSignal(steps.finished):
        steps.start()
        assert events == []
    assert events[:3] == ["first", "something else", "second"]


def test_steps_end_where_one_fails(window: QWidget, qtbot: QtBot) -> None:
    def work() -> Iterator[None]:
        yield
        raise user_error("history.locked")

    steps = Steps(work(), after=window)
    with qtbot.waitSignal(steps.failed) as failed:
        steps.start()
    assert failed.args is not None
    assert failed.args[0].text.id == "history.locked"


def test_cancelled_steps_do_nothing_more(window: QWidget, qtbot: QtBot) -> None:
    done: list[int] = []

    def work() -> Iterator[None]:
        for number in range(1000):
            done.append(number)
            yield

    steps = Steps(work(), after=window)
    steps.start()
    qtbot.waitUntil(lambda: bool(done))
    steps.cancel()
    so_far = len(done)
    qtbot.wait(20)
    assert len(done) == so_far
