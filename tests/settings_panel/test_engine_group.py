"""The engine's settings wait for the button: loading a model again is not done in passing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.engine_group import EngineGroup
from desktop.settings.group import FoldingGroup
from desktop.settings.number_field import NumberField
from desktop.settings.row import SettingRow
from desktop.theme import LIGHT
from models.engine.settings import EngineSettings, FlashAttention, RopeScaling
from models.texts import Phrasebook
from tests.settings_panel.finding import child
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture
def group(qtbot: QtBot, say: Phrasebook) -> EngineGroup:
    made = EngineGroup(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    return made


def test_nothing_is_told_before_the_button_is_pressed(group: EngineGroup) -> None:
    told = Told(group.applied)
    _row(group, "threads").set_value(6)
    _row(group, "flash_attention").set_value(FlashAttention.OFF)
    assert told.all == []
    assert group.pending
    QTest.mouseClick(_button(group), Qt.MouseButton.LeftButton)
    assert told.all == [EngineSettings(threads=6, flash_attention=FlashAttention.OFF)]


def test_the_button_waits_for_a_change(group: EngineGroup) -> None:
    assert not _button(group).isEnabled()
    _row(group, "batch").set_value(256)
    assert _button(group).isEnabled()
    _row(group, "batch").set_value(512)
    assert not _button(group).isEnabled()


def test_what_is_in_force_is_shown_and_no_longer_pending(group: EngineGroup) -> None:
    told = Told(group.applied)
    _row(group, "context").set_value(4096)
    group.show_settings(EngineSettings(context=4096))
    assert not group.pending
    assert _row(group, "context").field.current() == 4096
    assert _row(group, "context").changed
    assert told.all == []


def test_what_was_applied_is_in_force_and_the_button_waits_again(group: EngineGroup) -> None:
    _row(group, "threads").set_value(6)
    QTest.mouseClick(_button(group), Qt.MouseButton.LeftButton)
    assert not group.pending
    assert not _button(group).isEnabled()
    _row(group, "threads").set_value(7)
    assert _button(group).isEnabled()


def test_a_change_that_waits_survives_the_same_settings_and_no_others(group: EngineGroup) -> None:
    group.show_settings(EngineSettings())
    _row(group, "threads").set_value(6)
    group.show_settings(EngineSettings())
    assert _button(group).isEnabled()
    group.show_settings(EngineSettings(context=4096))
    assert not _button(group).isEnabled()
    assert _row(group, "threads").field.current() is None


def test_only_the_settings_of_positions_that_count_are_shown(group: EngineGroup) -> None:
    group.show()
    assert shown(group) == set()
    _row(group, "rope_scaling").set_value(RopeScaling.LINEAR)
    assert shown(group) == {"rope_factor", "rope_freq_base"}
    _row(group, "rope_factor").set_value(2.0)
    _row(group, "rope_scaling").set_value(RopeScaling.YARN)
    assert len(shown(group)) == 7
    group.show_settings(EngineSettings(rope_scaling=RopeScaling.NONE))
    assert shown(group) == {"rope_freq_base"}
    group.show_settings(EngineSettings())
    assert shown(group) == set()


def test_an_emptied_number_is_left_to_the_model(group: EngineGroup) -> None:
    told = Told(group.applied)
    group.show_settings(EngineSettings(rope_scaling=RopeScaling.LINEAR, rope_factor=2.0))
    field = _row(group, "rope_factor").field
    assert isinstance(field, NumberField)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == "Automatic"
    QTest.mouseClick(_button(group), Qt.MouseButton.LeftButton)
    assert told.last == EngineSettings(rope_scaling=RopeScaling.LINEAR)


def test_a_fold_hides_its_widgets_until_it_is_opened_by_key(qtbot: QtBot) -> None:
    inside = QLabel("inside")
    fold = FoldingGroup("Engine", inside, theme=LIGHT)
    qtbot.addWidget(fold)
    fold.show()
    assert not inside.isVisible()
    QTest.keyClick(child(fold, QPushButton), Qt.Key.Key_Space)
    assert fold.open
    assert inside.isVisible()
    fold.set_open(shown=False)
    assert not inside.isVisible()


def shown(group: EngineGroup) -> set[str]:
    """Return which of the settings of positions can be seen."""
    names = {row.declaration.name for row in group.findChildren(SettingRow) if not row.isHidden()}
    return {name for name in names if name.startswith(("rope_", "yarn_"))} - {"rope_scaling"}


def _row(group: EngineGroup, name: str) -> SettingRow:
    return next(row for row in group.findChildren(SettingRow) if row.declaration.name == name)


def _button(group: EngineGroup) -> QPushButton:
    return next(button for button in group.findChildren(QPushButton) if button.text() == "Apply and reload")
