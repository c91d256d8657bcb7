"""Answers of great length are read in slices while they are shown, and hostile ones do not take longer."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from models.markdown import read_markdown
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import PARAGRAPH, answer, question

LONG = f"{PARAGRAPH}\n\n- a *b*\n- c\n\n```python\nx = 1\n```\n\n" * 130


def _read(screen: Opened) -> int:
    return len(screen.stage.item(9).passage(Section.ANSWER).blocks)


def _unread(screen: Opened) -> float:
    return screen.stage.item(9).passage(Section.ANSWER).unread


def test_long_answer_is_shown_before_it_is_read_and_read_to_its_end(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1))
    screen.transcript.append_message(answer(9, LONG))
    first = _read(screen)
    assert 0 < first < 100
    assert _unread(screen) > 0.5
    guessed = screen.stage.flow.height
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert screen.stage.item(9).passage(Section.ANSWER).blocks == read_markdown(LONG)
    assert guessed == pytest.approx(screen.stage.flow.height, rel=0.3)
    assert screen.stage.reading.is_at_end


def test_what_is_read_stays_in_its_place_while_the_rest_comes(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, f"{PARAGRAPH}\n\n- a *b*\n- c\n\n" * 200))
    screen.scroll_to(150)
    layout = screen.stage.item(9).layout
    assert layout is not None
    boxes = [slot.box for slot in layout.slots if slot.box is not None]
    picture = screen.picture()
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert [slot.box for slot in layout.slots if slot.box is not None][: len(boxes) - 1] == boxes[:-1]
    assert screen.picture().copy(0, 0, 850, 600) == picture.copy(0, 0, 850, 600)


def test_long_answer_is_copied_whole_while_it_is_read(opened: Open) -> None:
    screen = opened(question(1), answer(9, LONG))
    screen.transcript.select_all()
    assert screen.transcript.selected_text().endswith(LONG.strip("\n"))


def test_answer_that_is_taken_away_is_not_read_on(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, LONG))
    screen.transcript.set_messages([question(2)])
    qtbot.wait(50)
    assert [item.view.id for item in screen.stage.flow.items] == [2]


HOSTILE = {
    "line": "x" * 500_000,
    "words": "word *a* " * 30_000,
    "columns": "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "b|" * 500 + "\n") * 5,
    "quotes": "> " * 1000 + "deep\n" + "".join(">" * depth + " x\n" for depth in range(1, 200)),
    "stars": "*" * 10_000,
    "open stars": "*a " * 10_000,
    "underscores": "_a " * 10_000,
    "brackets": "[" * 10_000,
    "pictures": "![" * 10_000,
    "backticks": "`a" * 10_000,
    "formulas": "\\(" * 10_000 + "$x" * 5_000,
    "items": "- item\n" * 3000,
    "nested": "".join("  " * depth + "- x\n" for depth in range(300)),
    "notes": "[^1]: " * 3000,
    "definitions": "".join(f"[{n}]: http://x/{n}\n" for n in range(1500)) + "[1] [2]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_slices_and_drawn(opened: Open, qtbot: QtBot, name: str) -> None:
    screen = opened(question(1), answer(9, HOSTILE[name]))
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    blocks = screen.stage.item(9).passage(Section.ANSWER).blocks
    is_same = blocks == read_markdown(HOSTILE[name])
    assert is_same
    screen.scroll_to(0)
    assert not screen.picture().isNull()
