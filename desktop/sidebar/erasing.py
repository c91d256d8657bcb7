"""The question before conversations are removed for good: what cannot be undone is asked first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.theme import Role, set_role
from models.texts import Phrasebook


def ask_to_erase(count: int, erase: Callable[[], None], *, say: Phrasebook, parent: QWidget | None) -> QMessageBox:
    """Ask whether `count` conversations are to be removed for good, and call `erase` where they are."""
    box = QMessageBox(parent.window() if parent is not None else None)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(say("sidebar.erase.title"))
    box.setText(say("sidebar.erase.question_one") if count == 1 else say("sidebar.erase.question", count=count))
    box.setInformativeText(say("sidebar.erase.help"))
    yes = box.addButton(say("sidebar.erase.yes"), QMessageBox.ButtonRole.DestructiveRole)
    set_role(yes, Role.DANGER)
    no = box.addButton(say("sidebar.erase.no"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(erase)
    box.open()
    return box
