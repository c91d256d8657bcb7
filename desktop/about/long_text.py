"""A long text to read: shown at once, and filled in piece by piece, so that the window never stands still."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontInfo, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from desktop.theme import SMALL, code_font

_FIRST = 20_000
_PIECE = 60_000
"""Characters, which take the window some hundredths of a second."""


class LongText(QPlainTextEdit):
    """Shows a text that was written for a terminal, to be read, searched and copied."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self._rest = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self._take_font()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fill)

    def show_text(self, text: str) -> None:
        """Show another text from its beginning."""
        end = _end_of_line(text, _FIRST)
        self._rest = text[end:]
        self.setPlainText(text[:end])
        self._timer.start()

    def find_next(self, words: str, *, back: bool = False) -> bool:
        """Select where the words come next, beginning anew behind the end; return whether they are there at all."""
        self._fill_all()
        if not words:
            return False
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.find(words, flags):
            return True
        before = self.textCursor()
        self.moveCursor(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        if self.find(words, flags):
            return True
        self.setTextCursor(before)
        return False

    def go_to(self, line: int) -> None:
        """Show a line at the top, as far as the text reaches."""
        self._fill_all()
        self.moveCursor(QTextCursor.MoveOperation.End)  # from below, the line comes into view at the top
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))

    def _take_font(self) -> None:
        """Take the monospaced font, in the size of the small texts of the window."""
        font = code_font()
        font.setPixelSize(round(QFontInfo(self.font()).pixelSize() * SMALL))
        self.setFont(font)

    def _fill(self) -> None:
        end = _end_of_line(self._rest, _PIECE)
        piece, self._rest = self._rest[:end], self._rest[end:]
        self._append(piece)
        if not self._rest:
            self._timer.stop()

    def _fill_all(self) -> None:
        self._timer.stop()
        piece, self._rest = self._rest, ""
        self._append(piece)

    def _append(self, piece: str) -> None:
        """Add text at the end, wherever the reader's own cursor is."""
        if piece:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)


def _end_of_line(text: str, wanted: int) -> int:
    """Return where a piece of about `wanted` characters ends: behind a line, where there is one."""
    found = text.find("\n", wanted)
    return len(text) if found < 0 else found + 1
