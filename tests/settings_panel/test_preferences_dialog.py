"""The preferences apply at once: each choice is told when it is made."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QSlider, QStackedWidget
from pytestqt.qtbot import QtBot

from desktop.settings import PreferencesDialog
from desktop.settings.choice_field import ChoiceField
from desktop.settings.scroll_column import ScrollColumn
from desktop.settings.segments import Segments
from desktop.theme import DARK, LIGHT, ToolButton, dress
from models.settings import Appearance, Language, NetworkSettings, Preferences
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.finding import button, child
from tests.settings_panel.phrases import phrasebook
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

FOLDER = Path("someone", "Tempera <b>data</b>")
CHOSEN = Preferences(theme=Appearance.DARK, language=Language.CHINESE, font_scale=1.2, enter_sends=False)


def general(dialog: PreferencesDialog) -> ScrollColumn:
    page = child(dialog, QStackedWidget).widget(0)
    assert isinstance(page, ScrollColumn)
    return page


@pytest.fixture
def dialog(qtbot: QtBot, say: Phrasebook) -> PreferencesDialog:
    made = PreferencesDialog(CHOSEN, NetworkSettings(), say=say, theme=LIGHT, folder=FOLDER, version="0.1.0")
    qtbot.addWidget(made)
    return made


def test_it_shows_the_preferences(dialog: PreferencesDialog) -> None:
    assert child(general(dialog), Segments).current() is Appearance.DARK
    assert child(general(dialog), ChoiceField).current() is Language.CHINESE
    assert child(general(dialog), QSlider).value() == 12
    assert not child(general(dialog), QCheckBox).isChecked()
    assert {"120 %", "Tempera 0.1.0"} <= {label.text() for label in dialog.findChildren(QLabel)}


def test_a_folder_with_strange_signs_is_shown_as_it_is(dialog: PreferencesDialog) -> None:
    label = next(label for label in dialog.findChildren(QLabel) if label.text() == str(FOLDER))
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_showing_preferences_tells_nobody(dialog: PreferencesDialog) -> None:
    told = [
        Told(signal)
        for signal in (
            dialog.appearance_chosen,
            dialog.language_chosen,
            dialog.font_scale_chosen,
            dialog.enter_sends_chosen,
        )
    ]
    dialog.show_preferences(Preferences())
    assert child(general(dialog), QCheckBox).isChecked()
    assert [one.all for one in told] == [[], [], [], []]


def test_every_choice_is_told_at_once(dialog: PreferencesDialog) -> None:
    appearance, language = Told(dialog.appearance_chosen), Told(dialog.language_chosen)
    size, enter, folder = Told(dialog.font_scale_chosen), Told(dialog.enter_sends_chosen), Told(dialog.folder_requested)
    QTest.mouseClick(button(dialog, "Light"), Qt.MouseButton.LeftButton)
    QTest.keyClick(child(general(dialog), ChoiceField), Qt.Key.Key_Up)
    QTest.keyClick(child(general(dialog), QSlider), Qt.Key.Key_Right)
    QTest.keyClick(child(general(dialog), QCheckBox), Qt.Key.Key_Space)
    QTest.mouseClick(button(dialog, "Open the folder"), Qt.MouseButton.LeftButton)
    assert appearance.all == [Appearance.LIGHT]
    assert language.all == [Language.ENGLISH]
    assert size.all == [1.3]
    assert enter.all == [True]
    assert len(folder.all) == 1


def test_the_text_size_goes_back_to_usual(dialog: PreferencesDialog) -> None:
    told = Told(dialog.font_scale_chosen)
    reset = child(general(dialog), ToolButton)
    assert not reset.isHidden()
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert told.all == [1.0]
    assert reset.isHidden()


def test_dragging_the_text_size_is_told_when_it_ends(dialog: PreferencesDialog) -> None:
    told = Told(dialog.font_scale_chosen)
    slider = child(general(dialog), QSlider)
    slider.setSliderDown(True)
    slider.setSliderPosition(15)
    assert told.all == []
    assert "150 %" in {label.text() for label in dialog.findChildren(QLabel)}
    slider.setSliderDown(False)
    assert told.all == [1.5]


def test_escape_closes_it(dialog: PreferencesDialog) -> None:
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_squeezed_and_it_grows_with_the_text(language: str, qtbot: QtBot, dressed: QApplication) -> None:
    dress(dressed, LIGHT)
    made = PreferencesDialog(
        Preferences(), NetworkSettings(), say=phrasebook(language), theme=LIGHT, folder=FOLDER, version="0.1.0"
    )
    qtbot.addWidget(made)
    made.show()
    narrow = made.width()
    assert general(made).verticalScrollBar().maximum() == 0
    for field in general(made).findChildren(ChoiceField):
        assert field.width() >= QComboBox.sizeHint(field).width()  # as Qt reckons, with its longest choice
    dress(dressed, DARK, font_scale=1.3)
    made.apply_theme(DARK)
    qtbot.waitUntil(lambda: made.width() > narrow)
    labels = [label for label in made.findChildren(QLabel) if label.wordWrap()]
    assert [label.text() for label in labels if label.height() < label.heightForWidth(label.width())] == []
