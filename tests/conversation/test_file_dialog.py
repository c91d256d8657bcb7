"""The dialog that shows a file: whole, without a stall, and as text for the question."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation import FileDialog
from models.texts import Phrasebook


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def shown(text: str, parent: QWidget) -> FileDialog:
    dialog = FileDialog("main.py", text, detail="some characters", say=Phrasebook("en"), parent=parent)
    dialog.open()
    return dialog


def view(dialog: FileDialog) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def button(dialog: FileDialog, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


@pytest.mark.parametrize("lines", [1, 3, 499, 500, 501, 2345])
def test_all_lines_are_shown_however_many(parent: QWidget, qtbot: QtBot, lines: int) -> None:
    text = "\n".join(f"line {number}" for number in range(lines))
    dialog = shown(text, parent)
    qtbot.waitUntil(lambda: view(dialog).toPlainText() == text)


def test_a_line_without_an_end_is_broken_and_copied_whole(parent: QWidget, qtbot: QtBot) -> None:
    text = "x" * 100_001
    dialog = shown(text, parent)
    qtbot.waitUntil(lambda: view(dialog).toPlainText().replace("\n", "") == text)
    assert max(map(len, view(dialog).toPlainText().split("\n"))) == 2000
    QTest.mouseClick(button(dialog, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text


def test_the_text_cannot_be_changed(parent: QWidget) -> None:
    dialog = shown("print()", parent)
    QTest.keyClicks(view(dialog), "x")
    assert view(dialog).toPlainText() == "print()"


def test_a_draft_file_may_become_text(parent: QWidget) -> None:
    dialog = shown("print()", parent)
    taken: list[bool] = []
    dialog.offer_as_text(lambda: taken.append(True))
    QTest.mouseClick(button(dialog, "Put in as text"), Qt.MouseButton.LeftButton)
    assert taken == [True]
    assert dialog.isHidden()
