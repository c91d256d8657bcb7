"""Buttons of dialogs: words alone."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton


def without_icon(button: QPushButton) -> QPushButton:
    """Take the icon off a dialog's button, which some desktops' styles give it, and return the button."""
    button.setIcon(QIcon())
    return button
