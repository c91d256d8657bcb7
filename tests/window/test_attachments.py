"""Files that go with a question, in the running program: read, counted, told to the model, kept, and shown again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop.conversation import ComposerState, FileDialog
from models.engine import ChatMessage
from tests.window.conftest import Running
from tests.window.test_ahead import Watched

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]
CONTROL = Qt.KeyboardModifier.ControlModifier
SOURCE = "def area(radius):\n    return 3.14159 * radius ** 2\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "circle.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def ready(start: Start, tokens: int = 6) -> Running:
    running = start()
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=tokens, seed=1))
    return running


def drop(running: Running, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(50, 50), action, data, button, Qt.KeyboardModifier.NoModifier)
    running.window.dropEvent(event)
    assert event.isAccepted()


def read(running: Running, count: int = 1) -> None:
    """Wait until so many files are read and counted."""
    tray = running.window.composer.tray
    running.wait(lambda: len(tray.files) == count and all(file.tokens for file in tray.files))


def told(running: Running, monkeypatch: pytest.MonkeyPatch) -> list[ChatMessage]:
    """Return the list that will hold what the model is told."""
    heard: list[ChatMessage] = []
    generate = running.parts.bridge.generate

    def listening(answer: int, messages: tuple[ChatMessage, ...], *rest: object, **named: object) -> None:
        heard[:] = messages
        generate(answer, messages, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(running.parts.bridge, "generate", listening)
    return heard


def ask(running: Running, question: str) -> None:
    QTest.keyClicks(running.edit, question)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)


def said(running: Running, words: str) -> bool:
    return any(words in label.text() for label in running.window.findChildren(QLabel))


def test_a_dropped_file_goes_with_the_question(start: Start, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = ready(start)
    heard = told(running, monkeypatch)
    drop(running, source)
    read(running)
    ask(running, "What does it do?")
    assert heard[-1].content == f"circle.py:\n```py\n{SOURCE}```\n\nWhat does it do?"
    history = running.parts.history
    (summary,) = history.conversations.recent()
    question = history.messages.thread(summary.id)[0]
    assert question.content == "What does it do?"
    (info,) = question.attachments
    assert history.messages.attachment(info.id).text == SOURCE
    assert not running.window.composer.tray.files
    ask(running, "And in C?")
    assert heard[-3].content == f"circle.py:\n```py\n{SOURCE}```\n\nWhat does it do?"


def test_a_file_alone_is_a_question(start: Start, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = ready(start)
    heard = told(running, monkeypatch)
    drop(running, source)
    read(running)
    ask(running, "")
    assert heard[-1].content == f"circle.py:\n```py\n{SOURCE}```"
    (summary,) = running.parts.history.conversations.recent()
    assert summary.title == "circle.py"
    ask(running, "Why?")
    assert "return 3.14159" in heard[-3].content


def test_files_are_counted_before_the_question_is_sent(start: Start, source: Path) -> None:
    running = ready(start)
    drop(running, source)
    read(running)
    (file,) = running.window.composer.tray.files
    running.wait(lambda: said(running, f"{file.tokens} tokens"))
    QTest.keyClicks(running.edit, "What does it do?")
    counted = running.parts.engine.count_tokens("What does it do?")
    assert counted is not None
    total = counted + (file.tokens or 0)
    running.wait(lambda: said(running, f"{total} tokens"))
    running.wait(lambda: said(running, f"{total} of "))


def test_the_file_is_read_by_the_model_before_the_question_is_sent(
    start: Start, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = ready(start)
    watched = Watched(running, monkeypatch)
    drop(running, source)
    read(running)
    QTest.keyClicks(running.edit, "What does it do?")
    running.wait(lambda: watched.is_ready_for("What does it do?"))  # not for the file alone, which may have rested too
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    record = running.parts.history.messages.thread(summary.id)[-1].record
    assert record is not None
    assert record.stats.reused_tokens == record.stats.prompt_tokens


def test_a_long_paste_becomes_a_file_and_a_draft_keeps_it(start: Start) -> None:
    running = ready(start)
    text = "A line of a long text.\n" * 200
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(running.edit, Qt.Key.Key_V, CONTROL)
    read(running)
    (pasted,) = running.window.composer.tray.files
    assert (pasted.name, pasted.text) == ("Pasted text.txt", text)
    running.window.new_requested.emit()
    assert not running.window.composer.tray.files
    (summary,) = running.parts.history.conversations.recent()
    running.parts.shell.conversation.open(summary.id)
    read(running)
    assert running.window.composer.tray.files[0].text == text


def test_what_cannot_be_attached_is_said_and_nothing_else_is_lost(start: Start, source: Path, tmp_path: Path) -> None:
    running = ready(start)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    drop(running, source, picture, tmp_path)
    read(running)
    assert [file.name for file in running.window.composer.tray.files] == ["circle.py"]
    assert said(running, "isn’t a text file") or said(running, "is a folder")


def test_the_same_file_is_attached_once(start: Start, source: Path) -> None:
    running = ready(start)
    drop(running, source)
    read(running)
    drop(running, source)
    running.wait(lambda: not running.window.composer.tray.reading)
    assert len(running.window.composer.tray.files) == 1


def test_a_model_is_opened_instead(start: Start, tiny_r1_model: Path) -> None:
    running = ready(start)
    with running.qtbot.waitSignal(running.parts.loading.loaded, timeout=60_000):
        running.window.composer.tray.paths_offered.emit((tiny_r1_model,))
    assert not running.window.composer.tray.files


def test_files_open_in_a_dialog_before_and_after_sending(start: Start, source: Path) -> None:
    running = ready(start)
    drop(running, source)
    read(running)
    tray = running.window.composer.tray
    tray.opened.emit(tray.files[0].number)
    (dialog,) = running.window.findChildren(FileDialog)
    (view,) = dialog.findChildren(QPlainTextEdit)
    assert view.toPlainText() == SOURCE
    dialog.reject()
    ask(running, "What does it do?")
    running.wait(lambda: not running.window.findChildren(FileDialog))
    (summary,) = running.parts.history.conversations.recent()
    question = running.parts.history.messages.thread(summary.id)[0]
    running.window.transcript.attachment_requested.emit(question.id, 0)
    (dialog,) = running.window.findChildren(FileDialog)
    assert dialog.windowTitle() == "circle.py"
    dialog.reject()
