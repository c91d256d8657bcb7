"""A file that goes with a question, to be read."""

import itertools
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontInfo, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.theme import SMALL, Role, code_font, set_role
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 720, 600
_MARGIN: Final = 24
_GAP: Final = 16
_TAB: Final = 4  # columns
_LINES_AT_ONCE: Final = 500
_LONGEST_LINE: Final = 2000
"""Characters that stand in one line: Qt lays out a line as a whole, and a million letters take it seconds."""


class FileDialog(QDialog):
    """Shows a text with its name and how long it is; copies it, or puts it into the question as text."""

    def __init__(self, name: str, text: str, *, detail: str, say: Phrasebook, parent: QWidget) -> None:
        super().__init__(parent)
        self._say = say
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = QPlainTextEdit()
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setAccessibleName(name)
        font = code_font()
        font.setPixelSize(round(QFontInfo(self.font()).pixelSize() * SMALL))
        view.setFont(font)
        view.setTabStopDistance(_TAB * view.fontMetrics().horizontalAdvance("0"))
        view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        view.setUndoRedoEnabled(False)
        self._end = QTextCursor(view.document())
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self._waiting = shown_pieces(text)
        self._fill()
        self._filling.start(0)
        length = QLabel(detail)
        length.setTextFormat(Qt.TextFormat.PlainText)
        set_role(length, Role.HINT)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(say("record.close"))
        copy = self._buttons.addButton(say("composer.file.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _GAP)
        layout.setSpacing(_GAP)
        layout.addWidget(length)
        layout.addWidget(view, 1)
        layout.addWidget(self._buttons)
        self.resize(_WIDTH, _HEIGHT)
        close.setFocus()

    def _fill(self) -> None:
        """Show more of the text: all at once would take a large one seconds."""
        piece = next(self._waiting, None)
        if piece is None:
            self._filling.stop()
        else:
            self._end.movePosition(QTextCursor.MoveOperation.End)
            self._end.insertText(piece)

    def offer_as_text(self, put_in: Callable[[], None]) -> None:
        """Offer to put the text into the question instead of sending it as a file."""
        button = self._buttons.addButton(self._say("composer.file.as_text"), QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(put_in)
        button.clicked.connect(self.accept)


def shown_pieces(text: str) -> Iterator[str]:
    """Yield the lines of a text, the longest of them broken, many at a time, each after the first behind a line end."""
    lines = (line[start : start + _LONGEST_LINE] for line in text.split("\n") for start in _starts(line))
    before = ""
    while piece := list(itertools.islice(lines, _LINES_AT_ONCE)):
        yield before + "\n".join(piece)
        before = "\n"


def _starts(line: str) -> range:
    return range(0, max(len(line), 1), _LONGEST_LINE)
