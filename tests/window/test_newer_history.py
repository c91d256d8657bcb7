"""The window beside the history of a newer program: it shows what is there, changes nothing, and chats all the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.conversation import ComposerState
from models.history import History
from models.history.schema import MIGRATIONS
from models.paths import Paths
from models.texts import Phrasebook
from tests.history.samples import execute, say
from tests.window.conftest import Running

Start = Callable[..., Running]
_say = Phrasebook("en")


@pytest.fixture
def newer(paths: Paths) -> Path:
    """A newer program's file with one conversation."""
    with History.open(paths.history) as history:
        say(history, history.conversations.create(mode="balanced").id, "What is a vanishing gradient?", "It shrinks.")
    execute(paths.history, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    return paths.history


def _everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.glob("history*")}


def _shown(running: Running) -> tuple[bool, bool]:
    return running.window.composer.isVisible(), running.window.mode_bar.isVisible()


def _on_screen(running: Running) -> int | None:
    return running.program.shell.conversation.conversation


def _press(running: Running, text_id: str) -> None:
    buttons = [one for one in running.window.findChildren(QPushButton) if one.isVisible()]
    (button,) = (one for one in buttons if one.text() == _say(text_id) and one.accessibleDescription())
    button.click()


@pytest.mark.usefixtures("installed_starter", "newer")
def test_newer_history_is_shown_and_left_alone_and_a_copy_goes_on(start: Start, paths: Paths) -> None:
    before = _everything(paths.home)
    running = start()
    window, conversation = running.window, running.program.shell.conversation
    notice = window.notices.current
    assert notice is not None
    assert notice.text == _say("history.newer.whole")
    running.wait_for(ComposerState.READY)
    conversation.open(1)
    assert _shown(running) == (False, False)
    assert window.transcript.isVisible()
    window.sidebar.requests.delete.emit((1,))
    window.sidebar.requests.rename.emit(1, "mine")
    window.transcript.delete_requested.emit(1)
    assert _on_screen(running) == 1
    assert [one.title for one in running.parts.history.conversations.recent()] == ["What is a vanishing gradient?"]
    window.menu_button.import_requested.emit()
    _press(running, "keeping.copy")
    assert _shown(running) == (True, True)
    copy = _on_screen(running)
    assert copy is not None
    assert copy != 1
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=60, seed=1))
    QTest.keyClicks(running.edit, "Why?")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait(lambda: len(running.parts.history.messages.thread(copy)) == 4)
    window.composer.stop_requested.emit()
    running.wait_for(ComposerState.READY)
    conversation.open(1)
    _press(running, "keeping.new")
    assert _on_screen(running) is None
    assert _shown(running) == (True, True)
    running.program.close()
    assert _everything(paths.home) == before
    assert not any(paths.state.glob("*"))


@pytest.mark.usefixtures("newer")
def test_second_start_beside_a_newer_history_brings_the_first_window_forward(start: Start, paths: Paths) -> None:
    running = start()
    environment = {**os.environ, "TEMPERA_HOME": str(paths.home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-m", "desktop"], env=environment) as second:
        running.wait(lambda: second.poll() is not None)
        assert second.returncode == 0
