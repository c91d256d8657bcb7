"""The answer in progress: what the engine is asked, what is kept, what happens when something fails."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import Answering
from desktop.control.answering import AnswerRequest, prompt_messages
from models.engine import Channel, ChatMessage, Role, TakenBack, Token
from models.errors import UserError, user_error
from models.history import AnswerState, History
from models.sampling import SamplingSettings
from models.settings import OldThinking
from tests.support.scripted_engine import ScriptedEngine

REQUEST = AnswerRequest(SamplingSettings(), "balanced", "")


def ask(history: History, *texts: str) -> tuple[int, int]:
    conversation = history.conversations.create(mode="balanced").id
    question = 0
    for text in texts:
        question = history.messages.ask(conversation, text)
    return conversation, question


def test_text_is_saved_within_a_second_while_the_answer_goes_on(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answer = answering.answer(question, REQUEST)
    engine.events.put(Token(1, Channel.THINKING, "hm"))
    engine.events.put(Token(1, Channel.ANSWER, "Because"))
    qtbot.waitUntil(lambda: history.messages.get(answer).content == "Because", timeout=5000)
    assert history.messages.get(answer).thinking == "hm"
    assert history.messages.get(answer).state is AnswerState.STREAMING


def test_an_engine_that_fails_leaves_a_failed_answer_with_its_text(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    conversation, question = ask(history, "Why?")
    engine.events.put(Token(1, Channel.ANSWER, "Half an ans"))
    engine.events.put(user_error("engine.died", "exit code -9"))
    with qtbot.waitSignals([answering.failed, answering.finished], timeout=5000):
        answer = answering.answer(question, REQUEST)
    kept = history.messages.get(answer)
    assert (kept.state, kept.content) == (AnswerState.FAILED, "Half an ans")
    assert answering.running is None
    assert history.messages.thread(conversation)[-1].id == answer


def test_closing_keeps_what_there_is(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answer = answering.answer(question, REQUEST)
    with qtbot.waitSignal(answering.text, timeout=5000):
        engine.events.put(Token(1, Channel.ANSWER, "Not saved by the clock yet"))
    answering.close()
    kept = history.messages.get(answer)
    assert (kept.state, kept.content) == (AnswerState.STOPPED, "Not saved by the clock yet")


def test_an_answer_that_cannot_be_saved_goes_on_and_says_so(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, question = ask(history, "Why?")
    told: list[UserError] = []
    answering.unsaved.connect(told.append)

    def full(*_arguments: object, **_named: object) -> None:
        raise user_error("history.disk_full", file="history.sqlite3", folder="x")

    monkeypatch.setattr(history.messages, "update_answer", full)
    answering.answer(question, REQUEST)
    engine.events.put(Token(1, Channel.ANSWER, "text"))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert answering.running is not None
    assert told[0].text.id == "history.disk_full"


def test_only_one_answer_at_a_time(history: History, answering: Answering) -> None:
    _, question = ask(history, "Why?")
    answering.answer(question, REQUEST)
    with pytest.raises(RuntimeError):
        answering.answer(question, REQUEST)


def test_the_model_is_told_the_thread_without_thinking(history: History) -> None:
    conversation, first = ask(history, "One?")
    answer = history.messages.begin_answer(first)
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="Yes.", thinking="secret")
    second = history.messages.ask(conversation, "Two?")
    assert prompt_messages(history.messages.path(second), OldThinking.NONE) == (
        ChatMessage(Role.USER, "One?"),
        ChatMessage(Role.ASSISTANT, "Yes."),
        ChatMessage(Role.USER, "Two?"),
    )


def test_an_exchange_without_an_answer_is_left_out(history: History) -> None:
    conversation, first = ask(history, "Crashes the engine")
    failed = history.messages.begin_answer(first)
    history.messages.finish_answer(failed, state=AnswerState.FAILED, content="")
    second = history.messages.ask(conversation, "Works")
    assert prompt_messages(history.messages.path(second), OldThinking.NONE) == (ChatMessage(Role.USER, "Works"),)


def test_instructions_are_a_message_of_their_own() -> None:
    assert AnswerRequest(SamplingSettings(), "balanced", " \n").instruction_messages() == ()
    told = AnswerRequest(SamplingSettings(), "balanced", "Be short.").instruction_messages()
    assert told == (ChatMessage(Role.SYSTEM, "Be short."),)


@pytest.mark.parametrize(
    ("choice", "told"),
    [(OldThinking.NONE, [None, None]), (OldThinking.NEWEST, [None, "b"]), (OldThinking.ALL, ["a", "b"])],
)
def test_the_model_is_told_the_thinking_that_the_user_wants(
    choice: OldThinking, told: list[str | None], history: History
) -> None:
    conversation, question = ask(history, "One?")
    for thinking in ("a", "b"):
        answer = history.messages.begin_answer(question)
        history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="Yes.", thinking=thinking)
        question = history.messages.ask(conversation, "And?")
    messages = prompt_messages(history.messages.path(question), choice)
    assert [message.thinking for message in messages if message.role is Role.ASSISTANT] == told


def test_text_that_is_taken_back_is_neither_kept_nor_shown_any_more(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answer = answering.answer(question, REQUEST)
    engine.events.put(Token(1, Channel.THINKING, "hm hm hm"))
    engine.events.put(Token(1, Channel.ANSWER, "Because because because"))
    with qtbot.waitSignal(answering.taken_back, timeout=5000):
        engine.events.put(TakenBack(1, 2, 7))
    engine.events.put(Token(1, Channel.ANSWER, " of it."))
    qtbot.waitUntil(lambda: history.messages.get(answer).content == "Because of it.", timeout=5000)
    assert history.messages.get(answer).thinking == "hm"
