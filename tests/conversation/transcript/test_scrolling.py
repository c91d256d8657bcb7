"""Where the reader is: followed only at the end, and never moved by what changes elsewhere."""

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from desktop.conversation.transcript import Glance, MessageView
from desktop.conversation.transcript.anchoring import anchor_at, scroll_for
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.jump_button import JumpButton
from models.engine import Channel
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import PARAGRAPH, answer, conversation, question


def _jump(screen: Opened) -> QToolButton:
    button = screen.transcript.findChild(JumpButton)
    assert isinstance(button, JumpButton)
    return button


def _seen(screen: Opened) -> tuple[int, float]:
    """Return the first message whose upper edge is on screen, and where it is."""
    flow, scroll = screen.stage.flow, screen.stage.reading.scroll
    number = next(n for n in range(len(flow.items)) if flow.top(n) >= scroll)
    return flow.items[number].view.id, flow.top(number) - scroll


def _follows(screen: Opened) -> bool:
    return screen.stage.reading.following


def _wheel(screen: Opened, *, x: int = 0, y: int = 0, at: QPoint, shift: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at),
        QPointF(screen.surface.viewport().mapToGlobal(at)),
        QPoint(0, 0),
        QPoint(x, y),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by position
    )
    QApplication.sendEvent(screen.surface.viewport(), event)


def test_conversation_opens_at_its_end(opened: Open) -> None:
    screen = opened(*conversation(300))
    bar = screen.surface.verticalScrollBar()
    assert bar.value() == bar.maximum() > 10_000
    assert _follows(screen)
    assert _jump(screen).isHidden()


def test_only_what_is_near_is_laid_out(opened: Open) -> None:
    screen = opened(*conversation(300))
    assert sum(item.layout is not None for item in screen.stage.flow.items) < 15


def test_layouts_far_away_are_freed(opened: Open) -> None:
    screen = opened(*conversation(300))
    bar = screen.surface.verticalScrollBar()
    while bar.value() > 0:
        bar.setValue(bar.value() - 500)
    assert sum(item.layout is not None for item in screen.stage.flow.items) < 120


def test_scrolling_up_moves_the_text_by_what_was_scrolled(opened: Open) -> None:
    screen = opened(*conversation(100))
    for _ in range(60):
        message, before = _seen(screen)
        screen.scroll_to(screen.stage.reading.scroll - 150)
        number = screen.stage.flow.number(message)
        after = screen.stage.flow.top(number) - screen.stage.reading.scroll
        assert abs(after - before - 150) <= 1.5  # heights that were guessed do not show


def test_end_is_followed_until_the_reader_scrolls_up(opened: Open) -> None:
    screen = opened(*conversation(20))
    screen.transcript.append_message(answer(100, PARAGRAPH))
    assert screen.stage.reading.is_at_end
    _wheel(screen, y=120, at=QPoint(300, 300))
    assert not _follows(screen)
    assert _jump(screen).isVisible()
    where = _seen(screen)
    screen.transcript.append_message(answer(101, PARAGRAPH))
    assert _seen(screen) == where
    screen.scroll_to(10**7)
    assert _follows(screen)
    assert _jump(screen).isHidden()


def test_button_leads_to_the_end(opened: Open) -> None:
    screen = opened(*conversation(50))
    screen.scroll_to(0)
    _jump(screen).click()
    assert screen.stage.reading.is_at_end
    assert _jump(screen).isHidden()


def test_streaming_does_not_move_the_reader(opened: Open) -> None:
    screen = opened(*conversation(20), answer(100, "", streaming=True))
    screen.transcript.begin_stream(100)
    screen.scroll_to(screen.stage.reading.scroll - 700)
    where = _seen(screen)
    for _ in range(60):
        screen.transcript.feed(100, Channel.ANSWER, PARAGRAPH + "\n\n")
        QCoreApplication.processEvents()
    screen.transcript.end_stream(answer(100, (PARAGRAPH + "\n\n") * 60))
    assert _seen(screen) == where


def test_beginning_of_a_growing_answer_stays_where_it_is_read(opened: Open) -> None:
    screen = opened(question(1), answer(9, "", streaming=True))
    screen.transcript.begin_stream(9)
    streaming = screen.transcript._streaming
    for _ in range(20):
        screen.transcript.feed(9, Channel.ANSWER, PARAGRAPH + "\n\n")
        streaming._on_due()
    assert screen.stage.reading.is_at_end
    screen.scroll_to(200)
    block = screen.point(9, 3, 0)
    for _ in range(20):
        screen.transcript.feed(9, Channel.ANSWER, PARAGRAPH + "\n\n")
        streaming._on_due()
    assert screen.point(9, 3, 0) == block


