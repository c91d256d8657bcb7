"""The theme follows the user's choice, and the system where the user leaves it to the system."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import DARK, LIGHT, SystemTheme, chosen_theme, system_is_dark
from models.settings import Appearance


@pytest.fixture(autouse=True)
def _own_scheme(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.styleHints().unsetColorScheme()


def test_light_and_dark_are_what_they_say() -> None:
    assert chosen_theme(Appearance.LIGHT) is LIGHT
    assert chosen_theme(Appearance.DARK) is DARK


def test_system_is_what_the_system_says() -> None:
    assert chosen_theme(Appearance.SYSTEM) is (DARK if system_is_dark() else LIGHT)


def test_a_change_of_the_system_is_told(qtbot: QtBot) -> None:
    follower = SystemTheme()
    with qtbot.waitSignal(follower.changed) as told:
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told.args == [True]
    with qtbot.waitSignal(follower.changed) as told:
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert told.args == [False]
