"""A long line is laid out in pieces; what lies across their seams is found, shown and copied as in one text."""

import random
import re

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import Excerpt
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.find.matching import Query
from desktop.conversation.transcript.hits import Hit
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, question
from tests.conversation.transcript.test_find import find, is_seen

LETTERS = 1_000_000
CHINESE = "".join(chr(0x4E00 + number) for number in range(20_000))
WORDS = "".join(f"word{number} " for number in range(4000))
LINES = "".join(f"line {number} of a file\n" for number in range(1300))


def _seam(screen: Opened, section: Section = Section.ANSWER) -> int:
    """Return where in the source the second piece of the first text ends."""
    return screen.stage.item(1).passage(section).whole()[1].place.end


def _places(screen: Opened, hits: list[Hit]) -> list[tuple[int, int]]:
    """Return where in the source hits begin and end."""
    starts = [block.place.start for block in screen.stage.item(1).passage(Section.ANSWER).whole()]
    return [(starts[hit.block] + hit.start, starts[hit.block + hit.over] + hit.end) for hit in hits]


def _boxes(screen: Opened, hit: Hit) -> list[tuple[str, QRect]]:
    """Return the text that a hit marks in each piece, and where on the viewport the first line of it is."""
    found: list[tuple[str, QRect]] = []
    for number in range(hit.block, hit.block + hit.over + 1):
        place = hit.first._replace(block=number)
        slot, rect = screen.stage.caret.slot(place), screen.stage.caret.rect(place._replace(offset=0))
        assert slot is not None
        assert slot.box is not None
        assert rect is not None
        start, end = hit.within(number, len(slot.box.text))
        mark = slot.box.rects(start, end)[0].translated(slot.x, rect.top() - screen.stage.reading.scroll)
        found.append((slot.box.text[start:end], mark.toAlignedRect()))
    return found


@pytest.mark.parametrize("text", [CHINESE, WORDS, LINES], ids=["Chinese", "words", "lines"])
@pytest.mark.parametrize("role", ["question", "answer", "thinking"])
def test_phrase_across_a_seam_is_found_once_and_selected(opened: Open, qtbot: QtBot, text: str, role: str) -> None:
    section = Section.THINKING if role == "thinking" else Section.ANSWER
    message = question(1, text) if role == "question" else answer(1, text)
    screen = opened(answer(1, "Text.", thinking=text) if role == "thinking" else message, answer(2))
    seam = _seam(screen, section)
    phrase = text[seam - 16 : seam + 16].strip()
    (hit,) = find(screen, qtbot, phrase.replace("\n", " "))
    assert (hit.section, hit.over) == (section, 1)
    assert screen.transcript.finder.state.count == 1
    assert screen.stage.hits.current == hit
    assert is_seen(screen, hit)
    assert "".join(text for text, _ in _boxes(screen, hit)) == phrase.replace("\n", "")
    screen.transcript.finder.end()
    assert screen.transcript.selected_text() == phrase
    assert screen.surface.actions_.copy_plain()
    assert QGuiApplication.clipboard().text() == phrase


def test_hit_across_a_seam_is_drawn_in_both_pieces(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1, CHINESE))
    seam = _seam(screen)
    (hit,) = find(screen, qtbot, CHINESE[seam - 4 : seam + 4])
    marked = screen.picture()
    screen.transcript.finder.look_for("")
    plain = screen.picture()
    pieces = _boxes(screen, hit)
    assert [len(text) for text, _ in pieces] == [4, 4]
    for _, rect in pieces:
        inside = rect.adjusted(3, 3, -3, -3)
        assert marked.copy(inside) != plain.copy(inside)
        beside = rect.translated(rect.width() + 3 if rect is pieces[1][1] else -rect.width() - 3, 0)
        assert marked.copy(beside) == plain.copy(beside)


def test_phrase_runs_over_as_many_pieces_as_it_is_long(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1, "\n".join(map(str, range(400)))))
    (hit,) = find(screen, qtbot, " ".join(map(str, range(79, 121))))
    assert hit == Hit(1, Section.ANSWER, 1, len("\n".join(map(str, range(40, 79)))) + 1, 3, 2)
    screen.transcript.finder.end()
    assert screen.transcript.selected_text() == "\n".join(map(str, range(79, 121)))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_in_pieces_is_what_is_found_in_one_text(opened: Open, qtbot: QtBot, seed: int) -> None:
    text = "".join(random.Random(seed).choices("ab\t" if seed % 2 else "ab a", k=15_000)) + "ab"
    screen = opened(question(1, text))
    for query in ("a", "aa", "ab\ta", "bb\tbb", "aba b", "a\tb a"):
        places = [match.span() for match in re.finditer(r"\s+".join(query.split()), text)]
        assert _places(screen, find(screen, qtbot, query)) == places


@pytest.mark.parametrize("text", ["- one\n- two", "one\n\ntwo", "> one\n\ntwo", "# one\ntwo"])
def test_texts_beside_each_other_are_no_phrase(opened: Open, qtbot: QtBot, text: str) -> None:
    screen = opened(answer(1, text))
    assert find(screen, qtbot, "one two") == []


def test_excerpt_across_a_seam_is_shown_where_it_is_and_not_where_its_word_is_too(opened: Open, qtbot: QtBot) -> None:
    seam = _seam(opened(question(1, CHINESE)))
    word = CHINESE[seam - 1 : seam + 1]
    text = word + CHINESE[2:]
    screen = opened(question(1, text), answer(2))
    excerpt = Excerpt(text[seam - 20 : seam + 20], 19, 21)
    screen.transcript.show_message(1, excerpt=excerpt)
    qtbot.waitUntil(lambda: screen.transcript.selected_text() == word)
    first, last = screen.stage.selection.anchor, screen.stage.selection.cursor
    assert first is not None
    assert last is not None
    assert (first.block, last.block, last.offset) == (1, 2, 1)


@pytest.mark.parametrize("text", ["中文" * (LETTERS // 2), "a\n\n" * (LETTERS // 3), "a\n" * (LETTERS // 2)])
def test_nothing_is_looked_through_twice(
    opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    lengths: list[int] = []
    places_in = Query.places_in

    def counted(query: Query, text: str, most: int | None = None) -> list[tuple[int, int]]:
        lengths.append(len(text))
        return places_in(query, text, most)

    screen = opened(question(1, f"{text}the end"))
    monkeypatch.setattr(Query, "places_in", counted)
    (hit,) = find(screen, qtbot, "the end")
    assert hit.over == 0
    assert max(lengths) < 7000
    assert sum(lengths) < 2 * len(text)


def test_long_line_of_a_list_is_copied_as_one_line(opened: Open) -> None:
    line = "x" * 20_000
    screen = opened(answer(1, f"- {line}\n- next"))
    assert len(screen.stage.item(1).passage(Section.ANSWER).whole()) > 5
    screen.transcript.select_all()
    assert screen.surface.actions_.copy_plain()
    assert f"{line}\n" in QGuiApplication.clipboard().text()
