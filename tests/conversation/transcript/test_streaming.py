"""Answers that are being written: drawn in time, cheaply, and in the end as if they had come at once."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import MessageView
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.layout import ThinkingState, thinking_label
from models.engine import Channel
from models.markdown import plain_text, read_markdown
from models.texts import Phrasebook
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import EVERYTHING, FOOTER, PARAGRAPH, answer, conversation, question

THINKING = Control(ControlKind.THINKING, Section.THINKING)
LONG = f"{PARAGRAPH}\n\n- a *b*\n- c\n\n```python\nx = 1\n```\n\n" * 20


def _stream(screen: Opened, text: str, channel: Channel = Channel.ANSWER, *, size: int = 4) -> int:
    """Feed `text` to message 9 in tokens, with all refreshes that are due; return the number of tokens."""
    tokens = [text[start : start + size] for start in range(0, len(text), size)]
    for token in tokens:
        screen.transcript.feed(9, channel, token)
        QCoreApplication.processEvents()
    return len(tokens)


def _texts(screen: Opened) -> list[str]:
    return [plain_text(block) for block in screen.stage.item(9).passage(Section.ANSWER).blocks]


def _begun(opened: Open) -> Opened:
    screen = opened(question(1), answer(9, "", streaming=True))
    screen.transcript.begin_stream(9)
    return screen


def test_two_thousand_tokens_are_shown_and_stay(opened: Open, qtbot: QtBot) -> None:
    screen = _begun(opened)
    assert _stream(screen, LONG) > 1500
    qtbot.waitUntil(lambda: _texts(screen) == [plain_text(block) for block in read_markdown(LONG)])
    screen.transcript.end_stream(MessageView(9, answer(9).role, LONG, footer=FOOTER))
    item = screen.stage.item(9)
    assert item.passage(Section.ANSWER).blocks == read_markdown(LONG)
    assert [control.kind for control in item.footer_controls()] == [
        ControlKind.COPY,
        ControlKind.REGENERATE,
        ControlKind.MORE,
        ControlKind.RECORD,
    ]


def test_finished_message_looks_like_one_that_came_at_once(opened: Open, qtbot: QtBot) -> None:
    streamed = _begun(opened)
    _stream(streamed, EVERYTHING)
    final = answer(9, EVERYTHING)
    streamed.transcript.end_stream(final)
    at_once = opened(question(1), final)
    for screen in (streamed, at_once):
        for _ in range(2):  # once more with the formulas that were found the first time
            with screen.stage.reading.steady():
                screen.stage.flow.lay_out_whole(0)
                screen.stage.flow.lay_out_whole(1)
            screen.wait_for_formulas(qtbot)
    assert streamed.stage.flow.height == pytest.approx(at_once.stage.flow.height)  # sums of other steps
    assert streamed.picture() == at_once.picture()


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the texts that are laid out from now on."""
    lengths: list[int] = []
    begin = QTextLayout.beginLayout

    def counted(layout: QTextLayout) -> None:
        lengths.append(len(layout.text()))
        begin(layout)

    monkeypatch.setattr(QTextLayout, "beginLayout", counted)
    return lengths


def test_finished_blocks_are_not_laid_out_again(opened: Open, layouts: list[int]) -> None:
    screen = _begun(opened)
    work = []
    for _ in range(2):
        layouts.clear()
        for start in range(0, len(LONG), 40):
            screen.transcript.feed(9, Channel.ANSWER, LONG[start : start + 40])
            _refresh(screen)
        work.append(sum(layouts))
    assert work[1] < work[0] * 1.2  # the second half of the answer costs what the first did
    assert work[1] < len(LONG) * 15


def _refresh(screen: Opened) -> None:
    streaming = screen.transcript._streaming
    streaming._on_due()


def test_first_token_is_drawn_at_once(opened: Open) -> None:
    screen = _begun(opened)
    screen.transcript.feed(9, Channel.ANSWER, "Hello")
    QCoreApplication.processEvents()
    assert _texts(screen) == ["Hello"]


def test_feeding_draws_nothing_by_itself(opened: Open) -> None:
    screen = _begun(opened)
    for _ in range(100):
        screen.transcript.feed(9, Channel.ANSWER, "word ")
    assert _texts(screen) == []


def test_thinking_is_folded_and_shows_its_last_line(opened: Open, qtbot: QtBot) -> None:
    screen = _begun(opened)
    _stream(screen, "First line.\nSecond line goes on", Channel.THINKING)
    item = screen.stage.item(9)
    qtbot.waitUntil(lambda: _state(screen).last_line == "Second line goes on")
    assert _state(screen).running
    assert not item.unfolded
    screen.transcript.feed(9, Channel.ANSWER, "So.")
    qtbot.waitUntil(lambda: not _state(screen).running)
    final = MessageView(9, item.view.role, "So.", thinking="First line.\nSecond line goes on", thinking_seconds=12.4)
    screen.transcript.end_stream(final)
    assert thinking_label(screen.stage.flow.around, _state(screen)) == "Thought for 12 s"


def _state(screen: Opened) -> ThinkingState:
    state = screen.stage.item(9).thinking_state()
    assert state is not None
    return state


