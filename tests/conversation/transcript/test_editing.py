"""Changing a message in its place."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.editing import MessageEditor, Unfinished
from desktop.theme import DARK
from models.texts import Phrasebook
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, conversation, question

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = "What is the sea?"


def editor_of(screen: Opened) -> MessageEditor:
    editor = screen.surface.viewport().findChild(MessageEditor)
    assert isinstance(editor, MessageEditor)
    return editor


def field_of(screen: Opened) -> QPlainTextEdit:
    return editor_of(screen).text_edit


def noted(screen: Opened) -> list[tuple[int, str]]:
    saved: list[tuple[int, str]] = []
    screen.transcript.editing.edited.connect(lambda message, text: saved.append((message, text)))
    return saved


def test_the_editor_stands_where_the_message_is_and_goes_with_it(opened: Open) -> None:
    screen = opened(question(1, TEXT), *conversation(40)[2:], height=400)
    screen.stage.reading.move_to(0.0)
    screen.transcript.editing.open(1, TEXT)
    editor = editor_of(screen)
    for scroll in (0.0, 60.0, 10.0):
        screen.stage.reading.move_to(scroll)
        rect = screen.stage.rect(Target(1)).translated(0.0, -screen.stage.reading.scroll)
        assert editor.y() == round(rect.top())
        assert editor.height() <= rect.height()
    assert list(screen.stage.item(1).controls()) == []


def test_what_is_below_makes_room_and_comes_back(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    before = screen.stage.flow.top(1)
    screen.transcript.editing.open(1, TEXT)
    opened_at = screen.stage.flow.top(1)
    assert opened_at > before
    field_of(screen).setPlainText("\n".join("abcdef"))
    QTest.qWait(20)
    assert screen.stage.flow.top(1) > opened_at
    screen.transcript.editing.close()
    assert screen.stage.flow.top(1) == pytest.approx(before)
    assert screen.transcript.editing.message is None


def test_a_long_text_scrolls_inside_the_editor(opened: Open) -> None:
    screen = opened(question(1, "word " * 4000), answer(2), height=400)
    screen.transcript.editing.open(1, "word " * 4000)
    assert editor_of(screen).height() < screen.stage.reading.screen
    assert field_of(screen).verticalScrollBar().maximum() > 0


def test_a_very_long_word_is_broken_anywhere(opened: Open) -> None:
    screen = opened(question(1, "x" * 90_000), question(2, TEXT))
    screen.transcript.editing.open(1, "x" * 90_000)
    assert field_of(screen).wordWrapMode() is QTextOption.WrapMode.WrapAnywhere
    screen.transcript.editing.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    screen.transcript.editing.open(2, TEXT)
    assert field_of(screen).wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


@pytest.mark.parametrize("text", ["word " * 30_000, "a line\n" * 200_000], ids=["line", "lines"])
def test_what_is_too_long_is_not_put_in_and_that_is_said(opened: Open, text: str) -> None:
    screen = opened(question(1, TEXT))
    assert screen.transcript.editing.has_room_for(TEXT)
    assert not screen.transcript.editing.has_room_for(text)
    screen.transcript.editing.open(1, TEXT)
    field = field_of(screen)
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.toPlainText() == TEXT
    refused = screen.transcript.editing.editor
    assert refused is not None
    said = Phrasebook("en")("transcript.editor.too_long")
    assert said in [label.text() for label in refused.findChildren(QLabel)]
    QGuiApplication.clipboard().setText("Or not?")
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.toPlainText() == f"{TEXT}Or not?"
    assert said not in [label.text() for label in refused.findChildren(QLabel)]


def test_what_is_selected_makes_room_for_what_takes_its_place(opened: Open) -> None:
    screen = opened(question(1, TEXT))
    screen.transcript.editing.open(1, "word " * 19_000)
    field = field_of(screen)
    QGuiApplication.clipboard().setText("other " * 16_000)
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.toPlainText() == "other " * 16_000


def test_ctrl_enter_and_the_button_save_and_the_editor_stays_until_it_is_safe(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    saved = noted(screen)
    screen.transcript.editing.open(1, TEXT)
    field = field_of(screen)
    assert field.hasFocus()
    QTest.keyClicks(field, " And the sky?")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert saved == [(1, f"{TEXT} And the sky?")]
    assert screen.transcript.editing.text == saved[0][1]
    QTest.mouseClick(editor_of(screen).save, Qt.MouseButton.LeftButton)
    assert len(saved) == 2
    screen.transcript.editing.close()
    assert screen.surface.hasFocus()


def test_nothing_is_not_saved(opened: Open) -> None:
    screen = opened(question(1, TEXT))
    saved = noted(screen)
    screen.transcript.editing.open(1, TEXT)
    field_of(screen).setPlainText("  \n")
    QTest.keyClick(field_of(screen), Qt.Key.Key_Return, CTRL)
    assert not editor_of(screen).save.isEnabled()
    assert saved == []


@pytest.mark.parametrize("by_key", [True, False])
def test_escape_and_cancel_give_up(opened: Open, *, by_key: bool) -> None:
    screen = opened(question(1, TEXT), answer(2))
    given_up: list[int] = []
    screen.transcript.editing.given_up.connect(given_up.append)
    screen.transcript.editing.open(2, "It is this.")
    if by_key:
        QTest.keyClick(field_of(screen), Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(editor_of(screen).cancel, Qt.MouseButton.LeftButton)
    assert given_up == [2]
    assert screen.transcript.editing.message is None


def test_tab_goes_through_the_editor_and_the_keys_stay_in_it(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    screen.transcript.editing.open(1, TEXT)
    editor = editor_of(screen)
    QTest.keyClick(field_of(screen), Qt.Key.Key_Tab)
    assert editor.cancel.hasFocus()
    QTest.keyClick(editor.cancel, Qt.Key.Key_Tab)
    assert editor.save.hasFocus()
    scroll = screen.stage.reading.scroll
    QTest.keyClick(editor.save, Qt.Key.Key_Delete)
    QTest.keyClick(editor.save, Qt.Key.Key_PageDown)
    assert screen.stage.reading.scroll == scroll


def test_an_answer_that_grows_below_leaves_the_editor_alone(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2), question(3), answer(4, "", streaming=True))
    screen.transcript.editing.open(1, TEXT)
    field_of(screen).setPlainText("Half a thought")
    screen.transcript.begin_stream(4)
    screen.transcript.end_stream(answer(4, "Done. " * 200))
    assert screen.transcript.editing.text == "Half a thought"
    screen.transcript.replace_message(replace(question(1, TEXT), siblings=2))
    assert screen.transcript.editing.text == "Half a thought"
    assert editor_of(screen).isVisible()


def test_another_conversation_or_the_end_of_the_message_closes_it(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    screen.transcript.editing.open(1, TEXT)
    screen.transcript.remove_message(1)
    assert screen.transcript.editing.message is None
    screen.transcript.editing.open(2, TEXT)
    screen.transcript.set_messages([question(7)])
    assert screen.transcript.editing.message is None


def test_it_takes_other_colours_and_sizes(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    screen.transcript.editing.open(1, TEXT)
    before = editor_of(screen).height()
    screen.transcript.set_font_scale(1.6)
    screen.transcript.apply_theme(DARK)
    assert editor_of(screen).height() > before
    assert screen.transcript.editing.text == TEXT


def test_what_was_typed_is_there_again_after_a_look_at_another_conversation(opened: Open) -> None:
    screen = opened(question(1, TEXT))
    screen.transcript.editing.open(1, TEXT)
    field_of(screen).setPlainText("Half a thought")
    screen.transcript.set_messages([question(7)])
    screen.transcript.set_messages([question(1, TEXT)])
    screen.transcript.editing.open(1, TEXT)
    assert screen.transcript.editing.text == "Half a thought"
    QTest.keyClick(field_of(screen), Qt.Key.Key_Escape)
    screen.transcript.editing.open(1, TEXT)
    assert screen.transcript.editing.text == TEXT


def test_what_was_left_is_found_again_while_the_message_is_as_it_was(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    editing = screen.transcript.editing
    editing.open(1, TEXT)
    assert editing.unfinished == {}  # nothing was typed
    field_of(screen).setPlainText("What is a lake?")
    left = {1: Unfinished(TEXT, "What is a lake?")}
    assert editing.unfinished == left
    editing.leave()
    assert editing.unfinished == left
    editing.open(1, "Another message")
    assert editing.text == "Another message"
    editing.close()
    editing.take_over(left)
    editing.open(1, TEXT)
    assert editing.text == "What is a lake?"
    editing.close()  # saved, or given up
    assert editing.unfinished == {}


def test_while_an_input_method_composes_keys_belong_to_it(opened: Open) -> None:
    screen = opened(question(1, TEXT), answer(2))
    saved = noted(screen)
    screen.transcript.editing.open(1, TEXT)
    field = field_of(screen)
    QCoreApplication.sendEvent(field, QInputMethodEvent("ni hao", []))
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert saved == []
    assert screen.transcript.editing.message == 1
    done = QInputMethodEvent()
    done.setCommitString("你好")
    QCoreApplication.sendEvent(field, done)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert screen.transcript.editing.message is None
