"""Finding texts in the conversation: what is found, what is shown, and that nothing stalls."""

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.find.matching import Query
from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.selection import Position
from desktop.theme import DARK
from models.engine import Channel
from models.markdown import plain_text
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import CORPUS, PARAGRAPH, answer, conversation, question


def find(screen: Opened, qtbot: QtBot, text: str) -> list[Hit]:
    """Look for a text and return all hits in reading order."""
    finder = screen.transcript.finder
    finder.look_for(text)
    qtbot.waitUntil(lambda: not finder.state.searching)
    hits = screen.stage.hits
    return [hit for item in screen.stage.flow.items for hit in hits.of(item.view.id)]


def is_seen(screen: Opened, hit: Hit) -> bool:
    rect = screen.stage.caret.rect(hit.first)
    assert rect is not None
    reading = screen.stage.reading
    return reading.scroll <= rect.top() and rect.bottom() <= reading.scroll + reading.screen


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("temp", "Temperature, TEMP", [(0, 4), (13, 17)]),
        ("温度", "温度控制温度", [(0, 2), (4, 6)]),
        ("度", "温度", [(1, 2)]),
        ("two words", "one two\u2028words", [(4, 13)]),
        ("a.c*", "abc a.c*", [(4, 8)]),
        ("  ", "a  b", []),
        ("ß", "Straße", [(4, 5)]),
    ],
)
def test_query_finds_its_places(query: str, text: str, places: list[tuple[int, int]]) -> None:
    assert Query(query).places_in(text) == places


@pytest.mark.parametrize("source", CORPUS)
def test_no_message_that_shows_the_query_is_left_unread(opened: Open, source: str) -> None:
    screen = opened(answer(1, source))
    passage = screen.stage.item(1).passage(Section.ANSWER)
    for text in map(plain_text, passage.blocks):
        for start in range(0, len(text) - 3, 5):
            query = Query(text[start : start + 4])
            assert query.is_empty or query.may_be_in(passage.source)


def test_marks_inside_a_word_do_not_hide_it(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "A **tem**pera*ture* of [ze](https://x.y)ro and AT&amp;T."))
    assert find(screen, qtbot, "temperature") == [Hit(1, Section.ANSWER, 0, 2, 13)]
    assert find(screen, qtbot, "zero") == [Hit(1, Section.ANSWER, 0, 17, 21)]
    assert find(screen, qtbot, "at&t") == [Hit(1, Section.ANSWER, 0, 26, 30)]


def test_hits_are_found_in_every_kind_of_block_and_visited_in_a_circle(opened: Open, qtbot: QtBot) -> None:
    text = "# Zero one\n\nOne.\n\n- one\n\n```\none\n```\n\n| one |\n|---|\n| One |\n"
    screen = opened(question(1, "Is one?"), answer(2, text))
    hits = find(screen, qtbot, "one")
    assert len(hits) == 7
    finder = screen.transcript.finder
    visited = [screen.stage.hits.current]
    for _ in range(7):
        finder.go(forward=True)
        visited.append(screen.stage.hits.current)
    assert visited[:7] in [hits[start:] + hits[:start] for start in range(7)]
    assert visited[7] == visited[0]
    finder.go(forward=False)
    assert screen.stage.hits.current == visited[6]
    assert finder.state.number == hits.index(visited[6]) + 1  # type: ignore[arg-type]
    assert finder.state.count == 7


def test_first_visited_hit_is_the_next_one_from_where_the_reader_is(opened: Open, qtbot: QtBot) -> None:
    screen = opened(*(answer(number, f"{PARAGRAPH}\n\nneedle {number}\n\n{PARAGRAPH}") for number in range(60)))
    screen.scroll_to(screen.stage.flow.top(30))
    find(screen, qtbot, "needle")
    current = screen.stage.hits.current
    assert current is not None
    assert current.message == 30
    assert screen.transcript.finder.state.number == 31
    assert is_seen(screen, current)


