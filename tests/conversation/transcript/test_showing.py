"""A message that is asked for comes on screen at its beginning and glows for a moment."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.find import Excerpt
from desktop.conversation.transcript.find.matching import Query
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, conversation, question


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


MANY = "The cat sleeps.\n\n" * 60


@pytest.mark.parametrize(
    ("source", "text", "word", "selected"),
    [
        (f"{MANY}Then the **cat** of the neighbour came.\n\n{MANY}", "…the **cat** of the neighbour…", "cat", (60, 9)),
        (f"{MANY}- one\n- the black cat, `a` cat\n", "- the black cat, `a` cat", "cat", (61, 10)),
        (f"{MANY}那里有一只黑猫。\n", "…那里有一只黑猫。", "黑猫", (60, 5)),
        (f"{MANY}```\nprint(cat)\n```\n", "``` print(cat) ```", "cat", (60, 6)),
        (f"{MANY}A cat &amp; a mouse, [cats](https://example.org) too.", "cat &amp; a mouse", "cat", (0, 4)),
    ],
)
def test_what_was_found_is_scrolled_to_and_selected(
    opened: Open, qtbot: QtBot, source: str, text: str, word: str, selected: tuple[int, int]
) -> None:
    screen = opened(question(1, "Where is it?"), answer(2, source))
    start = text.index(word)
    screen.transcript.show_message(2, excerpt=Excerpt(text, start, start + len(word)))
    qtbot.waitUntil(lambda: screen.stage.selected() is not None)
    first, last = screen.stage.selection.anchor, screen.stage.selection.cursor
    assert first is not None
    assert last is not None
    assert (first.message, first.block, first.offset) == (2, *selected)
    assert last.offset - first.offset == len(word)
    rect = screen.stage.caret.rect(first)
    assert rect is not None
    reading = screen.stage.reading
    assert reading.scroll <= rect.top() <= rect.bottom() <= reading.scroll + reading.screen


def test_what_is_not_there_leaves_the_message_at_its_beginning(opened: Open, qtbot: QtBot) -> None:
    views = conversation(40)
    screen = opened(*views)
    screen.transcript.show_message(views[7].id, excerpt=Excerpt("a zeppelin", 2, 10))
    attention = screen.stage.attention
    qtbot.waitUntil(lambda: attention.glowing is None)
    assert _place(screen, views[7].id) == pytest.approx(24.0, abs=1.0)
    assert screen.stage.selected() is None


def test_a_place_in_folded_thinking_is_unfolded(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1, "Why?"), answer(2, "So.", thinking="First this.\n\nThen the needle."))
    screen.transcript.show_message(2, excerpt=Excerpt("Then the needle.", 9, 15, in_thinking=True))
    qtbot.waitUntil(lambda: screen.stage.selected() is not None)
    assert screen.stage.item(2).unfolded
    assert screen.transcript.selected_text() == "needle"


def test_of_what_stands_in_a_block_many_times_only_the_first_is_looked_for(
    opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    places_in = Query.places_in

    def counted(query: Query, text: str, most: int | None = None) -> list[tuple[int, int]]:
        counts.append(len(places := places_in(query, text, most)))
        return places

    screen = opened(question(1, "Which?"), answer(2, "```\n" + "cat\n" * 10_000 + "```\n"))
    monkeypatch.setattr(Query, "places_in", counted)
    screen.transcript.show_message(2, excerpt=Excerpt("cat", 0, 3))
    qtbot.waitUntil(lambda: screen.stage.selected() is not None)
    assert screen.transcript.selected_text() == "cat"
    assert max(counts) == 1
