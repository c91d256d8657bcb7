"""One selection across blocks, code and messages, by mouse and keyboard; what is copied is the source."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from tests.conversation.transcript.conftest import Open
from tests.conversation.transcript.samples import EVERYTHING, answer, conversation, question

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TEXT = "First *paragraph*.\n\n- one\n- **two**\n\n```python\nx = 1\ny = 2\n```\n\nLast `one`.\n"


def test_drag_across_two_messages_copies_both_sources(opened: Open) -> None:
    screen = opened(question(1, "What?\nReally?"), answer(2, TEXT), answer(3, "More **text**."))
    screen.drag(screen.point(1, 0, 0), screen.point(3, 0, len("More text.")))
    assert screen.copied() == f"What?\nReally?\n\n{TEXT.strip()}\n\nMore **text**."


def test_whole_blocks_are_copied_as_their_lines_and_parts_as_plain_text(opened: Open) -> None:
    screen = opened(answer(1, TEXT))
    screen.drag(screen.point(1, 0, 6), screen.point(1, 4, 4))
    assert screen.copied() == "paragraph.\n\n- one\n- **two**\n\n```python\nx = 1\ny = 2\n```\n\nLast"


def test_drag_upwards_selects_the_same(opened: Open) -> None:
    screen = opened(answer(1, TEXT), answer(2))
    screen.drag(screen.point(2, 0, 5), screen.point(1, 4, 5))
    assert screen.copied() == "one.\n\nIt is"


def test_part_of_code_is_copied_as_it_stands(opened: Open) -> None:
    screen = opened(answer(1, TEXT))
    screen.drag(screen.point(1, 3, 2), screen.point(1, 3, 9))
    assert screen.copied() == "= 1\ny ="


def test_cells_of_a_table_can_be_selected(opened: Open) -> None:
    screen = opened(answer(1, "| ab | cd |\n|----|----|\n| ef | gh |\n"))
    screen.drag(screen.point(1, 0, 3), screen.point(1, 0, 8))
    assert screen.copied() == "cd\nef"


def test_everything_is_selected_far_from_the_screen_too(opened: Open) -> None:
    messages = conversation(200)
    screen = opened(*messages)
    screen.key(Qt.Key.Key_A, CTRL)
    assert screen.copied() == "\n\n".join(message.text.strip() for message in messages)
    laid_out = [item for item in screen.stage.flow.items if item.layout is not None]
    assert len(laid_out) < 20


def test_double_click_selects_a_word_and_a_third_click_the_block(opened: Open) -> None:
    screen = opened(answer(1, "Some naïve words here.\n\nMore."))
    point = screen.point(1, 0, 7)
    viewport = screen.surface.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert screen.copied() == "naïve"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert screen.copied() == "Some naïve words here."


def test_click_clears_and_shift_click_extends(opened: Open) -> None:
    screen = opened(answer(1, TEXT), answer(2))
    screen.click(screen.point(1, 4, 5))
    assert screen.transcript.selected_text() == ""
    screen.click(screen.point(2, 0, 2), SHIFT)
    assert screen.copied() == "one.\n\nIt"
    screen.click(screen.point(1, 0, 0))
    assert screen.transcript.selected_text() == ""


def test_selection_by_keyboard_goes_from_block_to_block(opened: Open) -> None:
    screen = opened(answer(1, "Ab.\n\n😀c."), answer(2))
    screen.click(screen.point(1, 0, 1))
    for _ in range(4):
        screen.key(Qt.Key.Key_Right, SHIFT)
    assert screen.transcript.selected_text() == "b.\n\n😀"
    screen.key(Qt.Key.Key_Left, SHIFT)
    assert screen.transcript.selected_text() == "b."
    screen.key(Qt.Key.Key_Down, SHIFT)
    screen.key(Qt.Key.Key_End, SHIFT)
    assert screen.transcript.selected_text() == "b.\n\n😀c."
    screen.key(Qt.Key.Key_End, SHIFT | CTRL)
    assert screen.transcript.selected_text() == "b.\n\n😀c.\n\nIt is **this**."
    screen.key(Qt.Key.Key_Escape)
    assert screen.transcript.selected_text() == ""


def test_words_are_selected_by_keyboard(opened: Open) -> None:
    screen = opened(answer(1, "one two three"))
    screen.click(screen.point(1, 0, 0))
    screen.key(Qt.Key.Key_Right, SHIFT | CTRL)
    screen.key(Qt.Key.Key_Right, SHIFT | CTRL)
    assert screen.transcript.selected_text() == "one two "


def test_lines_of_code_are_walked_by_keyboard(opened: Open) -> None:
    screen = opened(answer(1, "```\nab\ncd\n```\n\nend"))
    screen.click(screen.point(1, 0, 1))
    for _ in range(3):
        screen.key(Qt.Key.Key_Right, SHIFT)
    assert screen.transcript.selected_text() == "b\nc"
    screen.key(Qt.Key.Key_Up, SHIFT)
    assert screen.transcript.selected_text() == ""


def test_dragging_below_the_screen_scrolls(opened: Open, qtbot: QtBot) -> None:
    screen = opened(*conversation(20))
    screen.scroll_to(0)
    viewport = screen.surface.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(viewport, QPoint(300, 400))
    QTest.mouseMove(viewport, QPoint(300, viewport.height() + 80))
    qtbot.waitUntil(lambda: screen.stage.reading.scroll > 200)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, viewport.height() + 80))
    assert len(screen.transcript.selected_text()) > 500


def test_copy_without_selection_copies_the_message_with_the_focus(opened: Open) -> None:
    screen = opened(question(1), answer(2, TEXT))
    screen.click(screen.point(2, 4, 2))
    assert screen.copied() == TEXT


def test_clipboard_holds_plain_text_only(opened: Open) -> None:
    screen = opened(answer(1, "<b>bold</b> and **strong**"))
    screen.key(Qt.Key.Key_A, CTRL)
    screen.copied()
    data = QGuiApplication.clipboard().mimeData()
    assert data.formats() == ["text/plain"]
    assert data.text() == "<b>bold</b> and **strong**"


def test_thinking_is_copied_only_when_it_is_unfolded(opened: Open) -> None:
    screen = opened(answer(1, "The answer.", thinking="A *thought*."))
    screen.transcript.select_all()
    assert screen.transcript.selected_text() == "The answer."
    screen.click(screen.centre(Target(1, Control(ControlKind.THINKING, Section.THINKING))))
    assert screen.transcript.selected_text() == "A *thought*.\n\nThe answer."


def test_selection_survives_what_is_appended_and_goes_with_its_message(opened: Open) -> None:
    screen = opened(question(1), answer(2))
    screen.drag(screen.point(1, 0, 0), screen.point(1, 0, 4))
    screen.transcript.append_message(answer(3))
    assert screen.transcript.selected_text() == "What"
    screen.transcript.remove_message(3)
    assert screen.transcript.selected_text() == "What"
    screen.transcript.remove_message(1)
    assert screen.transcript.selected_text() == ""


def test_every_place_of_every_block_can_be_walked_both_ways(opened: Open) -> None:
    screen = opened(answer(1, EVERYTHING), question(2, EVERYTHING))
    caret = screen.stage.caret
    position = caret.first()
    assert position is not None
    position = caret.step(position._replace(section=Section.ANSWER), forward=True, by_word=False)
    forth = [position]
    while (following := caret.step(forth[-1], forward=True, by_word=False)) != forth[-1]:
        forth.append(following)
    back = [forth[-1]]
    while (previous := caret.step(back[-1], forward=False, by_word=False)) != back[-1]:
        back.append(previous)
    assert len(forth) > 500
    assert set(forth) <= set(back)
    places = [screen.stage.flow.place(position) for position in forth]
    assert places == sorted(places)


def test_source_with_windows_line_ends_is_cut_in_the_right_places(opened: Open) -> None:
    screen = opened(answer(1, TEXT.replace("\n", "\r\n")))
    screen.drag(screen.point(1, 0, 6), screen.point(1, 2, 3))
    assert screen.copied() == "paragraph.\n\n- one\n- **two**"


def test_plain_copy_leaves_the_marks_out_and_keeps_the_numbers_of_lists(opened: Open) -> None:
    text = (
        "A **bold** start\nof two lines.\n\n1. one\n2. *two*\n   - deep\n     more\n\n   second\n\n```\nx = 1\ny\n```\n"
    )
    screen = opened(answer(1, text), answer(2, "| a | `b` |\n|---|---|\n"))
    screen.key(Qt.Key.Key_A, CTRL)
    screen.key(Qt.Key.Key_C, CTRL | SHIFT)
    plain = "A bold start\nof two lines.\n\n1. one\n2. two\n  \u2022 deep\n    more\n\n  second\n\nx = 1\ny\n\na\tb"
    assert QGuiApplication.clipboard().text() == plain
