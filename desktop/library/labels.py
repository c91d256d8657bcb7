"""Labels and buttons as the pages about models use them: plain text, wrapping, in a role."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from desktop.theme import Role, set_role


def plain_label(text: str = "", role: Role | None = None, *, wraps: bool = True) -> QLabel:
    """Return a label that shows `text` as it is, whatever is in it."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if wraps:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if role is not None:
        set_role(label, role)
    return label


def text_button(text: str, role: Role | None = None, *, name: str = "") -> QPushButton:
    """Return a button that leaves Enter to the dialog's own; `name` is for screen readers."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    if name:
        button.setAccessibleName(name)
    if role is not None:
        set_role(button, role)
    return button


def rename(button: QPushButton, text: str, *, name: str) -> None:
    """Give a button another text and another name for screen readers."""
    button.setText(text)
    button.setAccessibleName(name)


def breakable(text: str) -> str:
    """Return a text in which the name of a long path wraps where there is no room for it."""
    return text.replace(os.sep, f"{os.sep}\u200b")
