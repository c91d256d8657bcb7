"""The dialogs about the program: what they show, what they ask for, how they are used without a mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTabBar
from pytestqt.qtbot import QtBot

from desktop.about import AboutDialog, AboutFacts, LicencesDialog, LicenceText
from desktop.about.parts_of_text import TextPart, parts_of_text
from desktop.theme import LIGHT
from models.release import Update
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.finding import button, child
from tests.settings_panel.told import Told

SAY = Phrasebook("en")
UPDATE = Update("0.1.0", "0.2.0", newer=True, notes="<b>Faster</b>\n\n* and kinder", page="https://example.org/v0.2.0")


def show(dialog: QDialog, qtbot: QtBot) -> None:
    """Show a dialog in front, where keys reach it."""
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def facts(asked: str = "example.org") -> AboutFacts:
    lines = (("Package", "from its <source>"), ("Made of", "Qt 6.11.3"))
    return AboutFacts("0.1.0", lines, folder=Path("someone", "Tempera"), qt="6.11.3", asked=asked)


@pytest.fixture
def dialog(qtbot: QtBot) -> AboutDialog:
    made = AboutDialog(facts(), say=SAY)
    qtbot.addWidget(made)
    return made


def test_it_shows_the_facts_as_they_are(dialog: AboutDialog) -> None:
    texts = {label.text(): label for label in dialog.findChildren(QLabel)}
    assert {"Tempera 0.1.0", "from its <source>", "Qt 6.11.3", str(Path("someone", "Tempera"))} <= texts.keys()
    assert texts["from its <source>"].textFormat() is Qt.TextFormat.PlainText


def test_what_is_copied_names_no_folder(dialog: AboutDialog) -> None:
    QTest.mouseClick(button(dialog, "Copy details"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "Tempera 0.1.0\nPackage: from its <source>\nMade of: Qt 6.11.3\n"
    assert button(dialog, "Copied").isEnabled()


def test_it_asks_for_the_rest(dialog: AboutDialog) -> None:
    folder, licences = Told(dialog.folder_requested), Told(dialog.licences_requested)
    addresses = Told(dialog.address_requested)
    for text in ("Open the folder", "Read the licences…", "Sources of Qt 6.11.3", "Sources of PySide6 6.11.3"):
        QTest.keyClick(button(dialog, text), Qt.Key.Key_Space)
    assert (len(folder.all), len(licences.all)) == (1, 1)
    assert addresses.all == [
        "https://download.qt.io/archive/qt/6.11/6.11.3/single/",
        "https://download.qt.io/official_releases/QtForPython/pyside6/PySide6-6.11.3-src/",
    ]


def test_a_copy_that_knows_nobody_to_ask_offers_no_check(qtbot: QtBot) -> None:
    made = AboutDialog(facts(asked=""), say=SAY)
    qtbot.addWidget(made)
    assert made.updates is None


def test_a_check_is_asked_for_once_and_can_be_repeated(dialog: AboutDialog, qtbot: QtBot) -> None:
    show(dialog, qtbot)
    box = dialog.updates
    assert box is not None
    asked, check = Told(box.check_requested), button(box, "Check for updates")
    assert check.isVisible()
    check.setFocus()
    QTest.keyClick(check, Qt.Key.Key_Space)
    box.show_checking()
    QTest.mouseClick(check, Qt.MouseButton.LeftButton)
    assert len(asked.all) == 1
    box.show_problem("Nobody answers.")
    assert "Nobody answers." in {label.text() for label in box.findChildren(QLabel)}
    assert check.isEnabled()
    assert check.hasFocus()


def test_a_newer_version_is_shown_with_its_notes_and_the_way_to_it(dialog: AboutDialog, qtbot: QtBot) -> None:
    show(dialog, qtbot)
    box, addresses = dialog.updates, Told(dialog.address_requested)
    assert box is not None
    notes, way = child(box, QPlainTextEdit), button(box, "Open its page in the browser")
    assert not notes.isVisible()
    box.show_update(UPDATE)
    assert "Tempera 0.2.0 is available; you have 0.1.0." in {label.text() for label in box.findChildren(QLabel)}
    assert notes.toPlainText() == UPDATE.notes
    assert way.accessibleDescription() == UPDATE.page
    assert addresses.all == []
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert addresses.all == [UPDATE.page]
    box.show_update(Update("0.2.0", "0.2.0", newer=False, notes="Old.", page=UPDATE.page))
    assert not notes.isVisible()
    assert not way.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_its_own_size_nothing_is_cut_at_the_right(language: str, qtbot: QtBot) -> None:
    made = AboutDialog(facts(), say=Phrasebook(language))
    qtbot.addWidget(made)
    assert made.minimumSizeHint().width() <= made.sizeHint().width()


@pytest.fixture
def licences(qtbot: QtBot) -> LicencesDialog:
    lines = "".join(f"line {number} of a long licence\n" for number in range(20_000))
    part = f"{'=' * 100}\nlast part: MIT\n\n"
    texts = (LicenceText("Tempera", "MIT License\n"), LicenceText("Others", f"{lines}{part}the needle\n"))
    made = LicencesDialog(texts, say=SAY, theme=LIGHT)
    qtbot.addWidget(made)
    show(made, qtbot)
    return made


def test_a_long_text_is_there_at_once_and_whole_soon(licences: LicencesDialog, qtbot: QtBot) -> None:
    view = child(licences, QPlainTextEdit)
    assert view.toPlainText() == "MIT License\n"
    child(licences, QTabBar).setCurrentIndex(1)
    assert view.toPlainText().startswith("line 0 of")
    assert view.document().blockCount() < 2_000
    view.verticalScrollBar().setValue(100)
    qtbot.waitUntil(lambda: view.document().blockCount() == 20_005)
    assert view.verticalScrollBar().value() == 100
    assert view.toPlainText().endswith("last part: MIT\n\nthe needle\n")
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.toPlainText() == "MIT License\n"


def test_words_are_found_from_the_keyboard_round_and_round(licences: LicencesDialog) -> None:
    view, field = child(licences, QPlainTextEdit), child(licences, QLineEdit)
    child(licences, QTabBar).setCurrentIndex(1)
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()
    QTest.keyClicks(field, "Needle")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert licences.isVisible()
    assert (view.textCursor().selectedText(), view.textCursor().blockNumber()) == ("needle", 20_003)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "line 1 of")
    QTest.keyClick(view, Qt.Key.Key_F3)
    assert view.textCursor().blockNumber() == 1
    QTest.keyClick(view, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert view.textCursor().blockNumber() == 1
    QTest.keyClicks(field, " nowhere")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "Not found" in {label.text() for label in licences.findChildren(QLabel)}
    assert view.textCursor().blockNumber() == 1


def test_a_part_is_gone_to(licences: LicencesDialog) -> None:
    view, parts = child(licences, QPlainTextEdit), child(licences, QComboBox)
    assert not parts.isVisible()
    child(licences, QTabBar).setCurrentIndex(1)
    assert parts.isVisible()
    assert [parts.itemText(number) for number in range(parts.count())] == ["last part: MIT"]
    assert parts.currentIndex() == -1
    parts.setFocus()
    QTest.keyClick(parts, Qt.Key.Key_Down)
    assert view.textCursor().block().text() == "last part: MIT"
    assert view.firstVisibleBlock().blockNumber() > 19_000


def test_only_long_lines_divide_a_text() -> None:
    text = f"Before\n{'=' * 60}\nOne 1.0\nTitle\n=====\n{'=' * 60}\n\nnothing\n{'=' * 60}\nTwo\n{'=' * 60}"
    assert parts_of_text(text) == (TextPart("One 1.0", 2), TextPart("Two", 9))
