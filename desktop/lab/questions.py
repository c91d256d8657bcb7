"""What is asked before something that cannot be taken back, or that the user has to agree to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.theme import Role, set_role
from models.texts import Phrasebook

_MARGINS = (6, 20, 24, 20)
"""Left, above, right, below; at the left the box itself keeps a place for a sign."""


def ask_consent(
    *,
    question: str,
    explanation: str,
    agree: Callable[[], None],
    decline: Callable[[], None],
    say: Phrasebook,
    parent: QWidget,
) -> QMessageBox:
    """Ask whether code that models wrote may be run; either answer goes on, and closing the box is a no."""
    box = _box(question, explanation, say=say, parent=parent)
    yes = box.addButton(say("lab.consent.yes"), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(say("lab.consent.no"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    # Not the buttons' own signals: the cross of the box's frame clicks none.
    box.finished.connect(lambda _result: agree() if box.clickedButton() is yes else decline())
    box.open()
    return box


def ask_to_remove(question: str, remove: Callable[[], None], *, say: Phrasebook, parent: QWidget) -> QMessageBox:
    """Ask whether something is to be removed for good, and call `remove` where it is."""
    box = _box(question, say("lab.remove.help"), say=say, parent=parent)
    yes = box.addButton(say("lab.remove.yes"), QMessageBox.ButtonRole.DestructiveRole)
    set_role(yes, Role.DANGER)
    no = box.addButton(say("lab.remove.no"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(remove)
    box.open()
    return box


def _box(question: str, explanation: str, *, say: Phrasebook, parent: QWidget) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(say("lab.title"))
    box.setText(question)
    box.setInformativeText(explanation)
    if (layout := box.layout()) is not None:
        layout.setContentsMargins(*_MARGINS)
    return box
