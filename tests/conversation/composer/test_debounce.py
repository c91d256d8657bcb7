"""Waiting for a pause, but not for ever."""

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.conversation.composer.debounce import Debounce

FOR_EVER_MS = 3_600_000
SOON_MS = 10


@pytest.mark.parametrize(("pause_ms", "most_ms"), [(SOON_MS, FOR_EVER_MS), (FOR_EVER_MS, SOON_MS)])
def test_burst_is_told_once_after_the_pause_or_at_the_latest_moment(qtbot: QtBot, pause_ms: int, most_ms: int) -> None:
    debounce = Debounce(pause_ms=pause_ms, most_ms=most_ms)
    told: list[bool] = []
    debounce.fired.connect(lambda: told.append(True))
    with qtbot.waitSignal(debounce.fired):
        for _ in range(3):
            debounce.poke()
    assert not debounce.waiting
    assert len(told) == 1


def test_pokes_do_not_put_the_latest_moment_off(qtbot: QtBot) -> None:
    debounce = Debounce(pause_ms=FOR_EVER_MS, most_ms=SOON_MS)
    typing = QTimer()
    typing.timeout.connect(debounce.poke)
    with qtbot.waitSignal(debounce.fired):
        typing.start(0)
    typing.stop()


def test_flush_tells_only_what_came(qtbot: QtBot) -> None:
    debounce = Debounce(pause_ms=FOR_EVER_MS, most_ms=FOR_EVER_MS)
    with qtbot.assertNotEmitted(debounce.fired):
        debounce.flush()
    debounce.poke()
    with qtbot.waitSignal(debounce.fired):
        debounce.flush()
    with qtbot.assertNotEmitted(debounce.fired):
        debounce.flush()


def test_cancel_forgets(qtbot: QtBot) -> None:
    debounce = Debounce(pause_ms=FOR_EVER_MS, most_ms=FOR_EVER_MS)
    debounce.poke()
    debounce.cancel()
    assert not debounce.waiting
    with qtbot.assertNotEmitted(debounce.fired):
        debounce.flush()
