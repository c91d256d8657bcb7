"""The seed is random or fixed, typed or thrown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.settings.help_button import HelpButton
from desktop.settings.number_field import NumberField
from desktop.settings.seed_row import SeedChoice, SeedRow
from desktop.settings.segments import Segments
from desktop.theme import LIGHT, ToolButton
from models.sampling import SamplingSettings
from models.settings import declarations
from models.texts import Phrasebook
from tests.settings_panel.finding import button, child
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

SEED = next(item for item in declarations(SamplingSettings) if item.name == "seed")


@pytest.fixture
def row(qtbot: QtBot, say: Phrasebook) -> SeedRow:
    made = SeedRow(SEED, say=say, theme=LIGHT)
    qtbot.addWidget(made)
    return made


def test_it_is_random_at_first(row: SeedRow) -> None:
    assert _choice(row) is SeedChoice.RANDOM
    assert child(row, NumberField).text() == "Random"


def test_a_typed_seed_is_fixed(row: SeedRow) -> None:
    told = Told(row.edited)
    field = child(row, NumberField)
    field.selectAll()
    QTest.keyClicks(field, "42")
    assert told.last == ("seed", 42)
    assert _choice(row) is SeedChoice.FIXED


def test_the_dice_fixes_a_new_seed_each_time(row: SeedRow) -> None:
    told = Told(row.edited)
    dice = next(button for button in row.findChildren(ToolButton) if button.accessibleName().startswith("Roll"))
    for _ in range(20):
        QTest.mouseClick(dice, Qt.MouseButton.LeftButton)
    assert all(isinstance(seed, int) and SEED.accept(seed) == seed for seed in told.values)
    assert len(set(told.values)) > 15
    assert _choice(row) is SeedChoice.FIXED


def test_choosing_fixed_throws_the_dice_once(row: SeedRow) -> None:
    told = Told(row.edited)
    QTest.mouseClick(button(row, "Fixed"), Qt.MouseButton.LeftButton)
    assert len(told.all) == 1
    QTest.mouseClick(button(row, "Fixed"), Qt.MouseButton.LeftButton)
    assert len(told.all) == 1


def test_choosing_random_forgets_the_seed(row: SeedRow) -> None:
    row.show_value(7, home=None)
    told = Told(row.edited)
    assert _choice(row) is SeedChoice.FIXED
    QTest.mouseClick(button(row, "Random"), Qt.MouseButton.LeftButton)
    assert told.all == [("seed", None)]


def test_reset_goes_back_to_the_modes_own_seed(row: SeedRow) -> None:
    row.show_value(None, home=1)
    told = Told(row.edited)
    reset = next(
        button
        for button in row.findChildren(ToolButton)
        if not isinstance(button, HelpButton) and button.accessibleName().startswith("Set")
    )
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert told.all == [("seed", 1)]
    assert _choice(row) is SeedChoice.FIXED


def test_showing_a_seed_tells_nobody(row: SeedRow) -> None:
    told = Told(row.edited)
    row.show_value(7, home=1)
    row.show_value(None, home=None)
    assert told.all == []


def test_arrow_keys_move_between_the_choices(row: SeedRow, qtbot: QtBot) -> None:
    row.show()
    row.activateWindow()
    random = button(row, "Random")
    random.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(random.hasFocus)
    QTest.keyClick(random, Qt.Key.Key_Right)
    assert _choice(row) is SeedChoice.FIXED


def _choice(row: SeedRow) -> object:
    return child(row, Segments).current()
