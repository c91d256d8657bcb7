"""Fields that stay quick with a very long word: their lines are broken anywhere then.

For each of its lines Qt looks for the end of the word: with 100,000 letters that takes a fifth of a second at every
key, with a million minutes.
"""

import re
from typing import Final

from PySide6.QtGui import QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

_ANYWHERE: Final = QTextOption.WrapMode.WrapAnywhere
_BETWEEN_WORDS: Final = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_LONG: Final = 5000  # characters
_WORD: Final = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
"""What a line cannot be broken in, more or less: between Chinese and Korean letters it can."""


def show_text(edit: QPlainTextEdit, text: str) -> None:
    """Show a text in place of what is there, the cursor at its end; what was there cannot be brought back."""
    if _has_long_word(text):
        edit.setWordWrapMode(_ANYWHERE)
    edit.setPlainText(text)
    if not _has_long_word(text):  # now: changing the mode lays out what is there
        edit.setWordWrapMode(_BETWEEN_WORDS)
    edit.moveCursor(QTextCursor.MoveOperation.End)


def put_in(edit: QPlainTextEdit, text: str, *, instead_of_all: bool = False) -> None:
    """Insert a text at the cursor, or in place of everything, as one step that can be undone.

    Lines that are broken anywhere stay so: what was there may come back.
    """
    if _has_long_word(edit.toPlainText() + text):
        edit.setWordWrapMode(_ANYWHERE)
    cursor = edit.textCursor()
    cursor.beginEditBlock()
    if instead_of_all:
        cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(text)
    cursor.endEditBlock()
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()


def _has_long_word(text: str) -> bool:
    lines = (line for line in text.split("\n") if len(line) >= _LONG)
    return any(found.end() - found.start() >= _LONG for line in lines for found in _WORD.finditer(line))
