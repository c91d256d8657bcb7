"""Files and long pasted texts in the composer: as chips, by mouse and keys, and nothing that was pasted gets lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.composer import Composer, ComposerState, DraftFile
from desktop.conversation.composer.file_chip import FileChip
from desktop.conversation.composer.question_edit import LONG_PASTE, MOST_TEXT, QuestionEdit
from desktop.theme import DARK, LIGHT
from models.texts import Phrasebook

NOTES = DraftFile(1, "notes.md", "# Notes\n", 8, 3)
CODE = DraftFile(2, "main.py", "print()\n", 8)
PASTED = DraftFile(3, "Pasted text.txt", "x" * 3000, 3000, pasted=True)
TOO_LONG = Phrasebook("en")("composer.hint.too_long")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    """A composer with the focus, where Enter sends."""
    made = Composer(say=Phrasebook("en"), theme=LIGHT)
    window = QWidget()
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.resize(520, 300)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.set_state(ComposerState.READY)
    made.setFocus()
    yield made
    window.close()


@pytest.fixture
def edit(composer: Composer) -> QuestionEdit:
    found = composer.findChild(QuestionEdit)
    assert found is not None
    return found


def chips(composer: Composer) -> list[FileChip]:
    return [chip for chip in composer.findChildren(FileChip) if not chip.isHidden()]


def face(chip: FileChip) -> QAbstractButton:
    found = chip.focusProxy()
    assert isinstance(found, QAbstractButton)
    return found


def numbers(composer: Composer) -> list[int]:
    return [file.number for file in composer.tray.files]


def paste(edit: QuestionEdit, text: str, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(edit, Qt.Key.Key_V, modifiers)


def test_a_short_text_is_pasted_and_a_long_one_offered_as_a_file(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    paste(edit, "x" * LONG_PASTE)
    assert len(composer.text) == LONG_PASTE
    with qtbot.waitSignal(composer.tray.text_offered) as offered:
        paste(edit, "y" * (LONG_PASTE + 1))
    assert offered.args == ["y" * (LONG_PASTE + 1)]
    assert "y" not in composer.text


def test_with_shift_a_long_text_is_pasted_as_it_is(composer: Composer, edit: QuestionEdit) -> None:
    paste(edit, "z" * 9000, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert composer.text == "z" * 9000
    assert not composer.tray.files


def hints(composer: Composer) -> list[str]:
    return [label.text() for label in composer.findChildren(QLabel)]


def test_a_text_without_room_in_the_field_goes_as_a_file_also_with_shift(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    QTest.keyClicks(edit, "What is this?")
    with qtbot.waitSignal(composer.tray.text_offered) as offered:
        paste(edit, "word " * (MOST_TEXT // 5), CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert offered.args == ["word " * (MOST_TEXT // 5)]
    assert composer.text == "What is this?"


def test_what_is_selected_makes_room_for_what_takes_its_place(composer: Composer, edit: QuestionEdit) -> None:
    for word in ("word ", "other "):
        QTest.keyClick(edit, Qt.Key.Key_A, CONTROL)
        paste(edit, word * (MOST_TEXT // 8), CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert composer.text == "other " * (MOST_TEXT // 8)


def test_a_file_without_room_in_the_field_stays_one_and_that_is_said(composer: Composer, edit: QuestionEdit) -> None:
    composer.tray.put(replace(PASTED, text="word " * MOST_TEXT))
    assert TOO_LONG in hints(composer)
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)  # which else makes text of it
    QTest.keyClicks(edit, "Why")
    assert TOO_LONG not in hints(composer)
    composer.tray.put_as_text(PASTED.number)
    assert TOO_LONG in hints(composer)
    assert (composer.text, numbers(composer)) == ("Why", [PASTED.number])


@pytest.mark.parametrize(
    ("text", "anywhere"),
    [("x" * 50_000, True), ("[1,2]" * 9000, True), ("some words " * 5000, False), ("没有空格的中文。" * 6000, False)],
)
def test_lines_are_broken_anywhere_where_a_word_is_very_long(
    composer: Composer, edit: QuestionEdit, text: str, *, anywhere: bool
) -> None:
    paste(edit, text, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert composer.text == text
    assert (edit.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere) is anywhere
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    composer.set_draft(f"a {text[:100]}")
    assert edit.wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    composer.propose(text)
    assert (edit.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere) is anywhere


def test_pasted_files_are_offered(composer: Composer, edit: QuestionEdit, tmp_path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.txt", "b.txt")])
    with qtbot.waitSignal(composer.tray.paths_offered) as offered:
        edit.insertFromMimeData(data)
    assert offered.args == [(tmp_path / "a.txt", tmp_path / "b.txt")]
    assert not composer.text


def test_a_question_may_be_nothing_but_files(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    composer.tray.put(NOTES)
    with qtbot.waitSignal(composer.sent) as sent:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sent.args == [""]
    composer.accept()
    assert not composer.tray.files
    assert composer.tray.isHidden()


def test_nothing_is_sent_while_a_file_is_read(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    composer.tray.put(DraftFile(1, "notes.md"))
    QTest.keyClicks(edit, "What is in it?")
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    composer.tray.put(NOTES)
    with qtbot.waitSignal(composer.sent):
        QTest.keyClick(edit, Qt.Key.Key_Return)


def test_files_that_came_after_sending_stay(composer: Composer, edit: QuestionEdit) -> None:
    composer.tray.put(NOTES)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    composer.tray.put(CODE)
    composer.accept()
    assert numbers(composer) == [2]


def test_a_paste_that_became_a_file_is_turned_into_text_by_undo(composer: Composer, edit: QuestionEdit) -> None:
    QTest.keyClicks(edit, "See: ")
    composer.tray.put(PASTED)
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    assert composer.text == f"See: {PASTED.text}"
    assert not composer.tray.files
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    assert composer.text == "See: "


def test_undo_means_the_text_again_once_something_was_typed(composer: Composer, edit: QuestionEdit) -> None:
    composer.tray.put(PASTED)
    QTest.keyClicks(edit, "word")
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    assert composer.text == ""
    assert numbers(composer) == [3]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_files_are_removed_by_key_and_come_back_by_undo(composer: Composer, edit: QuestionEdit, key: Qt.Key) -> None:
    for file in (NOTES, CODE):
        composer.tray.put(file)
    QTest.keyClick(edit, Qt.Key.Key_Backspace)  # nothing before the cursor: to the last file
    assert QApplication.focusWidget() is face(chips(composer)[1])
    QTest.keyClick(face(chips(composer)[1]), Qt.Key.Key_Left)
    assert QApplication.focusWidget() is face(chips(composer)[0])
    QTest.keyClick(face(chips(composer)[0]), key)
    assert numbers(composer) == [2]
    composer.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Z, CONTROL)
    assert composer.tray.files == (NOTES, CODE)


def test_the_cross_removes_and_a_click_opens(composer: Composer, qtbot: QtBot) -> None:
    for file in (NOTES, CODE):
        composer.tray.put(file)
    with qtbot.waitSignal(composer.tray.opened) as opened:
        QTest.mouseClick(face(chips(composer)[1]), Qt.MouseButton.LeftButton)
    assert opened.args == [2]
    (cross,) = (
        one for one in chips(composer)[0].findChildren(QAbstractButton) if one.accessibleName() == "Remove “notes.md”"
    )
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert numbers(composer) == [2]


def test_many_files_break_into_rows_and_then_scroll(composer: Composer) -> None:
    for number in range(30):
        composer.tray.put(DraftFile(number, f"chapter_{number}.md", "text", 4, 1))
    QApplication.processEvents()
    row = chips(composer)[0].height()
    assert row < composer.tray.height() < 4 * row
    assert len({chip.y() for chip in chips(composer)}) > 3
    assert all(chip.geometry().right() <= composer.tray.viewport().width() for chip in chips(composer))


def test_chips_tell_screen_readers_what_they_are(composer: Composer) -> None:
    composer.tray.put(NOTES)
    (chip,) = chips(composer)
    assert face(chip).accessibleName() == "File notes.md"
    assert face(chip).accessibleDescription() == "3 tokens"


def test_another_theme_and_another_state_keep_the_files(composer: Composer) -> None:
    composer.tray.put(CODE)
    before = composer.grab().toImage()
    composer.apply_theme(DARK)
    assert composer.grab().toImage() != before
    composer.tray.put(DraftFile(2, "main.py", "print()\n", 8, 12))
    assert face(chips(composer)[0]).accessibleDescription() == "12 tokens"