def test_narrowing_the_query_stays_at_the_hit(opened: Open, qtbot: QtBot) -> None:
    screen = opened(*conversation(40))
    screen.scroll_to(screen.stage.flow.top(20))
    find(screen, qtbot, "answer")
    before = screen.stage.hits.current
    assert before is not None
    find(screen, qtbot, f"answer {before.message}")
    assert screen.stage.hits.current is not None
    assert screen.stage.hits.current.first == before.first


def test_hit_in_folded_thinking_is_unfolded_only_when_it_is_visited(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1, "needle"), answer(2, "Text.", thinking="A needle."))
    screen.scroll_to(0)
    hits = find(screen, qtbot, "needle")
    assert [hit.section for hit in hits] == [Section.ANSWER, Section.THINKING]
    assert not screen.stage.item(2).unfolded
    screen.transcript.finder.go(forward=True)
    assert screen.stage.item(2).unfolded
    assert is_seen(screen, hits[1])


def test_end_of_long_folded_thinking_is_searched_too(opened: Open, qtbot: QtBot) -> None:
    thinking = f"{PARAGRAPH}\n\n" * 60 + "A needle."
    screen = opened(question(1), answer(2, "Text.", thinking=thinking))
    (hit,) = find(screen, qtbot, "needle")
    assert (hit.section, hit.block) == (Section.THINKING, 60)
    assert screen.stage.item(2).unfolded
    assert is_seen(screen, hit)


def test_hit_in_folded_code_far_away_and_far_to_the_right_is_brought_on_screen(opened: Open, qtbot: QtBot) -> None:
    code = "\n".join(f"line {number}" for number in range(100)) + "\n" + "x" * 300 + "needle"
    screen = opened(*conversation(30), answer(99, f"Text.\n\n```\n{code}\n```\n"), answer(100, PARAGRAPH * 20))
    screen.scroll_to(0)
    (hit,) = find(screen, qtbot, "needle")
    assert is_seen(screen, hit)
    slot = screen.stage.caret.slot(hit.first)
    assert slot is not None
    assert slot.box is not None
    left, right = slot.box.caret(hit.start).x(), slot.box.caret(hit.end).x()
    assert 0 <= left < right <= slot.box.width


def test_hits_are_drawn_and_the_visited_one_stronger(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "needle in hay, needle"))
    plain = screen.picture()
    first, second = find(screen, qtbot, "needle")
    assert screen.stage.hits.current == first
    marked = screen.picture()
    ends = []
    for hit in (first, second):
        rect = screen.stage.caret.rect(hit.last)
        assert rect is not None
        point = rect.topLeft().toPoint()
        point.setX(point.x() - 3)
        point.setY(point.y() + 3 - round(screen.stage.reading.scroll))
        assert plain.pixelColor(point).name() == "#ffffff"
        ends.append(marked.pixelColor(point).saturation())
    assert ends[0] > ends[1] > 0
    screen.transcript.apply_theme(DARK)
    dark = screen.picture()
    assert dark != marked
    screen.transcript.finder.end()
    assert screen.picture() != dark


def test_end_selects_the_visited_hit(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "A needle."))
    find(screen, qtbot, "needle")
    screen.transcript.finder.end()
    assert screen.transcript.selected_text() == "needle"
    assert screen.stage.hits.count == 0


def test_search_keeps_up_with_an_answer_that_grows(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1, "needle?"), answer(2, "", streaming=True))
    screen.transcript.begin_stream(2)
    find(screen, qtbot, "needle")
    assert screen.transcript.finder.state.count == 1
    screen.transcript.feed(2, Channel.ANSWER, "One needle, ")
    qtbot.waitUntil(lambda: screen.transcript.finder.state.count == 2)
    screen.transcript.feed(2, Channel.ANSWER, "another needle.")
    screen.transcript.end_stream(answer(2, "One needle, another needle."))
    qtbot.waitUntil(lambda: screen.transcript.finder.state.count == 3)
    current = screen.stage.hits.current
    assert current == Hit(1, Section.ANSWER, 0, 0, 6)
    screen.transcript.remove_message(2)
    assert screen.transcript.finder.state.count == 1
    screen.transcript.set_messages([answer(5, "needle needle")])
    qtbot.waitUntil(lambda: screen.transcript.finder.state.count == 2)


