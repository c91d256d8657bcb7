"""Answers of great length are read in slices while they are shown, and hostile ones do not take longer."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout import MESSAGE_GAP
from desktop.conversation.transcript.layout.table_box import TableBox
from models.engine import Channel
from models.markdown import plain_text, read_markdown, read_verbatim
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import PARAGRAPH, answer, question

LONG = f"{PARAGRAPH}\n\n- a *b*\n- c\n\n```python\nx = 1\n```\n\n" * 130


def _read(screen: Opened) -> int:
    return len(screen.stage.item(9).passage(Section.ANSWER).blocks)


def _shown(screen: Opened) -> list[str]:
    layout = screen.stage.item(9).layout
    assert layout is not None
    return [plain_text(slot.block) for slot in layout.slots if slot.block is not None]


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
    "cited": "As [1] and [2] say.\n\n" * 1000 + "[1]: http://x/1\n[2]: http://x/2\n",
    "blank lines": "a\n" + "\n" * 200_000 + "b",
    "blank code": "```\n" + "\n" * 200_000 + "```\n",
    "deep lines": ("> - " * 30 + "x\n") * 200,
    "large table": "| a | b |\n|---|---|\n" + "| some | text |\n" * 590,
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


TABLE = "| number | *text* | more |\n|--:|---|---|\n"


def _row(number: int) -> str:
    return f"| {number} | some *text* in a cell | `code` and words |\n"


def _table(screen: Opened) -> TableBox:
    screen.stage.flow.lay_out_whole(screen.stage.flow.number(9))
    layout = screen.stage.item(9).layout
    assert layout is not None
    (box,) = [slot.box for slot in layout.slots if slot.block is not None]
    assert isinstance(box, TableBox)
    return box


def test_large_table_is_laid_out_over_several_turns(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, TABLE + "".join(map(_row, range(390)))))
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    box = _table(screen)
    screen.stage.flow.set_width(700.0)
    box = _table(screen)
    assert box._grid.is_unfinished
    assert box._grid.laid_out < 200
    at = box.text.index("\n300\t") + 1
    assert box.caret(at).top() > box.caret(at - 500).top()  # what is asked for is laid out
    counts = [box._grid.laid_out]
    while box.is_unfinished:
        box.go_on()
        counts.append(box._grid.laid_out)
    assert max(after - before for before, after in pairwise(counts)) < 200
    assert counts[-1] == 391 * 3
    rects = box.rects(0, len(box.text))
    assert rects[-1].bottom() < box.height < rects[-1].bottom() + 20.0


def test_large_table_on_screen_is_laid_out_to_its_end(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, TABLE + "".join(map(_row, range(390)))))
    qtbot.waitUntil(lambda: _unread(screen) == 0.0 and not _table(screen).is_unfinished, timeout=60_000)
    assert screen.stage.reading.is_at_end
    layout = screen.stage.item(9).layout
    assert layout is not None
    assert layout.height == pytest.approx(sum(slot.height for slot in layout.slots) + MESSAGE_GAP)


def test_rows_of_a_growing_table_are_not_laid_out_again(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, "", streaming=True))
    screen.transcript.begin_stream(9)

    def grow(text: str) -> TableBox:
        screen.transcript.feed(9, Channel.ANSWER, text)
        expected = screen.stage.item(9).passage(Section.ANSWER)
        qtbot.waitUntil(lambda: expected.source.endswith(text) and not _grid(screen).is_unfinished, timeout=60_000)
        screen.stage.flow.lay_out_whole(1)
        return _grid(screen)

    grow(TABLE + "".join(map(_row, range(100, 200))))
    box = grow("".join(map(_row, range(200, 220))))
    assert 0 < box._grid.laid_out <= 22 * 3


def _grid(screen: Opened) -> TableBox:
    layout = screen.stage.item(9).layout
    assert layout is not None
    return next(slot.box for slot in layout.slots if isinstance(slot.box, TableBox))


def test_much_text_that_comes_at_once_is_read_over_several_turns(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(9, "", streaming=True))
    screen.transcript.begin_stream(9)
    passage = screen.stage.item(9).passage(Section.ANSWER)
    passage.feed(LONG)
    passage.read_on()
    assert passage.unread > 0.5
    assert passage.source == LONG
    screen.transcript.feed(9, Channel.ANSWER, "The end.\n")
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert passage.blocks[:-1] == read_markdown(f"{LONG}The end.\n")[:-1]
    screen.transcript.end_stream(answer(9, f"{LONG}The end.\n"))
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert passage.blocks == read_markdown(f"{LONG}The end.\n")


def test_long_answer_that_goes_on_before_it_is_read_has_all_of_its_blocks(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1))
    screen.transcript.append_message(answer(9, LONG, streaming=True))
    assert _unread(screen) > 0.5
    screen.transcript.begin_stream(9)
    screen.transcript.feed(9, Channel.ANSWER, "The end.\n")
    qtbot.waitUntil(lambda: _unread(screen) == 0.0 and _shown(screen)[-1].endswith("The end."), timeout=60_000)
    assert _shown(screen) == [plain_text(block) for block in read_markdown(f"{LONG}The end.\n")]


def test_long_question_is_read_and_measured_in_pieces(opened: Open, qtbot: QtBot) -> None:
    text = "```\na\n```\n" * 2000 + "文字" * 100_000
    screen = opened(question(1))
    screen.transcript.append_message(question(9, text))
    assert _read(screen) < 2000  # blocks
    qtbot.waitUntil(lambda: _unread(screen) == 0.0, timeout=60_000)
    assert screen.stage.item(9).passage(Section.ANSWER).blocks == read_verbatim(text)
    screen.transcript.remove_message(1)
    screen.transcript.select_all()
    assert screen.transcript.selected_text() == text
    assert not screen.picture().isNull()
