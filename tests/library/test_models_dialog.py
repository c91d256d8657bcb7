"""The window about models: its tabs, and what goes to several pages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from desktop.library import ModelsButton, ModelsDialog, Page
from desktop.library.doctor_page import DoctorPage
from desktop.library.models_button import models_keys
from desktop.theme import DARK, LIGHT
from models.catalog import Hub
from models.doctor import Item, Section, State
from models.downloads import DownloadRequest, DownloadState, DownloadStatus, WantedFile
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.told import Told


@pytest.fixture
def dialog(qtbot: QtBot, say: Phrasebook) -> ModelsDialog:
    made = ModelsDialog(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def status(state: DownloadState) -> DownloadStatus:
    wanted = WantedFile(Hub.HUGGINGFACE, "somebody/R1-GGUF", "r1.gguf", "r1.gguf")
    return DownloadStatus(DownloadRequest("r1", "R1", (wanted,)), state, 1, 2)


def test_keys_turn_the_pages(dialog: ModelsDialog) -> None:
    told = Told(dialog.page_shown)
    QTest.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert told.all == [Page.DOWNLOADS, Page.INSTALLED, Page.DOWNLOADS]
    assert dialog.page is Page.DOWNLOADS


def test_the_tab_counts_what_is_under_way(dialog: ModelsDialog) -> None:
    dialog.show_transfer(status(DownloadState.RUNNING))
    assert dialog.tabs.tabText(1) == "Downloads (1)"
    dialog.show_transfer(status(DownloadState.DONE))
    assert dialog.tabs.tabText(1) == "Downloads"
    dialog.show_transfer(status(DownloadState.PAUSED))
    dialog.forget_transfer("r1")
    assert dialog.tabs.tabText(1) == "Downloads"


def test_a_problem_is_said_until_it_is_closed(dialog: ModelsDialog) -> None:
    dialog.show_problem("The disk is full.")
    label = next(one for one in dialog.findChildren(QLabel) if one.text() == "The disk is full.")
    assert label.isVisible()
    next(one for one in dialog.findChildren(QAbstractButton) if one.accessibleName() == "Close this message").click()
    assert not label.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(language: str, qtbot: QtBot) -> None:
    made = ModelsDialog(say=Phrasebook(language), theme=DARK)
    qtbot.addWidget(made)
    made.show_transfer(status(DownloadState.RUNNING))
    controls: list[QWidget] = []
    for kind in (QComboBox, QLineEdit, QSlider):
        controls += made.findChildren(kind)
    unnamed = [one for one in controls if not one.accessibleName() and one.objectName() != "qt_spinbox_lineedit"]
    buttons = [one for one in made.findChildren(QAbstractButton) if not (one.accessibleName() or one.text())]
    own = [one for one in buttons if not one.objectName().startswith("Scroll")]  # the tab bar's arrows name themselves
    assert unnamed == []
    assert own == []


def test_every_state_of_a_report_is_shown_and_details_are_at_hand(qtbot: QtBot, say: Phrasebook) -> None:
    page = DoctorPage(say=say, margin=24)
    qtbot.addWidget(page)
    items = tuple(Item("A part", f"is {state.value}", state, details="a line of a log") for state in State)
    page.show_report((Section("Parts", items),), summary="Well.", report="all of it")
    values = [label for label in page.findChildren(QLabel) if label.text().startswith("is ")]
    assert len(values) == len(State)
    assert all("a line of a log" in label.toolTip() for label in values)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))


def test_the_keys_that_open_it_are_not_those_that_minimize_a_window(qtbot: QtBot, say: Phrasebook) -> None:
    assert models_keys("darwin") == QKeySequence("Ctrl+Shift+M")
    assert models_keys("linux") == models_keys("win32") == QKeySequence("Ctrl+M")
    button = ModelsButton(say=say, theme=LIGHT)
    qtbot.addWidget(button)
    assert button.keys.toString(QKeySequence.SequenceFormat.NativeText) in button.accessibleName()