def test_ten_thousand_messages_are_searched_in_short_slices(opened: Open) -> None:
    messages = [answer(number, PARAGRAPH if number % 1000 else "A needle.") for number in range(10_000)]
    screen = opened(*messages)
    finder = screen.transcript.finder
    turns = 0
    finder.look_for("needle")
    while finder.state.searching:
        QCoreApplication.processEvents()
        turns += 1
    assert finder.state.count == 10
    assert turns > 1
    laid_out = [item for item in screen.stage.flow.items if item.layout is not None]
    assert len(laid_out) < 100


def test_long_answer_is_searched_in_steps_and_found_at_the_same_places(opened: Open, qtbot: QtBot) -> None:
    text = "".join(f"Paragraph {number} with *some* `needle` in it.\n\n" for number in range(1500))
    screen = opened(answer(1, text), *(answer(number) for number in range(2, 30)))
    far = find(screen, qtbot, "needle")
    assert len(far) == 1500
    screen.scroll_to(0)
    assert find(screen, qtbot, "needle") == far
    assert screen.stage.caret.rect(Position(1, Section.ANSWER, 700, 0)) is not None


def test_too_many_hits_are_not_all_counted(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "a " * 6_000), answer(2, "a " * 6_000))
    find(screen, qtbot, "a")
    state = screen.transcript.finder.state
    assert state.more
    assert 10_000 <= state.count <= 20_000


def test_reader_beyond_the_last_hit_that_is_counted_is_taken_to_the_first(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "a " * 16_000))
    qtbot.waitUntil(lambda: screen.stage.item(1).passage(Section.ANSWER).unread == 0.0)
    screen.transcript.jump_to_latest()
    hits = find(screen, qtbot, "a")
    assert len(hits) == 10_000
    assert screen.stage.hits.current == hits[0]
    assert screen.transcript.finder.state.number == 1


def _look_for_far_needle(screen: Opened) -> None:
    """Find a text of message 1 that is not read so far; return when the way to it has begun."""
    screen.transcript.jump_to_latest()
    screen.transcript.finder.look_for("needle")
    while screen.stage.hits.current is None:
        QCoreApplication.processEvents()
    assert screen.stage.item(1).passage(Section.ANSWER).unread > 0.2


def test_way_to_a_hit_far_down_a_long_answer_takes_several_turns(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, f"{PARAGRAPH}\n\n" * 400 + "A needle."), *(answer(number) for number in range(2, 30)))
    _look_for_far_needle(screen)
    assert screen.transcript.finder.state.searching
    qtbot.waitUntil(lambda: not screen.transcript.finder.state.searching)
    (hit,) = screen.stage.hits.of(1)
    assert is_seen(screen, hit)


@pytest.mark.parametrize("go_on", ["another text", "no message", "no text"])
def test_way_to_a_hit_is_left_when_the_reader_wants_something_else(opened: Open, qtbot: QtBot, go_on: str) -> None:
    messages = [answer(1, f"{PARAGRAPH}\n\n" * 400 + "A needle."), *(answer(number) for number in range(2, 30))]
    screen = opened(*messages, answer(30, "A pin."))
    finder, passage = screen.transcript.finder, screen.stage.item(1).passage(Section.ANSWER)
    _look_for_far_needle(screen)
    if go_on == "another text":
        assert [hit.message for hit in find(screen, qtbot, "a pin")] == [30]
    elif go_on == "no message":
        screen.transcript.remove_message(1)
    else:
        finder.look_for("")
    qtbot.waitUntil(lambda: not finder.state.searching)
    assert passage.unread > 0.2
    assert screen.stage.item(30).layout is not None
