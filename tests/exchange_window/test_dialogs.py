"""The dialogs about files of conversations, and the menu that leads to them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange import ExportDialog, ExportWish, MenuButton, Target, TaskDialog
from desktop.theme import LIGHT
from models.texts import Phrasebook

FIRST = ExportWish(Target.MARKDOWN, thinking=False, records=True)


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def radios(dialog: ExportDialog) -> list[str]:
    return [button.text() for button in dialog.findChildren(QRadioButton)]


def test_what_was_chosen_the_last_time_is_proposed(parent: QWidget) -> None:
    dialog = ExportDialog(count=1, last=FIRST, say=Phrasebook("en"), parent=parent)
    assert dialog.wish == FIRST
    assert radios(dialog) == ["Markdown", "Web page", "PDF", "JSON"]


def test_several_conversations_may_become_an_archive(parent: QWidget) -> None:
    dialog = ExportDialog(count=3, last=FIRST, say=Phrasebook("en"), parent=parent)
    assert radios(dialog)[-1] == "Archive"
    assert dialog.windowTitle() == "Export 3 conversations"


def test_nothing_can_be_left_out_of_what_holds_everything(parent: QWidget) -> None:
    dialog = ExportDialog(count=1, last=FIRST, say=Phrasebook("en"), parent=parent)
    boxes = dialog.findChildren(QCheckBox)
    assert all(box.isEnabled() for box in boxes)
    dialog.choose(Target.JSON)
    assert not any(box.isEnabled() for box in boxes)
    dialog.choose(Target.PDF)
    assert all(box.isEnabled() for box in boxes)


def test_enter_takes_the_choice(parent: QWidget, qtbot: QtBot) -> None:
    dialog = ExportDialog(count=1, last=FIRST, say=Phrasebook("en"), parent=parent)
    dialog.open()
    dialog.choose(Target.HTML)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen.args == [ExportWish(Target.HTML, thinking=False, records=True)]


def test_short_work_shows_no_dialog(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TaskDialog(title="Exporting", say=Phrasebook("en"), parent=parent)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.start()
    with qtbot.assertNotEmitted(dialog.cancelled):
        dialog.end()
    qtbot.waitUntil(lambda: bool(gone))


def test_long_work_shows_how_far_it_is_and_escape_cancels_it(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TaskDialog(title="Exporting", say=Phrasebook("en"), parent=parent)
    dialog.start()
    qtbot.waitUntil(dialog.isVisible)
    dialog.show_progress("1 of 4", 1, 4)
    assert dialog.sentence == "1 of 4"
    with qtbot.waitSignal(dialog.cancelled):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_outcome_stays_until_it_is_closed(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TaskDialog(title="Importing", say=Phrasebook("en"), parent=parent)
    dialog.show_outcome("2 were imported.", "Broken: it is damaged.")
    assert dialog.isVisible()
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "Broken: it is damaged."
    (button,) = (one for one in dialog.findChildren(QPushButton) if one.isVisible())
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    with qtbot.assertNotEmitted(dialog.cancelled):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: bool(gone))


def test_the_menu_offers_what_concerns_a_conversation_only_where_there_is_one(parent: QWidget) -> None:
    button = MenuButton(say=Phrasebook("en"), theme=LIGHT)
    button.setParent(parent)
    enabled = {action.text(): action.isEnabled() for action in button.menu().actions() if action.text()}
    assert enabled == {
        "Export…": False,
        "Branch into new conversation": False,
        "Archive": False,
        "Restore deleted message": False,
        "Export all conversations…": True,
        "Import conversations…": True,
        "About Tempera…": True,
    }
    button.show_conversation(there=True)
    button.show_deleted(there=True)
    assert all(action.isEnabled() for action in button.menu().actions())