def test_unfolded_thinking_grows_too(opened: Open, qtbot: QtBot) -> None:
    screen = _begun(opened)
    _stream(screen, "One.\n\nTwo.", Channel.THINKING)
    screen.click(screen.centre(Target(9, THINKING)))
    _stream(screen, "\n\nThree.\n\n", Channel.THINKING)
    _stream(screen, "Answer.\n\nMore.")
    layout = screen.stage.item(9).layout
    assert layout is not None
    qtbot.waitUntil(
        lambda: (
            [plain_text(slot.block) for slot in layout.slots if slot.block]
            == ["One.", "Two.", "Three.", "Answer.", "More."]
        )
    )
    screen.click(screen.centre(Target(9, THINKING)))
    assert [plain_text(slot.block) for slot in layout.slots if slot.block] == ["Answer.", "More."]


def test_selection_survives_streaming(opened: Open) -> None:
    screen = _begun(opened)
    _stream(screen, "First *paragraph*.\n\nSecond.\n\n")
    _refresh(screen)
    screen.drag(screen.point(1, 0, 0), screen.point(9, 0, 5))
    _stream(screen, LONG)
    _refresh(screen)
    assert screen.transcript.selected_text() == "What is it?\n\nFirst"
    screen.transcript.end_stream(answer(9, f"First *paragraph*.\n\nSecond.\n\n{LONG}"))
    assert screen.transcript.selected_text() == "What is it?\n\nFirst"


def test_answer_that_grows_far_from_the_screen_is_complete_when_it_is_reached(opened: Open, qtbot: QtBot) -> None:
    screen = opened(*[message for message in conversation(60) if message.id != 9], answer(9, "", streaming=True))
    screen.transcript.begin_stream(9)
    screen.scroll_to(0)
    _stream(screen, LONG)
    screen.transcript.jump_to_latest()
    _refresh(screen)
    qtbot.waitUntil(lambda: screen.stage.item(9).passage(Section.ANSWER).unread == 0.0)
    assert _texts(screen) == [plain_text(block) for block in read_markdown(LONG)]


def test_message_that_grows_can_be_taken_away(opened: Open, qtbot: QtBot) -> None:
    screen = _begun(opened)
    screen.transcript.feed(9, Channel.ANSWER, "word ")
    screen.transcript.remove_message(9)
    qtbot.wait(150)
    assert [item.view.id for item in screen.stage.flow.items] == [1]
    with pytest.raises(KeyError):
        screen.transcript.feed(9, Channel.ANSWER, "word ")


def test_another_conversation_ends_the_stream(opened: Open, qtbot: QtBot) -> None:
    screen = _begun(opened)
    screen.transcript.feed(9, Channel.ANSWER, "word ")
    screen.transcript.set_messages([answer(9, "Other.")])
    qtbot.wait(150)
    assert _texts(screen) == ["Other."]


def test_final_text_wins_over_what_was_fed(opened: Open) -> None:
    screen = _begun(opened)
    _stream(screen, "Something else")
    screen.transcript.end_stream(answer(9, "The *text*."))
    assert _texts(screen) == ["The text."]
    assert screen.stage.item(9).passage(Section.ANSWER).source == "The *text*."


def test_selection_and_place_survive_what_is_written_below_and_in_the_same_message(opened: Open) -> None:
    screen = _begun(opened)
    screen.transcript.feed(9, Channel.ANSWER, "First words stay.\n\n" + "More words.\n\n" * 60)
    screen.transcript._streaming._on_due()
    screen.scroll_to(screen.stage.flow.top(screen.stage.flow.number(9)) - 40)
    screen.drag(screen.point(9, 0, 0), screen.point(9, 0, 11))
    place = screen.point(9, 0, 0)
    for number in range(30):
        screen.transcript.feed(9, Channel.ANSWER, f"Line {number} of **more**.\n\n```\ncode\n```\n\n")
        screen.transcript._streaming._on_due()
        assert screen.transcript.selected_text() == "First words"
        assert screen.point(9, 0, 0) == place
    text = screen.stage.item(9).passage(Section.ANSWER).source
    screen.transcript.end_stream(MessageView(9, answer(9).role, text, footer=FOOTER))
    assert screen.transcript.selected_text() == "First words"
    assert screen.point(9, 0, 0) == place


def test_language_that_changes_while_an_answer_grows_is_spoken_when_it_is_finished(opened: Open) -> None:
    text = "![one](a.png)\n\nText.\n\n![two](b.png)\n"
    screen = opened(answer(1, "", streaming=True))
    screen.transcript.begin_stream(1)
    screen.transcript.feed(1, Channel.ANSWER, text[:25])
    screen.transcript.retranslate(Phrasebook("zh_CN"))
    screen.transcript.feed(1, Channel.ANSWER, text[25:])
    screen.transcript.end_stream(answer(1, text))
    blocks = screen.stage.item(1).passage(Section.ANSWER).blocks
    word = Phrasebook("zh_CN")("transcript.image")
    assert [plain_text(block).startswith(word) for block in blocks] == [True, False, True]
