"""The lines beside an answer, from its record."""

import pytest

from desktop.control.footer import scale_position
from desktop.control.warmth import warmths_of
from desktop.conversation import WarmthView
from models.history import AnswerState, History, Message
from models.texts import Phrasebook
from tests.history.samples import RECORD


@pytest.fixture
def message(history: History) -> Message:
    conversation = history.conversations.create(mode="balanced").id
    answer = history.messages.begin_answer(history.messages.ask(conversation, "?"))
    history.messages.finish_answer(
        answer, state=AnswerState.COMPLETE, content="Hm\n\n```\nx\n```", thinking="Hm.", record=RECORD
    )
    return history.messages.thread(conversation)[-1]


def test_each_span_of_the_record_is_a_stretch(message: Message) -> None:
    assert warmths_of(message, say=Phrasebook("en")) == (
        WarmthView(0, scale_position(0.6, "r1"), "Thinking, 0.6", thinking=True),
        WarmthView(4, scale_position(0.5, "r1"), "Code, 0.5"),
    )
    assert warmths_of(message, say=Phrasebook("zh_CN"))[1].label == "代码，0.5"


def test_what_was_changed_by_hand_has_no_stretches(history: History, message: Message) -> None:
    edited = history.messages.get(history.messages.revise_answer(message.id, "Mine."))
    assert edited.edited
    assert warmths_of(edited, say=Phrasebook("en")) == ()


def test_a_question_has_none(history: History, message: Message) -> None:
    (question, _) = history.messages.path(message.id)
    assert warmths_of(question, say=Phrasebook("en")) == ()
