"""An application whose looks are put back after the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """An application that a test may dress."""
    font, colours = qapp.font(), qapp.palette()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(colours)
    qapp.setFont(font)
