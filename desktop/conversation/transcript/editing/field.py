"""The field of an editor: takes plain text that leaves it quick."""

from typing import Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from desktop.conversation.wrapping import put_in

_MOST: Final = 1_000_000  # characters
_LONGEST_LINE: Final = 100_000  # Qt lays out a line as a whole, again at every key


class MessageField(QPlainTextEdit):
    """Takes what is pasted or dropped, or emits `refused` where there is no room for it."""

    refused = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Insert plain text whatever else there is."""
        goes = self.textCursor().selection().toPlainText()  # what is put in takes its place
        stays = self.toPlainText().replace(goes, "", 1) if goes else self.toPlainText()
        if has_room_for(stays + source.text()):
            put_in(self, source.text())
        else:
            self.refused.emit()


def has_room_for(text: str) -> bool:
    """Return whether a field that holds `text` is quick."""
    return len(text) <= _MOST and max(map(len, text.split("\n"))) <= _LONGEST_LINE
