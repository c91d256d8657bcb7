"""Fields with a very long word: Qt is never asked to break a line at its end."""

import pytest
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.conversation.wrapping import put_in, show_text

WORD = "x" * 50_000
ANYWHERE = QTextOption.WrapMode.WrapAnywhere


class Field(QPlainTextEdit):
    """Notes the longest text that it holds while it breaks lines between words."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0
        self.document().contentsChanged.connect(self.note)

    def setWordWrapMode(self, mode: QTextOption.WrapMode) -> None:  # noqa: N802
        super().setWordWrapMode(mode)
        self.note()

    def note(self) -> None:
        if self.wordWrapMode() is not ANYWHERE:
            self.longest = max(self.longest, self.document().characterCount())


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    made = Field()
    qtbot.addWidget(made)
    return made


def test_long_word_comes_goes_and_comes_back(field: Field) -> None:
    show_text(field, "short")
    put_in(field, WORD)
    field.undo()
    field.redo()
    assert field.toPlainText() == f"short{WORD}"
    put_in(field, "instead", instead_of_all=True)
    field.undo()
    assert field.toPlainText() == f"short{WORD}"
    show_text(field, "short again")
    assert field.wordWrapMode() is not ANYWHERE
    show_text(field, WORD)
    show_text(field, "")
    assert field.longest < len("short again") + 2
