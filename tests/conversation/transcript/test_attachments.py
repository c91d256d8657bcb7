"""Files above a question in the transcript: drawn, opened by mouse and keys, and told to screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation.transcript import AttachmentView, MessageView
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.input import description_of, name_of
from models.engine import Role
from tests.conversation.transcript.conftest import Open

FILES = (AttachmentView("main.py", "1,204 characters"), AttachmentView("季度报告.txt", "88 characters"))
QUESTION = MessageView(1, Role.USER, "What do these say?", attachments=FILES)
ANSWER = MessageView(2, Role.ASSISTANT, "Nothing new.")


def target(number: int) -> Target:
    return Target(1, Control(ControlKind.ATTACHMENT, number=number))


@pytest.mark.parametrize("number", [0, 1])
def test_a_click_on_a_file_opens_it(opened: Open, number: int) -> None:
    shown = opened(QUESTION, ANSWER)
    asked: list[tuple[int, int]] = []
    shown.transcript.attachment_requested.connect(lambda message, file: asked.append((message, file)))
    QTest.mouseClick(shown.surface.viewport(), Qt.MouseButton.LeftButton, pos=shown.centre(target(number)))
    assert asked == [(1, number)]


def test_files_come_first_among_the_controls_and_have_names(opened: Open) -> None:
    shown = opened(QUESTION)
    controls = list(shown.stage.item(1).controls())
    assert controls[:2] == [target(0).control, target(1).control]
    assert name_of(shown.stage, target(1)) == "File 季度报告.txt"
    assert description_of(shown.stage, shown.surface.actions_, target(0)) == "1,204 characters"


def test_files_stand_above_the_bubble_at_its_right_edge(opened: Open) -> None:
    shown = opened(QUESTION)
    first, second = (shown.stage.rect(target(number)) for number in (0, 1))
    assert first.right() < second.left()
    text = shown.point(1, 0, 0)
    assert first.bottom() < text.y()
    layout = shown.stage.item(1).layout
    assert layout is not None
    footer = layout.slots[-1]
    assert second.right() == footer.x + footer.width


def test_a_question_of_files_alone_is_shown(opened: Open) -> None:
    alone = MessageView(1, Role.USER, "", attachments=FILES)
    shown = opened(alone, ANSWER)
    plain = opened(MessageView(1, Role.USER, "", attachments=FILES[:1]), ANSWER)
    assert shown.picture() != plain.picture()
    assert shown.stage.rect(target(0)).height() > 0


def test_many_files_take_several_rows_in_a_narrow_window(opened: Open) -> None:
    files = tuple(AttachmentView(f"chapter_{number}_with_a_long_name.md", "12 characters") for number in range(9))
    shown = opened(MessageView(1, Role.USER, "Sum up", attachments=files), width=420)
    rects = [shown.stage.rect(target(number)) for number in range(9)]
    assert len({rect.top() for rect in rects}) > 3
    assert all(rect.left() >= 20 and rect.right() <= 400 for rect in rects)


def test_text_is_selected_as_without_files(opened: Open) -> None:
    shown = opened(QUESTION)
    shown.drag(shown.point(1, 0, 0), shown.point(1, 0, 4))
    assert shown.transcript.selected_text() == "What"
