"""The field for the native build lists those that are here, and keeps one that is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.settings.runtime_field import RuntimeField
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture
def field(qtbot: QtBot) -> RuntimeField:
    made = RuntimeField(automatic="Automatic", names=lambda: ("cpu", "vulkan"))
    qtbot.addWidget(made)
    return made


def shown(field: RuntimeField) -> list[str]:
    return [field.itemText(index) for index in range(field.count())]


def test_the_builds_are_looked_for_when_the_list_is_opened(field: RuntimeField) -> None:
    assert shown(field) == ["Automatic"]
    field.showPopup()
    field.hidePopup()
    field.showPopup()
    assert shown(field) == ["Automatic", "cpu", "vulkan"]


def test_a_build_that_is_picked_is_told(field: RuntimeField) -> None:
    told = Told(field.edited)
    field.showPopup()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.current() == "vulkan"
    QTest.keyClick(field, Qt.Key.Key_Home)
    assert told.last is None


def test_a_build_that_is_not_here_is_shown_all_the_same(field: RuntimeField) -> None:
    told = Told(field.edited)
    field.show_value("cuda")
    assert field.current() == "cuda"
    field.show_value(None)
    assert field.current() is None
    assert told.all == []
