"""A message that is asked for comes on screen at its beginning and glows for a moment."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import conversation


def _place(screen: Opened, message: int) -> float:
    """Return how far below the upper edge of the screen a message begins."""
    flow = screen.stage.flow
    return flow.top(flow.number(message)) - screen.stage.reading.scroll


def _column_colour(picture: QImage) -> str:
    """Return the colour beside the text of the column, at the height where a shown message begins."""
    return picture.pixelColor(picture.width() // 2, 22).name()


@pytest.mark.parametrize("number", [0, 7, 150, 298])
def test_message_far_away_begins_the_screen(opened: Open, number: int) -> None:
    views = conversation(300)
    screen = opened(*views)
    screen.transcript.show_message(views[number].id)
    bar = screen.surface.verticalScrollBar()
    assert _place(screen, views[number].id) == pytest.approx(24.0, abs=1.0) or bar.value() == bar.maximum()
    assert screen.stage.item(views[number].id).layout is not None


def test_reader_of_an_old_message_does_not_follow_the_end(opened: Open) -> None:
    views = conversation(100)
    screen = opened(*views)
    screen.transcript.show_message(views[10].id)
    assert not screen.stage.reading.following
    screen.transcript.show_message(views[-1].id)
    assert screen.stage.reading.following


def test_message_glows_and_is_then_as_before(opened: Open, qtbot: QtBot) -> None:
    views = conversation(100)
    screen = opened(*views)
    screen.transcript.show_message(views[11].id)
    glowing = _column_colour(screen.picture())
    attention = screen.stage.attention
    qtbot.waitUntil(lambda: attention.glowing is None)
    assert glowing != _column_colour(screen.picture()) == "#ffffff"


def test_message_that_is_removed_while_it_glows_leaves_nothing(opened: Open) -> None:
    views = conversation(20)
    screen = opened(*views)
    screen.transcript.show_message(views[5].id)
    screen.transcript.remove_message(views[5].id)
    assert screen.stage.attention.glowing is None
    screen.picture()


def test_glow_of_another_conversation_is_not_drawn(opened: Open) -> None:
    screen = opened(*conversation(20))
    screen.transcript.show_message(conversation(20)[5].id)
    screen.transcript.set_messages(conversation(2))
    screen.picture()


def test_unknown_message_is_an_error_and_moves_nothing(opened: Open) -> None:
    screen = opened(*conversation(50))
    before = screen.stage.reading.scroll
    with pytest.raises(KeyError):
        screen.transcript.show_message(12345)
    assert screen.stage.reading.scroll == before
