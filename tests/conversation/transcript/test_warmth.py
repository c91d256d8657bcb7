"""A thin line beside each block says how warm it was written."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import WarmthView
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout import outer_column
from desktop.conversation.transcript.warmth import warmth_of, warmth_tip
from desktop.theme import DARK, LIGHT
from models.engine import Channel
from models.markdown import Block, read_markdown
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer

TEXT = "First some words.\n\n```python\nx = 1\n```\n\nThen more words.\n\nAnd more."
COOL, NEUTRAL = 0.05, 0.5


def warmths(text: str) -> tuple[WarmthView, ...]:
    code = text.index("x = 1")
    after = text.index("\n\nThen")
    return (
        WarmthView(0, NEUTRAL, "Prose, 0.6"),
        WarmthView(code, COOL, "Code, 0.5"),
        WarmthView(after, NEUTRAL, "Prose, 0.6"),
    )


ANSWER = replace(answer(1, TEXT), warmths=warmths(TEXT))


def line_x(screen: Opened) -> int:
    left, _ = outer_column(screen.stage.flow.around.look, screen.stage.flow.width)
    return int(left) - 11


def middle(screen: Opened, block: int) -> int:
    """Return the height on the viewport of the middle of a block."""
    layout = screen.stage.flow.items[0].layout
    assert layout is not None
    slot = layout.slots[block]
    return int(
        screen.stage.flow.top(0) + layout.top(block) + (slot.height - slot.gap) / 2 - screen.stage.reading.scroll
    )


def colour(screen: Opened, x: int, y: int) -> QColor:
    return screen.surface.viewport().grab().toImage().pixelColor(x, y)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_block_has_a_line_in_the_colour_of_its_temperature(opened: Open, theme: object) -> None:
    screen = opened(ANSWER)
    screen.transcript.apply_theme(DARK if theme is DARK else LIGHT)
    look, x = screen.stage.flow.around.look, line_x(screen)
    assert colour(screen, x, middle(screen, 0)).rgb() == look.temperature(NEUTRAL).rgb()
    assert colour(screen, x, middle(screen, 1)).rgb() == look.temperature(COOL).rgb()
    assert colour(screen, x, middle(screen, 2)).rgb() == look.temperature(NEUTRAL).rgb()


def test_the_line_goes_on_between_blocks_of_the_same_stretch_only(opened: Open) -> None:
    screen = opened(ANSWER)
    layout, x = screen.stage.flow.items[0].layout, line_x(screen)
    assert layout is not None
    surface = screen.stage.flow.around.look.theme.colour("surface").rgb()
    gaps = [int(screen.stage.flow.top(0) + layout.top(number) - layout.slots[number].gap / 2) for number in (1, 3)]
    assert colour(screen, x, gaps[0]).rgb() == surface
    assert colour(screen, x, gaps[1]).rgb() != surface


def test_an_answer_of_one_temperature_has_no_line(opened: Open) -> None:
    screen = opened(answer(1, TEXT))
    surface = screen.stage.flow.around.look.theme.colour("surface").rgb()
    assert all(colour(screen, line_x(screen), middle(screen, block)).rgb() == surface for block in range(3))


def test_the_line_says_what_it_means(opened: Open) -> None:
    screen = opened(ANSWER)
    x = line_x(screen)
    for block, label in enumerate(("Prose, 0.6", "Code, 0.5", "Prose, 0.6")):
        assert warmth_tip(screen.stage, QPoint(x, middle(screen, block)).toPointF()) == label
    assert warmth_tip(screen.stage, QPoint(x + 40, middle(screen, 1)).toPointF()) == ""
    assert warmth_tip(screen.stage, QPoint(x, middle(screen, 3) + 200).toPointF()) == ""
    point = QPoint(x, middle(screen, 1))
    viewport = screen.surface.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    assert QToolTip.text() == "Code, 0.5"
    QToolTip.hideText()


def labels(text: str, *marks: tuple[str, str]) -> list[str]:
    """Return which stretch each block of a text belongs to; each begins where its words do."""
    views = [WarmthView(text.index(words), 0.5, label) for words, label in marks]
    found = [warmth_of(block, Section.ANSWER, views) for block in blocks(text)]
    return [view.label if view else "" for view in found]


def blocks(text: str) -> list[Block]:
    return read_markdown(text, "picture")


def test_a_block_belongs_to_what_wrote_most_of_it() -> None:
    text = "A long sentence with $x^2$ in it.\n\n```json\n{}\n```\n\n$$\ny\n$$"
    marks = ("A", "p"), ("^2", "m"), (" in", "q"), ("{}", "j"), ("\n\n$$", "r"), ("\ny\n", "n")
    assert labels(text, *marks) == ["p", "j", "n"]


def test_of_many_stretches_those_within_the_block_count() -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(200))
    views = [WarmthView(place, 0.5, "t", thinking=True) for place in range(0, len(text), 7)]
    views += [WarmthView(block.place.start + 4, 0.5, str(number)) for number, block in enumerate(blocks(text))]
    found = [warmth_of(block, Section.ANSWER, views) for block in blocks(text)]
    assert [view.label for view in found if view] == [str(number) for number in range(200)]
    assert all(view and view.thinking for view in (warmth_of(block, Section.THINKING, views) for block in blocks(text)))


def test_what_was_there_before_an_answer_went_on_has_no_line() -> None:
    assert labels("Old words.\n\nNew words.", ("New", "p")) == ["", "p"]


def test_thinking_and_answer_have_their_own_stretches() -> None:
    (block,) = blocks("Some words.")
    views = (WarmthView(0, 0.5, "t", thinking=True), WarmthView(0, 0.5, "p"))
    found = [warmth_of(block, section, views) for section in (Section.THINKING, Section.ANSWER)]
    assert [view.label for view in found if view] == ["t", "p"]


def test_blocks_of_an_answer_that_grows_get_their_lines_when_they_are_final_and_told(
    opened: Open, qtbot: QtBot
) -> None:
    screen = opened(replace(answer(1, ""), streaming=True))
    transcript, x, look = screen.transcript, line_x(screen), screen.stage.flow.around.look
    after = TEXT.index("And more.")
    item = screen.stage.item(1)

    def has_line(block: int) -> bool:
        neutral, cool = look.temperature(NEUTRAL).rgb(), look.temperature(COOL).rgb()
        return colour(screen, x, middle(screen, block)).rgb() in (neutral, cool)

    transcript.begin_stream(1)
    transcript.feed(1, Channel.ANSWER, TEXT[:after])
    qtbot.waitUntil(lambda: len(item.passage(Section.ANSWER).blocks) == 3)
    assert not any(map(has_line, range(3)))
    transcript.live_warmth.show(1, warmths(TEXT), thinking=0, written=after)
    assert [has_line(block) for block in range(3)] == [True, True, False]  # the last one may still grow
    assert colour(screen, x, middle(screen, 1)).rgb() == look.temperature(COOL).rgb()
    whole = f"{TEXT}\n\nThe end.\n\nAt last."
    transcript.feed(1, Channel.ANSWER, whole[after:])
    qtbot.waitUntil(lambda: item.passage(Section.ANSWER).settled == len(TEXT))
    assert [has_line(block) for block in range(6)] == [True, True, True, False, False, False]  # not told of the fourth
    transcript.live_warmth.show(1, warmths(TEXT), thinking=0, written=len(whole))
    assert [has_line(block) for block in range(6)] == [True, True, True, True, False, False]
    transcript.end_stream(replace(answer(1, whole), warmths=warmths(TEXT)))
    assert all(map(has_line, range(6)))
