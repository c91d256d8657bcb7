"""A row of the panel is built from its declaration and offers the way back only where there is one."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolTip
from pytestqt.qtbot import QtBot

from desktop.settings.choice_field import ChoiceField
from desktop.settings.help_button import HelpButton
from desktop.settings.number_field import NumberField
from desktop.settings.row import SettingRow
from desktop.settings.switch_field import SwitchField
from desktop.settings.values import with_value
from desktop.theme import DARK, LIGHT, ToolButton
from models.engine.settings import EngineSettings, FlashAttention
from models.sampling import SamplingSettings
from models.settings import declarations, whole
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.finding import child
from tests.settings_panel.phrases import phrasebook
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

DECLARED = {item.name: item for item in (*declarations(SamplingSettings), *declarations(EngineSettings))}


@pytest.fixture
def row(qtbot: QtBot, say: Phrasebook) -> SettingRow:
    made = SettingRow(DECLARED["top_k"], say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.show_value(50, home=50)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DECLARED)
def test_every_declared_setting_has_a_row_with_its_texts(name: str, language: str, qtbot: QtBot) -> None:
    say = phrasebook(language)
    made = SettingRow(DECLARED[name], say=say, theme=LIGHT)
    qtbot.addWidget(made)
    label, explanation = say(f"setting.{name}.label"), say(f"setting.{name}.help")
    assert child(made, QLabel).text() == label
    assert child(made, QLabel).buddy() is made.field
    assert made.field.accessibleName() == label
    assert made.field.accessibleDescription() == explanation
    assert child(made, HelpButton).accessibleDescription() == explanation
    assert made.field.current() == DECLARED[name].default
    assert not made.changed


def test_the_kind_of_setting_decides_the_field(qtbot: QtBot, say: Phrasebook) -> None:
    choice = SettingRow(DECLARED["flash_attention"], say=say, theme=LIGHT)
    qtbot.addWidget(choice)
    assert isinstance(choice.field, ChoiceField)
    assert [choice.field.itemText(index) for index in range(3)] == ["Automatic", "On", "Off"]


def test_a_switch_is_on_or_off(qtbot: QtBot, say: Phrasebook) -> None:
    made = SettingRow(DECLARED["use_mmap"], say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.show()
    assert isinstance(made.field, SwitchField)
    assert made.field.current() is True
    told = Told(made.edited)
    made.field.setFocus()
    QTest.keyClick(made.field, Qt.Key.Key_Space)
    assert told.last == ("use_mmap", False)
    assert made.changed
    QTest.mouseClick(_reset(made), Qt.MouseButton.LeftButton)
    assert told.last == ("use_mmap", True)
    with pytest.raises(TypeError):
        made.field.show_value(1)


def test_reset_appears_only_while_the_value_differs(row: SettingRow) -> None:
    told = Told(row.edited)
    assert _reset(row).isHidden()
    _type(row, "20")
    assert told.last == ("top_k", 20)
    assert not _reset(row).isHidden()
    QTest.mouseClick(_reset(row), Qt.MouseButton.LeftButton)
    assert told.last == ("top_k", 50)
    assert row.field.current() == 50
    assert _reset(row).isHidden()


def test_typing_the_modes_own_value_is_a_way_back_too(row: SettingRow) -> None:
    row.show_value(20, home=50)
    assert not _reset(row).isHidden()
    _type(row, "50")
    assert _reset(row).isHidden()


def test_another_mode_has_another_way_back(row: SettingRow) -> None:
    row.show_value(20, home=20)
    assert not row.changed
    row.show_value(20, home=40)
    assert row.changed


def test_help_can_be_asked_for_by_key(row: SettingRow) -> None:
    row.show()
    QTest.keyClick(child(row, HelpButton), Qt.Key.Key_Space)
    assert "How many words the model may choose from" in QToolTip.text()
    QToolTip.hideText()


def test_a_hint_comes_and_goes(row: SettingRow) -> None:
    row.show_hint("Careful")
    hint = next(label for label in row.findChildren(QLabel) if label.text() == "Careful")
    assert not hint.isHidden()
    row.show_hint("")
    assert hint.isHidden()


def test_the_theme_tints_the_icons(row: SettingRow) -> None:
    before = child(row, HelpButton).icon().cacheKey()
    row.apply_theme(DARK)
    assert child(row, HelpButton).icon().cacheKey() != before


def test_a_choice_tells_of_what_the_user_picks(qtbot: QtBot, say: Phrasebook) -> None:
    field = ChoiceField("flash_attention", FlashAttention, say=say)
    qtbot.addWidget(field)
    told = Told(field.edited)
    field.show_value(FlashAttention.OFF)
    assert field.current() is FlashAttention.OFF
    assert told.all == []
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert told.all == [FlashAttention.ON]


def test_values_are_changed_by_name_and_checked() -> None:
    @dataclass(frozen=True)
    class Declared:
        size: int = whole(1, low=0, high=9)

    assert with_value(Declared(), "size", 3) == Declared(3)
    with pytest.raises(ValueError, match="not between"):
        with_value(Declared(), "size", 10)
    with pytest.raises(KeyError):
        with_value(Declared(), "weight", 1)


def _reset(row: SettingRow) -> ToolButton:
    return next(button for button in row.findChildren(ToolButton) if not isinstance(button, HelpButton))


def _type(row: SettingRow, keys: str) -> None:
    assert isinstance(row.field, NumberField)
    row.field.selectAll()
    QTest.keyClicks(row.field, keys)
