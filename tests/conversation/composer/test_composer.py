"""What the composer does with keys, texts, drops and states."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.composer import Composer, ComposerState
from desktop.conversation.composer.question_edit import QuestionEdit
from desktop.theme import DARK, LIGHT
from models.texts import Phrasebook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Window(QWidget):
    """A window around the composer that takes files and grows as it likes."""

    def __init__(self, composer: Composer) -> None:
        super().__init__()
        self.files: list[str] = []
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(composer)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.files += [url.toLocalFile() for url in event.mimeData().urls()]
        event.acceptProposedAction()


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    """A composer with the focus."""
    made = Composer(say=Phrasebook("en"), theme=LIGHT)
    window = Window(made)
    qtbot.addWidget(window)
    window.resize(500, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.setFocus()
    yield made
    window.close()


@pytest.fixture
def edit(composer: Composer) -> QuestionEdit:
    """The field of the composer."""
    found = composer.findChild(QuestionEdit)
    assert found is not None
    return found


def button(composer: Composer, name: str) -> QPushButton:
    return next(one for one in composer.findChildren(QPushButton) if one.accessibleName() == name)


def texts(composer: Composer) -> set[str]:
    return {label.text() for label in composer.findChildren(QLabel) if label.isVisible()}


def settle() -> None:
    """Let the layouts inside each other take their new sizes."""
    for _ in range(3):
        QApplication.processEvents()


def compose(edit: QuestionEdit, text: str, *, committed: str = "") -> None:
    """Let an input method show `text` in the field, or put `committed` into it."""
    event = QInputMethodEvent(text, [])
    event.setCommitString(committed)
    QApplication.sendEvent(edit, event)


def test_enter_sends_and_leaves_the_text_to_the_owner(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(edit, "Why?")
    with qtbot.waitSignal(composer.sent) as told:
        QTest.keyClick(edit, ENTER)
    assert told.args == ["Why?"]
    assert composer.text == "Why?"
    composer.accept()
    assert composer.text == ""


def test_keypad_and_button_send_too(composer: Composer, edit: QuestionEdit) -> None:
    told: list[str] = []
    composer.sent.connect(told.append)
    QTest.keyClicks(edit, "Why?")
    QTest.keyClick(edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    QTest.mouseClick(button(composer, "Send"), Qt.MouseButton.LeftButton)
    assert told == ["Why?", "Why?"]
    assert edit.hasFocus()


def test_shift_enter_breaks_the_line(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(edit, "a")
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, ENTER, SHIFT)
    QTest.keyClicks(edit, "b")
    assert composer.text == "a\nb"
    assert edit.document().blockCount() == 2


def test_other_choice_makes_enter_break_the_line_and_control_enter_send(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    composer.set_enter_sends(sends=False)
    assert "Ctrl+Enter sends · Enter starts a new line" in texts(composer)
    QTest.keyClicks(edit, "a")
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, ENTER)
    with qtbot.waitSignal(composer.sent) as told:
        QTest.keyClick(edit, ENTER, CONTROL)
    assert told.args == ["a"]


def test_enter_belongs_to_the_input_method_while_it_composes(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    compose(edit, "nihao")
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, ENTER)
    compose(edit, "", committed="你好")
    with qtbot.waitSignal(composer.sent) as told:
        QTest.keyClick(edit, ENTER)
    assert told.args == ["你好"]


def test_escape_belongs_to_the_input_method_while_it_composes(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    composer.set_state(ComposerState.ANSWERING)
    compose(edit, "nihao")
    with qtbot.assertNotEmitted(composer.stop_requested):
        QTest.keyClick(edit, Qt.Key.Key_Escape)
    compose(edit, "")
    with qtbot.waitSignal(composer.stop_requested):
        QTest.keyClick(edit, Qt.Key.Key_Escape)


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\u3000\t"])
def test_blank_question_does_nothing(composer: Composer, edit: QuestionEdit, qtbot: QtBot, blank: str) -> None:
    edit.setPlainText(blank)
    assert not button(composer, "Send").isEnabled()
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, ENTER)
    assert composer.text == blank


def test_blank_lines_around_a_question_stay_behind_but_not_its_indent(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    edit.setPlainText("\n    if x:\n        y\n \n")
    with qtbot.waitSignal(composer.sent) as told:
        QTest.keyClick(edit, ENTER)
    assert told.args == ["    if x:\n        y"]


@pytest.mark.parametrize("state", [ComposerState.NO_MODEL, ComposerState.LOADING, ComposerState.ANSWERING])
def test_question_waits_until_it_can_be_sent(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot, state: ComposerState
) -> None:
    composer.set_state(state, model="R1")
    QTest.keyClicks(edit, "Why?")
    with qtbot.assertNotEmitted(composer.sent):
        QTest.keyClick(edit, ENTER)
    assert composer.text == "Why?"
    assert any(text.startswith("You can send this") for text in texts(composer))
    composer.set_state(ComposerState.READY)
    with qtbot.waitSignal(composer.sent):
        QTest.keyClick(edit, ENTER)


def test_placeholder_says_what_to_do(composer: Composer, edit: QuestionEdit) -> None:
    said = []
    for state in ComposerState:
        composer.set_state(state, model="R1")
        said.append(edit.placeholderText())
        assert edit.accessibleDescription() == edit.placeholderText()
    assert said == [
        "Ask a question",
        "Choose a model first, then ask a question",
        "R1 is loading. You can type already.",
        "Type your next question",
    ]


def test_stop_takes_the_place_of_send_while_answering(composer: Composer, qtbot: QtBot) -> None:
    composer.set_state(ComposerState.ANSWERING)
    assert not button(composer, "Send").isVisible()
    with qtbot.waitSignal(composer.stop_requested):
        QTest.mouseClick(button(composer, "Stop"), Qt.MouseButton.LeftButton)
    composer.set_state(ComposerState.READY)
    assert not button(composer, "Stop").isVisible()


def test_escape_stops_nothing_while_nothing_is_answered(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(composer.stop_requested):
        QTest.keyClick(edit, Qt.Key.Key_Escape)


def test_what_was_typed_after_sending_is_not_lost(composer: Composer, edit: QuestionEdit) -> None:
    QTest.keyClicks(edit, "One")
    QTest.keyClick(edit, ENTER)
    QTest.keyClicks(edit, " two")
    composer.accept()
    assert composer.text == " two"


def test_accepting_tells_that_the_draft_is_gone(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(edit, "One")
    QTest.keyClick(edit, ENTER)
    with qtbot.waitSignal(composer.draft_changed) as told:
        composer.accept()
    assert told.args == [""]


def test_draft_is_told_once_for_a_burst_of_keys(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    told: list[str] = []
    composer.draft_changed.connect(told.append)
    with qtbot.waitSignal(composer.draft_changed):
        QTest.keyClicks(edit, "Why?")
    assert told == ["Why?"]


def test_draft_can_be_told_at_once(composer: Composer, edit: QuestionEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(edit, "Why?")
    with qtbot.waitSignal(composer.draft_changed, timeout=0):
        composer.flush_draft()


def test_draft_of_another_conversation_is_shown_and_not_told(
    composer: Composer, edit: QuestionEdit, qtbot: QtBot
) -> None:
    QTest.keyClicks(edit, "old")
    with qtbot.assertNotEmitted(composer.draft_changed):
        composer.set_draft("kept\ndraft")
        composer.flush_draft()
    QTest.keyClicks(edit, "!")
    assert composer.text == "kept\ndraft!"
    assert button(composer, "Send").isEnabled()


def test_proposed_question_can_be_undone(composer: Composer, edit: QuestionEdit) -> None:
    QTest.keyClicks(edit, "mine")
    composer.propose("Why is the sky blue?")
    assert composer.text == "Why is the sky blue?"
    assert edit.hasFocus()
    edit.undo()
    assert composer.text == "mine"


def test_only_plain_text_is_pasted(composer: Composer, edit: QuestionEdit) -> None:
    rich = QMimeData()
    rich.setHtml("<h1>Big</h1>")
    rich.setText("Big\nand small")
    QGuiApplication.clipboard().setMimeData(rich)
    QTest.keyClick(edit, Qt.Key.Key_V, CONTROL)
    assert composer.text == "Big\nand small"
    assert edit.document().firstBlock().charFormat().fontPointSize() == 0
    QGuiApplication.clipboard().clear()


def test_files_are_left_to_the_window(composer: Composer, edit: QuestionEdit) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/models/r1.gguf")])
    files.setText("file:///models/r1.gguf")
    drag = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(edit.viewport(), drag)
    window = composer.window()
    assert isinstance(window, Window)
    assert window.files == ["/models/r1.gguf"]


def test_text_can_be_dropped(edit: QuestionEdit) -> None:
    text = QMimeData()
    text.setText("Why?")
    assert edit.canInsertFromMimeData(text)


def test_field_grows_with_the_text_and_then_scrolls(composer: Composer, edit: QuestionEdit) -> None:
    heights = []
    for lines in (1, 2, 8, 9, 1000):
        composer.set_draft("\n".join(["line"] * lines))
        settle()
        heights.append(edit.height())
        assert (edit.verticalScrollBar().maximum() > 0) is (lines > 8)
    one, two, eight, nine, many = heights
    assert one < two < eight
    assert eight == nine == many
    composer.set_draft("")
    settle()
    assert edit.height() == one


def test_long_line_that_wraps_makes_the_field_grow(composer: Composer, edit: QuestionEdit) -> None:
    before = edit.height()
    composer.set_draft("word " * 60)
    settle()
    assert edit.height() > before
    assert edit.verticalScrollBar().maximum() == 0


def test_chinese_line_is_not_cut_off(composer: Composer, edit: QuestionEdit) -> None:
    composer.set_draft("你好，世界")
    settle()
    assert edit.height() >= edit.blockBoundingRect(edit.document().firstBlock()).height()
    assert edit.verticalScrollBar().maximum() == 0


def test_token_count_of_the_draft_is_shown(composer: Composer) -> None:
    composer.set_token_count(1)
    assert "1 token" in texts(composer)
    composer.set_token_count(1234)
    assert "1,234 tokens" in texts(composer)
    composer.set_token_count(None)
    assert not any("token" in text for text in texts(composer))


def test_frame_shows_the_focus_of_the_field(composer: Composer, edit: QuestionEdit) -> None:
    def edge() -> str:
        return composer.grab().toImage().pixelColor(0, composer.height() // 2).name()

    composer.apply_theme(DARK)
    assert edge() == DARK.accent
    edit.clearFocus()
    assert edge() != DARK.accent


def test_everything_has_a_name(composer: Composer, edit: QuestionEdit) -> None:
    assert edit.accessibleName() == "Question"
    assert all(one.accessibleName() and one.toolTip() for one in composer.findChildren(QPushButton))
    assert isinstance(edit, QPlainTextEdit)
    assert edit.tabChangesFocus()
