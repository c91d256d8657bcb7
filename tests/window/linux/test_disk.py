"""A disk that is full, or closed to the program: a sentence each time, and the window stays."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from desktop import start as starting
from desktop.conversation import ComposerState
from desktop.crash import CrashReporter
from desktop.crash_dialog import CrashDialog
from models import installation
from models.history import AnswerState
from models.paths import Paths
from models.texts import Phrasebook
from tests.support.small_disk import SmallDisk, mounted_small_disk
from tests.window.conftest import Running
from tests.window.test_chat import ask

Start = Callable[..., Running]


@pytest.fixture
def disk(tempera_home: Path) -> Iterator[SmallDisk]:
    """A small disk that holds the data folder."""
    with mounted_small_disk(tempera_home, megabytes=2) as disk:
        yield disk


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences of message boxes, each of which is closed at once."""
    sentences: list[str] = []

    def close() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                sentences.append(box.text())
                box.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(10)
    monkeypatch.setattr(starting, "_has_display", timer.isActive)  # and so it lives as long as the test
    return sentences


def notices(running: Running) -> list[str]:
    return [label.text() for label in running.window.notices.findChildren(QLabel)]


def test_what_a_full_disk_cannot_keep_is_told_and_all_goes_on_when_there_is_room(
    disk: SmallDisk, start: Start, starter_model: Path
) -> None:
    running = start(starter_model)
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=8, seed=1))
    ask(running, "Name a colour.")
    running.wait_for(ComposerState.READY)
    filler = disk.fill()
    running.window.composer.propose("Name another one. " * 20_000)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait(lambda: any("no room left on the disk" in text for text in notices(running)))
    disk.fill()
    running.parts.shell.preferences.remember(font_scale=1.3)
    running.wait(lambda: "1 more" in notices(running))
    assert "font_scale" not in (disk.folder / "settings.toml").read_text("utf-8")
    assert running.window.isVisible()
    filler.unlink()
    running.wait_for(ComposerState.READY)
    running.window.composer.accept()
    ask(running, "And now?")
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    last = running.parts.history.messages.thread(summary.id)[-1]
    assert (last.state, bool(last.content)) == (AnswerState.COMPLETE, True)


def test_a_first_start_on_a_full_disk_says_so(disk: SmallDisk, said: list[str], qtbot: QtBot) -> None:
    del qtbot
    disk.fill()
    assert starting.open_window(None) == 1
    assert len(said) == 1
    assert "no room left on the disk" in said[0]


def test_a_portable_program_on_a_closed_disk_says_so(
    disk: SmallDisk, tempera_home: Path, monkeypatch: pytest.MonkeyPatch, said: list[str], qtbot: QtBot
) -> None:
    del qtbot
    (tempera_home / "portable").touch()
    monkeypatch.delenv("TEMPERA_HOME")
    monkeypatch.setattr(installation, "program_folder", lambda: tempera_home)
    disk.close()
    try:
        assert starting.open_window(None) == 1
    finally:
        disk.open()
    assert "keeps everything beside itself" in said[0]
    assert str(tempera_home / "data") in said[0]


def test_a_log_on_a_full_disk_is_silent(disk: SmallDisk, paths: Paths, capfd: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    logging.getLogger().handlers.clear()
    try:
        starting._start_log(paths)
        (handler,) = logging.getLogger().handlers
        logging.getLogger("tempera.test").info("kept")
        disk.fill()
        logging.getLogger("tempera.test").info("lost" * 10_000)
        handler.close()
    finally:
        logging.getLogger().handlers[:] = before
    assert "kept" in (paths.logs / "tempera.log").read_text("utf-8")
    assert capfd.readouterr().err == ""


def test_a_crash_report_that_cannot_be_kept_is_shown_all_the_same(
    disk: SmallDisk, paths: Paths, qtbot: QtBot, expected_log: Callable[[str], None]
) -> None:
    expected_log("CRITICAL desktop.crash: unhandled exception")
    reporter = CrashReporter(paths.crashes, say=Phrasebook("en"))
    try:
        disk.fill()

        def fail() -> None:
            raise RuntimeError("a bug")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        dialogs: list[CrashDialog] = []

        def shown() -> bool:
            dialogs[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog)]
            return bool(dialogs)

        qtbot.waitUntil(shown)
        (label,) = dialogs[0].findChildren(QLabel)
        assert "could not be saved" in label.text()
        dialogs[0].close()
    finally:
        reporter.close()
