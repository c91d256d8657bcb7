"""A quiet line says where the messages begin that the model is still told."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QImage

from desktop.theme import DARK, LIGHT
from models.texts import LANGUAGES, Phrasebook
from tests.conversation.transcript.conftest import Colours, Open, Opened
from tests.conversation.transcript.samples import answer, question

WORDS = "The model no longer sees the messages above"
FOUR = (question(1, "One?"), answer(2, "First."), question(3, "Two?"), answer(4, "Second."))


def tops(screen: Opened) -> list[float]:
    """Return where each message begins."""
    return [screen.stage.flow.top(number) for number in range(len(screen.stage.flow.items))]


def test_it_makes_room_above_its_message_and_gives_it_back(opened: Open) -> None:
    screen = opened(*FOUR)
    before = tops(screen)
    screen.transcript.set_mark(3)
    marked = tops(screen)
    assert marked[:2] == before[:2]
    assert marked[2] - before[2] == marked[3] - before[3] > 20
    screen.transcript.set_mark(4)
    assert tops(screen)[2] == before[2]
    screen.transcript.set_mark(None)
    assert tops(screen) == before


def test_there_is_none_above_the_first_message_or_in_another_conversation(opened: Open) -> None:
    screen = opened(*FOUR)
    before = tops(screen)
    screen.transcript.set_mark(1)
    assert tops(screen) == before
    screen.transcript.set_mark(3)
    screen.transcript.set_messages(FOUR)
    assert tops(screen) == before
    with pytest.raises(KeyError):
        screen.transcript.set_mark(9)


def test_it_stays_while_the_messages_change(opened: Open) -> None:
    screen = opened(*FOUR)
    screen.transcript.set_mark(3)
    marked = tops(screen)
    screen.transcript.replace_message(answer(2, "First."))
    screen.transcript.append_message(question(5, "Three?"))
    assert tops(screen)[:4] == marked
    screen.transcript.remove_message(2)
    assert screen.stage.flow.marked == 3
    assert tops(screen)[1] > marked[1] - marked[0]
    screen.transcript.remove_message(3)
    assert screen.stage.flow.marked is None


@pytest.mark.parametrize("width", [300, 900])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_between_the_messages(language: str, width: int, opened: Open, colours: Colours) -> None:
    screen = opened(*FOUR, width=width)
    screen.transcript.retranslate(Phrasebook(language))
    for theme in (LIGHT, DARK):
        screen.transcript.apply_theme(theme)
        screen.transcript.set_mark(None)
        assert theme.border not in colours(gap_picture(screen, 80))
        screen.transcript.set_mark(3)
        drawn = colours(gap_picture(screen, 80))
        assert {theme.border, theme.surface} <= drawn
        assert len(drawn) > 4  # the words


def gap_picture(screen: Opened, height: int) -> QImage:
    """Return what is drawn just above the third message."""
    y = round(screen.stage.flow.top(2) - screen.stage.reading.scroll) - height
    return screen.picture().copy(0, y, screen.surface.viewport().width(), height)


def test_it_is_never_copied(opened: Open) -> None:
    screen = opened(*FOUR)
    screen.transcript.select_all()
    before = screen.copied()
    screen.transcript.set_mark(3)
    screen.transcript.select_all()
    assert screen.copied() == before
    assert WORDS not in before


def test_the_reader_stays_where_they_are(opened: Open) -> None:
    screen = opened(*(answer(number, f"Answer {number}\n\n" * 8) for number in range(1, 9)), height=300)
    screen.scroll_to(screen.stage.flow.top(6) + 40.0)
    where = screen.stage.flow.top(6) - screen.stage.reading.scroll
    screen.transcript.set_mark(3)
    assert screen.stage.flow.top(6) - screen.stage.reading.scroll == pytest.approx(where, abs=1.0)
    screen.scroll_to(0)
    screen.transcript.set_mark(5)
    assert screen.stage.reading.scroll == 0


def test_a_screen_reader_meets_it_between_the_messages(opened: Open) -> None:
    screen = opened(*FOUR)
    root = QAccessible.queryAccessibleInterface(screen.surface)
    assert root is not None
    assert root.childCount() == 4
    screen.transcript.set_mark(3)
    children = [root.child(index) for index in range(root.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in children]
    assert names == ["You", "Assistant", WORDS, "You", "Assistant"]
    assert [root.indexOfChild(child) for child in children] == [0, 1, 2, 3, 4]
    mark = children[2]
    assert mark.role() is QAccessible.Role.StaticText
    assert mark.parent().role() is QAccessible.Role.List
    assert not mark.state().focusable
    assert not mark.state().offscreen
    centre = mark.rect().center()
    assert root.childAt(centre.x(), centre.y()).text(QAccessible.Text.Name) == WORDS
    above = QPoint(centre.x(), children[1].rect().center().y())
    assert root.childAt(above.x(), above.y()).text(QAccessible.Text.Name) == "Assistant"
    assert children[1].rect().bottom() <= mark.rect().top() + 1
    screen.transcript.set_mark(None)
    assert not mark.isValid()
    assert root.childCount() == 4
