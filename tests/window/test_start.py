"""Starting: without a display, a second time, with a damaged history, with wrong settings, with odd model files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.conversation import ComposerState
from models.errors import UserError
from models.paths import Paths
from models.settings import PREFERENCES, Appearance, Language, SettingsStore
from tests.support.tiny_model import write_byte_model
from tests.window.conftest import Running

Start = Callable[..., Running]


def second_start(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TEMPERA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def drop(running: Running, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    running.window.dropEvent(event)


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a display be missing")
def test_without_a_display_it_says_so_and_names_the_command(tempera_home: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment["TEMPERA_HOME"] = str(tempera_home)
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "desktop"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "tempera ask" in done.stderr


def test_without_a_model_the_window_says_so_and_takes_one(start: Start, starter_model: Path) -> None:
    running = start()
    running.wait_for(ComposerState.NO_MODEL)
    drop(running, starter_model)
    running.wait_for(ComposerState.READY)
    assert running.parts.loading.current is not None


@pytest.mark.usefixtures("installed_starter")
def test_a_second_start_brings_the_first_window_forward(start: Start, tempera_home: Path) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    running.window.showMinimized()
    environment = {**os.environ, "TEMPERA_HOME": str(tempera_home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-m", "desktop"], env=environment) as other:
        running.wait(lambda: other.poll() is not None)
        assert other.returncode == 0
    assert not running.window.isMinimized()


@pytest.mark.usefixtures("installed_starter")
def test_a_damaged_history_is_set_aside_and_said_so(
    start: Start, paths: Paths, expected_log: Callable[[str], None]
) -> None:
    expected_log("damaged")
    expected_log("set aside")
    paths.home.mkdir(exist_ok=True)
    paths.history.write_bytes(b"this is no database" * 400)
    running = start()
    notice = running.window.notices.current
    assert notice is not None
    (aside,) = paths.home.glob("history.damaged-*.sqlite3")
    assert aside.name in notice.text
    assert aside.read_bytes().startswith(b"this is no database")


def test_a_wrong_setting_falls_back_and_the_log_says_so(
    start: Start, paths: Paths, expected_log: Callable[[str], None]
) -> None:
    expected_log("font_scale")
    paths.home.mkdir()
    paths.settings.write_text('[preferences]\nfont_scale = "huge"\ntheme = "dark"\n', "utf-8")
    running = start()
    store = SettingsStore(paths.settings)
    running.program.close()
    kept = paths.settings.read_text("utf-8")
    assert "huge" not in kept
    assert store.load(PREFERENCES).theme is Appearance.DARK


def test_a_disk_that_is_read_only_is_a_sentence_and_no_window(start: Start, paths: Paths) -> None:
    paths.home.mkdir()
    paths.history.mkdir()  # nothing can be written there
    with pytest.raises(UserError) as caught:
        start()
    assert caught.value.text.id.startswith("history.")


@pytest.mark.usefixtures("installed_starter")
@pytest.mark.parametrize("name", ["missing.gguf", "folder.gguf", "empty.gguf", "text.gguf", "cut.gguf"])
def test_a_bad_file_is_one_sentence_and_the_loaded_model_stays(
    start: Start, tmp_path: Path, starter_model: Path, name: str
) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    bad = tmp_path / name
    if name == "folder.gguf":
        bad.mkdir()
    elif name == "empty.gguf":
        bad.touch()
    elif name == "text.gguf":
        bad.write_text("hello")
    elif name == "cut.gguf":
        shutil.copyfile(starter_model, bad)
        os.truncate(bad, 30_000_000)
    running.parts.shell.models.open(bad)
    running.wait(lambda: running.window.notices.current is not None)
    running.wait_for(ComposerState.READY)
    notice = running.window.notices.current
    assert notice is not None
    assert name in notice.text
    assert running.parts.loading.current is not None
    assert running.parts.loading.current.model.path.endswith(starter_model.name)


@pytest.mark.usefixtures("installed_starter")
def test_a_base_model_without_a_template_is_a_calm_notice(start: Start, tmp_path: Path) -> None:
    base = tmp_path / "基础 模型 'x'.gguf"
    write_byte_model(base, chat_template=None)
    running = start(base)
    running.wait_for(ComposerState.READY)
    notice = running.window.notices.current
    assert notice is not None
    assert "template" in notice.text


@pytest.mark.usefixtures("installed_starter")
def test_another_language_builds_the_window_anew_with_the_same_conversation(start: Start, paths: Paths) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history = running.parts.history
    conversation = history.conversations.create(mode="math").id
    history.messages.ask(conversation, "二加二等于几？")
    running.parts.shell.conversation.open(conversation)
    running.parts.shell.preferences.set_language(Language.CHINESE)
    shell = running.parts.shell
    assert shell.conversation.conversation == conversation
    assert shell.say.language == "zh_CN"
    assert running.parts.choice.mode == "math"
    assert shell.window.composer.state is ComposerState.READY
    assert SettingsStore(paths.settings).load(PREFERENCES).language is Language.CHINESE
