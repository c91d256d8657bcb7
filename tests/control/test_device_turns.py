"""Work on the devices beside the engine: one piece at a time, none in the way of an answer or a load."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import Answering, ModelLoading
from desktop.control.background import Background
from desktop.control.device_turns import DeviceTurns
from models.errors import UserError, user_error
from models.history import History
from tests.control.test_answering import REQUEST, ask
from tests.support.scripted_engine import ScriptedEngine


@pytest.fixture
def turns(qtbot: QtBot, answering: Answering, loading: ModelLoading) -> Iterator[DeviceTurns]:
    del qtbot
    background = Background()
    yield DeviceTurns(background=background, answering=answering, loading=loading)
    background.close()


class Work:
    """Pieces of work that wait to be let go; remembers how many of them ran at once."""

    def __init__(self, turns: DeviceTurns) -> None:
        self._turns = turns
        self._lock = threading.Lock()
        self.go = threading.Event()
        self.running = 0
        self.most = 0
        self.done: list[int] = []
        self.failed: list[UserError] = []

    def add(self, number: int, *, fails: bool = False) -> None:
        self._turns.run(lambda: self._do(number, fails=fails), self.done.append, self.failed.append)

    def _do(self, number: int, *, fails: bool) -> int:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.go.wait(60)
        with self._lock:
            self.running -= 1
        if fails:
            raise user_error("engine.died", "x")
        return number


def test_pieces_come_one_after_the_other_also_after_one_that_failed(turns: DeviceTurns, qtbot: QtBot) -> None:
    work = Work(turns)
    work.add(1)
    work.add(2, fails=True)
    work.add(3)
    work.go.set()
    qtbot.waitUntil(lambda: work.done == [1, 3])
    assert [error.text.id for error in work.failed] == ["engine.died"]
    assert work.most == 1


def test_nothing_begins_while_an_answer_is_written(
    turns: DeviceTurns, qtbot: QtBot, answering: Answering, history: History, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answering.answer(question, REQUEST)
    work = Work(turns)
    work.go.set()
    work.add(1)
    qtbot.wait(200)
    assert work.most == 0
    engine.events.put(user_error("engine.died", "x"))
    qtbot.waitUntil(lambda: work.done == [1])


def test_nothing_begins_while_a_model_is_loaded(
    turns: DeviceTurns, qtbot: QtBot, loading: ModelLoading, starter_model: Path
) -> None:
    work = Work(turns)
    work.go.set()
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
        work.add(1)
        assert work.done == []
        assert loading.busy
    qtbot.waitUntil(lambda: work.done == [1])
