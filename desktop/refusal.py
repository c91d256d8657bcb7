"""The box that says why no window opens, for somebody who double-clicked the program and may have no terminal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop.theme import without_icon
from models.texts import Phrasebook


def refusal_box(sentence: str, *, details: str = "", say: Phrasebook) -> QMessageBox:
    """Return the box; its words are the program's own, since Qt's are there in English alone."""
    box = QMessageBox(QMessageBox.Icon.Information, say("start.title"), sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    if details:
        box.setInformativeText(details)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    without_icon(box.addButton(say("record.close"), QMessageBox.ButtonRole.AcceptRole))
    return box
