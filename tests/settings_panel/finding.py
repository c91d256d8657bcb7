"""Finding the parts of a widget, as its user would: by what they are and what they say."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

Q = TypeVar("Q", bound=QObject)


def child(owner: QWidget, kind: type[Q]) -> Q:
    """Return the first part of a kind."""
    found = owner.findChild(kind)
    assert found is not None
    return found


def label(owner: QWidget, start: str) -> QLabel:
    """Return the label whose text begins so."""
    return next(one for one in owner.findChildren(QLabel) if one.text().startswith(start))


def button(owner: QWidget, text: str) -> QPushButton:
    """Return the button with this text."""
    return next(one for one in owner.findChildren(QPushButton) if one.text() == text)
