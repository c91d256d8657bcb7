"""What the user typed or put in may be very long: it is read in slices, and what is near the screen is laid out."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout import text_box
from desktop.conversation.transcript.layout.text_piece import TextPiece
from desktop.theme import DARK
from models.markdown import Inline
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, question

LETTERS = 1_000_000
END = "The very end."
LONG = {
    "words": "word " * (LETTERS // 5),
    "one word": "x" * LETTERS,
    "no spaces": "中文" * (LETTERS // 2),
    "lines": "a line of words that goes on and on\n" * (LETTERS // 36),
    "paragraphs": "a\n\n" * (LETTERS // 3),
    "fences": "```a\n" * (LETTERS // 5),
}


def _unread(screen: Opened) -> float:
    return screen.stage.item(1).passage(Section.ANSWER).unread


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that Qt laid out."""
    lengths: list[int] = []

    class Counted(TextPiece):
        def __init__(self, inline: Inline, *values: object, **others: object) -> None:
            lengths.append(len(inline.text))
            super().__init__(inline, *values, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(text_box, "TextPiece", Counted)
    return lengths


@pytest.mark.parametrize("name", LONG)
def test_long_question_is_laid_out_near_the_screen_only(
    opened: Open, qtbot: QtBot, laid_out: list[int], name: str
) -> None:
    text = LONG[name] + END
    screen = opened(answer(2))
    screen.transcript.append_message(question(1, text))
    assert _unread(screen) > 0.5
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert sum(laid_out) < LETTERS // 10
    assert max(laid_out) <= 6000
    assert len(screen.stage.item(1).passage(Section.ANSWER).blocks) < 10_000
    screen.transcript.remove_message(2)
    screen.transcript.select_all()
    is_whole = screen.transcript.selected_text() == text
    assert is_whole


@pytest.mark.parametrize("name", ["words", "paragraphs"])
def test_end_of_a_long_question_is_found_and_shown(opened: Open, qtbot: QtBot, name: str) -> None:
    screen = opened(question(1, LONG[name] + END), answer(2))
    screen.scroll_to(0)
    finder = screen.transcript.finder
    finder.look_for(END)
    qtbot.waitUntil(lambda: not finder.state.searching, timeout=60_000)
    assert finder.state.count == 1
    hit = screen.stage.hits.current
    assert hit is not None
    rect = screen.stage.caret.rect(hit.first)
    assert rect is not None
    reading = screen.stage.reading
    assert reading.scroll <= rect.top() <= rect.bottom() <= reading.scroll + reading.screen


def test_bubble_is_there_before_the_text_is_read(opened: Open) -> None:
    screen = opened(answer(2))
    screen.transcript.append_message(question(1, LONG["lines"]))
    assert _unread(screen) > 0.5
    bubble = screen.stage.flow.around.look.theme.colour("user_bubble")
    assert screen.picture().pixelColor(600, 300) == bubble


@pytest.mark.parametrize("text", ["word\n" * 6000, "a\n\n" * 700])
def test_bubble_of_a_long_question_keeps_its_width(opened: Open, qtbot: QtBot, text: str) -> None:
    screen = opened(question(1))
    screen.transcript.append_message(question(9, text))
    item = screen.stage.item(9)

    def left_edge() -> float:
        assert item.layout is not None
        return min(slot.x for slot in item.layout.slots if slot.block is not None)

    assert item.passage(Section.ANSWER).unread > 0.0
    begun = left_edge()
    qtbot.waitUntil(lambda: item.passage(Section.ANSWER).unread == 0.0)
    screen.transcript.apply_theme(DARK)
    assert left_edge() == begun


def test_one_line_in_pieces_is_copied_as_one_line(opened: Open) -> None:
    text = "word " * 4000 + "\nnext"
    screen = opened(question(1, text))
    assert len(screen.stage.item(1).passage(Section.ANSWER).blocks) > 3
    screen.transcript.select_all()
    assert screen.surface.actions_.copy_plain()
    is_same = QGuiApplication.clipboard().text() == text
    assert is_same
