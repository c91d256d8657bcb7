"""Names of buttons and of paths on pages about models."""

import os

from PySide6.QtWidgets import QPushButton


def rename(button: QPushButton, text: str, *, name: str) -> None:
    """Give a button another text and another name for screen readers."""
    button.setText(text)
    button.setAccessibleName(name)


def breakable(text: str) -> str:
    """Return a text in which the name of a long path wraps where there is no room for it."""
    return text.replace(os.sep, f"{os.sep}\u200b")
