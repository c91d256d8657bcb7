"""A file that is to be opened reaches the one window: from a second start, and from macOS' own events."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.conversation import ComposerState
from desktop.single_instance import SingleInstance
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook
from tests.project.source import ROOT
from tests.support.patient_bot import PatientBot
from tests.window.conftest import PATIENCE_MS, Running

Start = Callable[..., Running]
Heard = list[Path | None]
CALLER = """
import json, sys
from pathlib import Path
from desktop.single_instance import SingleInstance
meeting = SingleInstance(Path(sys.argv[1]))
models = json.loads(sys.argv[2])
print(json.dumps([meeting.call_first(None if model is None else Path(model)) for model in models]))
"""


@pytest.fixture
def heard(tempera_home: Path, qtbot: PatientBot) -> Iterator[Heard]:
    """What the first instance was asked to open, in order; it listens."""
    del qtbot
    first, calls = SingleInstance(tempera_home), Heard()
    first.called.connect(calls.append)
    assert first.listen()
    yield calls
    first.close()


def test_paths_arrive_as_they_are(heard: Heard, tempera_home: Path, qtbot: PatientBot) -> None:
    names = ("a.gguf", '模型 & "x".gguf', "two\nlines.gguf", " space .gguf ", "no\udcfftext.gguf")
    paths = [tempera_home / name for name in names]
    assert _answers(tempera_home, paths, qtbot) == [True] * len(paths)
    assert heard == paths


def test_a_relative_path_means_the_callers_folder(heard: Heard, tempera_home: Path, qtbot: PatientBot) -> None:
    assert _answers(tempera_home, [Path("a.gguf")], qtbot) == [True]
    assert heard == [ROOT / "a.gguf"]


def test_without_a_file_the_window_only_comes_forward_by_the_permission_that_was_given(
    heard: Heard, tempera_home: Path, qtbot: PatientBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    permission = "launcher-7"
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    assert _answers(tempera_home, [None], qtbot, XDG_ACTIVATION_TOKEN=permission) == [True]
    assert heard == [None]
    assert os.environ["XDG_ACTIVATION_TOKEN"] == permission


@pytest.mark.parametrize("words", [b"hello\n", b"[1]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"x" * 200_000])
def test_words_of_another_program_are_not_listened_to(
    heard: Heard, tempera_home: Path, qtbot: PatientBot, words: bytes
) -> None:
    caller, socket = SingleInstance(tempera_home), QLocalSocket()
    socket.connectToServer(caller._name)
    assert socket.waitForConnected()
    socket.write(words)
    socket.flush()
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []


def test_nobody_answers_where_nobody_listens(tempera_home: Path, qtbot: PatientBot) -> None:
    del qtbot
    assert not SingleInstance(tempera_home).call_first(None, patience_ms=1)


@pytest.mark.usefixtures("installed_starter")
def test_a_file_that_the_system_names_is_opened_by_the_window(start: Start, starter_model: Path) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    missing = starter_model.with_name("不在 here.gguf")
    application = QCoreApplication.instance()
    assert application is not None
    running.window.showMinimized()
    QCoreApplication.sendEvent(application, QFileOpenEvent(str(missing)))
    assert not running.window.isMinimized()
    running.wait(lambda: running.window.notices.current is not None)
    notice = running.window.notices.current
    assert notice is not None
    assert missing.name in notice.text


def test_a_file_that_the_system_names_before_the_window_is_ready_is_the_model_it_starts_with(
    paths: Paths, starter_model: Path, qtbot: PatientBot
) -> None:
    program = Program(paths=paths, store=SettingsStore(paths.settings), say=Phrasebook("en"))
    try:
        QCoreApplication.sendEvent(program.application, QFileOpenEvent(str(starter_model)))
        running = Running(program, program.open(None), qtbot)
        running.wait_for(ComposerState.READY)
        assert running.parts.loading.current is not None
    finally:
        program.close()


@pytest.mark.usefixtures("installed_starter")
def test_a_second_start_with_a_file_ends_and_leaves_it_to_the_first(
    start: Start, tempera_home: Path, tmp_path: Path
) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    missing = tmp_path / "行 一\n行 二.gguf"
    environment = {**os.environ, "TEMPERA_HOME": str(tempera_home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-m", "desktop", str(missing)], cwd=ROOT, env=environment) as other:
        running.wait(lambda: other.poll() is not None)
        assert other.returncode == 0
    running.wait(lambda: running.window.notices.current is not None)
    notice = running.window.notices.current
    assert notice is not None
    assert "行 二.gguf" in notice.text


def _answers(home: Path, models: Sequence[Path | None], bot: QtBot, **environment: str) -> list[bool]:
    """Call the first instance from another process, once a file; return what each call came to."""
    words = json.dumps([None if model is None else str(model) for model in models])
    command = [sys.executable, "-c", CALLER, str(home), words]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE) as caller:
        bot.waitUntil(lambda: caller.poll() is not None, timeout=PATIENCE_MS)
        assert caller.stdout is not None
        answers: list[bool] = json.load(caller.stdout)
    return answers