def test_resizing_keeps_what_is_read(opened: Open) -> None:
    screen = opened(*conversation(60))
    screen.scroll_to(screen.stage.reading.scroll / 2)
    reading, flow = screen.stage.reading, screen.stage.flow
    anchor = anchor_at(flow, reading.scroll, reading.screen)
    assert anchor is not None
    for width in range(900, 500, -50):
        screen.transcript.resize(width, 600)
        goal = scroll_for(flow, anchor)
        assert goal is not None
        assert abs(goal - reading.scroll) <= 1


def test_resizing_at_the_end_stays_at_the_end(opened: Open) -> None:
    screen = opened(*conversation(60))
    screen.transcript.resize(520, 400)
    assert screen.stage.reading.is_at_end


def test_unfolding_keeps_the_head_under_the_mouse(opened: Open) -> None:
    thinking = "\n\n".join([PARAGRAPH] * 8)
    screen = opened(*conversation(10), answer(100, "Short.", thinking=thinking))
    target = Target(100, Control(ControlKind.THINKING, Section.THINKING))
    before = screen.centre(target)
    screen.click(before)
    assert screen.stage.item(100).unfolded
    assert screen.centre(target) == before
    screen.click(before)
    assert not screen.stage.item(100).unfolded


def test_removed_message_above_moves_nothing(opened: Open) -> None:
    screen = opened(*conversation(40))
    screen.scroll_to(screen.stage.reading.scroll - 900)
    where = _seen(screen)
    screen.transcript.remove_message(3)
    assert _seen(screen) == where


def test_long_lines_of_code_scroll_sideways(opened: Open) -> None:
    screen = opened(answer(1, "```python\n" + "x = 1 + " * 60 + "1\n```"))
    layout = screen.stage.item(1).layout
    assert layout is not None
    box = layout.slots[0].box
    assert box is not None
    assert box.overflow > 1000
    inside = screen.point(1, 0, 3)
    _wheel(screen, x=-120, at=inside)
    assert box.scroll_x == 60
    _wheel(screen, y=-240, at=inside, shift=True)
    assert box.scroll_x == 180
    thumb = QPoint(inside.x(), round(layout.top(0) + box.height + screen.stage.flow.top(0)) - 4)
    screen.drag(thumb, thumb + QPoint(5000, 0))
    assert box.scroll_x == box.overflow
    assert screen.transcript.selected_text() == ""


def test_selecting_by_keyboard_reveals_the_end_of_a_long_line(opened: Open) -> None:
    screen = opened(answer(1, "```python\n" + "x = 1 + " * 60 + "1\n```"))
    screen.click(screen.point(1, 0, 3))
    screen.key(Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    layout = screen.stage.item(1).layout
    assert layout is not None
    box = layout.slots[0].box
    assert box is not None
    assert box.scroll_x > box.overflow - 40


def test_ten_thousand_messages_open_with_few_layouts(opened: Open) -> None:
    screen = opened(*conversation(10_000))
    screen.scroll_to(screen.surface.verticalScrollBar().maximum() // 3)
    assert sum(item.layout is not None for item in screen.stage.flow.items) < 30
    assert _seen(screen)[1] < 600


def test_far_messages_are_prepared_when_they_come_near(opened: Open) -> None:
    made: list[int] = []

    def glance(number: int) -> Glance:
        def whole() -> MessageView:
            made.append(number)
            return answer(number, f"Answer {number}.\n\n" + PARAGRAPH * 3)

        return Glance(number, True, f"Answer {number}.\n\n" + PARAGRAPH * 3, "", None, whole)  # noqa: FBT003 - by place

    screen = opened()
    screen.transcript.set_messages(glance(number) for number in range(500))
    assert 0 < len(made) < 30
    assert 499 in made
    screen.scroll_to(0)
    assert 0 in made
    assert len(made) == len(set(made)) < 60
    assert ControlKind.RECORD in [control.kind for control in screen.stage.item(250).footer_controls()]
    assert made.count(250) == 1
    screen.transcript.select_all()
    assert screen.transcript.selected_text().count("Answer") == 500
    assert len(made) < 60
