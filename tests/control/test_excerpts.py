"""Saving code and quoting: where it goes, and what is said where that fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.control import ExcerptController
from desktop.control.excerpts import with_quote
from desktop.conversation import Composer, Transcript
from desktop.theme import LIGHT
from models.errors import UserError
from models.texts import Phrasebook


class Parts:
    """A window with the parts that the controller connects."""

    def __init__(self) -> None:
        say = Phrasebook("en")
        self.window = QWidget()
        self.transcript = Transcript(say=say, theme=LIGHT, parent=self.window)
        self.composer = Composer(say=say, theme=LIGHT, parent=self.window)
        self.errors: list[UserError] = []
        self.controller = ExcerptController(
            transcript=self.transcript, composer=self.composer, say=say, window=self.window
        )
        self.controller.failed.connect(self.errors.append)

    def save(self, path: Path, text: str) -> QFileDialog:
        """Ask for saving, and choose a file."""
        self.transcript.save_requested.emit("code.py", text)
        dialog = self.window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        return dialog


@pytest.fixture
def parts(qtbot: QtBot) -> Iterator[Parts]:
    parts = Parts()
    qtbot.addWidget(parts.window)
    yield parts
    for dialog in parts.window.findChildren(QFileDialog):
        dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_code_is_saved_where_the_user_says(parts: Parts, tmp_path: Path) -> None:
    dialog = parts.save(tmp_path / "温度.py", "x = 1\ny = '°'")
    assert [Path(name).name for name in dialog.selectedFiles()] == ["code.py"]
    assert (tmp_path / "温度.py").read_bytes() == "x = 1\ny = '°'\n".encode()
    assert parts.errors == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_code_that_cannot_be_saved_is_said(parts: Parts, tmp_path: Path) -> None:
    parts.save(tmp_path / "absent" / "code.py", "x = 1")
    (error,) = parts.errors
    assert error.text.id == "excerpt.not_saved"


def test_quote_goes_below_what_is_typed(parts: Parts) -> None:
    parts.composer.propose("First.")
    parts.transcript.quote_requested.emit("One.\n\n**Two**.\n")
    assert parts.composer.text == "First.\n\n> One.\n>\n> **Two**.\n\n"


def test_quote_without_room_in_the_field_is_offered_as_a_file(parts: Parts) -> None:
    parts.composer.propose("First.")
    offered: list[str] = []
    parts.composer.tray.text_offered.connect(offered.append)
    parts.transcript.quote_requested.emit("word " * 30_000)
    assert parts.composer.text == "First."
    assert [len(text) for text in offered] == [150_000]


@pytest.mark.parametrize(
    ("question", "markdown", "expected"),
    [
        ("", "a", "> a\n\n"),
        ("why?\n", "> a", "why?\n\n> > a\n\n"),
        ("", "```\nx\n```\n", "> ```\n> x\n> ```\n\n"),
    ],
)
def test_quote_marks_every_line(question: str, markdown: str, expected: str) -> None:
    assert with_quote(question, markdown) == expected
