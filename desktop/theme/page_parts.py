"""What pages and dialogs are built of: labels and buttons of words alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from desktop.theme.roles import Role, set_role


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


def without_icon(button: QPushButton) -> QPushButton:
    """Take the icon off a dialog's button, which some desktops' styles give it, and return the button."""
    button.setIcon(QIcon())
    return button
