"""Answers of models in the real transcript: streamed in random pieces they end as if they had come at once."""

import json
import random
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout import Box
from models.engine import Channel
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, question
from tests.corpus import Answer, answers
from tools.fetch_spec import fetch

CACHE = Path(__file__).resolve().parents[3] / ".cache" / "commonmark"


def _pieces(text: str, chance: random.Random) -> list[str]:
    """Cut a text into tokens of random lengths."""
    pieces = []
    while text:
        length = chance.choice((1, 2, 3, 5, 8, 30))
        pieces.append(text[:length])
        text = text[length:]
    return pieces


def _refresh(screen: Opened) -> None:
    screen.transcript._streaming._on_due()


def _boxes(screen: Opened) -> dict[int, Box]:
    """Return what is laid out of the answer, by block."""
    layout = screen.stage.item(9).layout
    assert layout is not None
    return {slot.index: slot.box for slot in layout.slots if slot.block is not None and slot.box is not None}


def _whole_height(screen: Opened) -> float:
    with screen.stage.reading.steady():
        screen.stage.flow.lay_out_whole(1)
    return screen.stage.flow.height


def _stream(screen: Opened, given: Answer) -> None:
    """Stream an answer with a refresh after every token; what is final keeps its boxes."""
    screen.transcript.begin_stream(9)
    passage = screen.stage.item(9).passage(Section.ANSWER)
    chance = random.Random(given.name)
    for piece in _pieces(given.thinking, chance):
        screen.transcript.feed(9, Channel.THINKING, piece)
        _refresh(screen)
    for piece in _pieces(given.text, chance):
        settled, before = passage.settled, _boxes(screen)
        final = sum(block.place.end <= settled for block in passage.blocks)
        screen.transcript.feed(9, Channel.ANSWER, piece)
        _refresh(screen)
        after = _boxes(screen)
        assert all(after[index] is box for index, box in before.items() if index < final)
    screen.transcript.end_stream(answer(9, given.text, thinking=given.thinking))


@pytest.mark.parametrize("given", answers(), ids=lambda given: given.name)
def test_streamed_answer_equals_one_that_came_at_once(opened: Open, qtbot: QtBot, given: Answer) -> None:
    streamed = opened(question(1), answer(9, "", streaming=True), height=900)
    _stream(streamed, given)
    at_once = opened(question(1), answer(9, given.text, thinking=given.thinking), height=900)
    for section in Section:
        passages = [screen.stage.item(9).passage(section) for screen in (streamed, at_once)]
        assert passages[0].blocks == passages[1].blocks
    # Formulas are typeset a moment later. Heights are added up in the order in which they became known.
    qtbot.waitUntil(lambda: _whole_height(streamed) == pytest.approx(_whole_height(at_once)))


@pytest.mark.parametrize("given", [given for given in answers() if given.is_hard], ids=lambda given: given.name)
def test_streamed_answer_looks_like_one_that_came_at_once(opened: Open, qtbot: QtBot, given: Answer) -> None:
    plain = Answer(given.name, given.text)  # how long thinking took is known of one of them only
    streamed = opened(question(1), answer(9, "", streaming=True), height=900)
    _stream(streamed, plain)
    at_once = opened(question(1), answer(9, plain.text), height=900)
    for screen in (streamed, at_once):
        with screen.stage.reading.steady():
            screen.stage.flow.lay_out_whole(1)
        screen.scroll_to(10_000)
    # Colours of code and formulas come a moment later.
    qtbot.waitUntil(lambda: streamed.picture() == at_once.picture())


def test_examples_of_commonmark_are_drawn(opened: Open) -> None:
    examples = json.loads(fetch(CACHE).read_text("utf-8"))
    messages = [answer(number, example["markdown"]) for number, example in enumerate(examples)]
    screen = opened(*messages)
    bar = screen.surface.verticalScrollBar()
    for number in range(len(messages)):
        screen.stage.flow.lay_out_whole(number)
        with screen.stage.reading.steady():
            pass
        if number % 40 == 0:
            bar.setValue(round(screen.stage.flow.top(number)))
            assert not screen.picture().isNull()
