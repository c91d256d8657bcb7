"""The answer in progress: what the engine is asked, what is kept, what happens when something fails."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import Answering, EngineBridge
from desktop.control.answering import prompt_messages
from desktop.control.running_answer import AnswerRequest
from models.engine import Channel, ChatMessage, Continuation, Done, Role, TakenBack, Token
from models.errors import UserError, user_error
from models.history import AnswerState, Attachment, History
from models.record import ModeSource, Statistics, StopReason, UsedSettings
from models.sampling import SamplingSettings
from models.settings import OldThinking
from tests.support.scripted_engine import Asked, ScriptedEngine, loaded

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
    qtbot.waitUntil(lambda: history.messages.get(answer).content == "Because")
    assert history.messages.get(answer).thinking == "hm"
    assert history.messages.get(answer).state is AnswerState.STREAMING


def test_an_engine_that_fails_leaves_a_failed_answer_with_its_text(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    conversation, question = ask(history, "Why?")
    engine.events.put(Token(1, Channel.ANSWER, "Half an ans"))
    engine.events.put(user_error("engine.died", "exit code -9"))
    with qtbot.waitSignals([answering.failed, answering.finished]):
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
    with qtbot.waitSignal(answering.text):
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
    qtbot.waitUntil(lambda: bool(told))
    assert answering.running is not None
    assert told[0].text.id == "history.disk_full"


def test_an_end_that_cannot_be_saved_is_held_and_saved_as_soon_as_it_can_be(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, question = ask(history, "Why?")
    full = [True]
    finish = history.messages.finish_answer

    def perhaps_full(answer: int, *, state: AnswerState, content: str, **_named: object) -> None:
        if full[0]:
            raise user_error("history.disk_full", file="history.sqlite3", folder="x")
        finish(answer, state=state, content=content)

    monkeypatch.setattr(history.messages, "finish_answer", perhaps_full)
    answer = answering.answer(question, REQUEST)
    engine.events.put(Token(1, Channel.ANSWER, "All of it."))
    with qtbot.waitSignals([answering.unsaved, answering.finished]):
        engine.events.put(done())
    assert history.messages.get(answer).state is AnswerState.STREAMING
    assert answering.keeper.whole(history.messages.get(answer)).content == "All of it."
    full[0] = False
    qtbot.waitUntil(lambda: history.messages.get(answer).state is AnswerState.COMPLETE)
    assert history.messages.thread(conversation)[-1].content == "All of it."


def test_files_that_cannot_be_read_leave_no_answer_that_never_ends(
    history: History, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, _ = ask(history, "Why?")
    question = history.messages.ask(conversation, "", (Attachment("a.txt", "x", 1),))

    def broken(_attachment: int) -> Attachment:
        raise user_error("history.disk_full", file="history.sqlite3", folder="x")

    monkeypatch.setattr(history.messages, "attachment", broken)
    for begin in (lambda: answering.answer(question, REQUEST), lambda: answering.answer_together(question, REQUEST, 2)):
        with pytest.raises(UserError):
            begin()
        assert answering.running is None
    assert history.messages.thread(conversation)[-1].id == question


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
    with qtbot.waitSignal(answering.taken_back):
        engine.events.put(TakenBack(1, 2, 7))
    engine.events.put(Token(1, Channel.ANSWER, " of it."))
    qtbot.waitUntil(lambda: history.messages.get(answer).content == "Because of it.")
    assert history.messages.get(answer).thinking == "hm"


def done(answer: int = 0, *, reason: StopReason = StopReason.END) -> Done:
    settings = SamplingSettings()
    engine = loaded(Path("m.gguf"))
    used = UsedSettings(
        **{item.name: getattr(settings, item.name) for item in fields(UsedSettings) if hasattr(settings, item.name)}
        | {"seed": 7}
    )
    stats = Statistics(1, 0, 1, 0, 1.0, 1.0, reason)
    return Done(1, "balanced", ModeSource.USER, engine.model, used, engine.engine, stats, 5, 2.0, answer=answer)


def test_several_answers_are_saved_each_for_itself(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    first, second, third = answering.answer_together(question, REQUEST, 3)
    for number, text in ((1, "B"), (0, "A"), (2, "C"), (1, "b")):
        engine.events.put(Token(1, Channel.ANSWER, text, answer=number))
    get = history.messages.get
    # At most a second behind, as a crash would find them.
    qtbot.waitUntil(lambda: [get(one).content for one in (first, second, third)] == ["A", "Bb", "C"])
    assert get(second).state is AnswerState.STREAMING
    engine.events.put(done(1))
    qtbot.waitUntil(lambda: get(second).state is AnswerState.COMPLETE)
    assert list(answering.together) == [first, second, third]
    engine.events.put(TakenBack(1, thinking=0, written=0, answer=2))
    engine.events.put(done(2, reason=StopReason.STOPPED))
    engine.events.put(done(0))
    engine.events.put(None)
    qtbot.waitUntil(lambda: answering.running is None)
    assert not answering.together
    assert [get(one).content for one in (first, second, third)] == ["A", "Bb", ""]
    assert get(third).state is AnswerState.STOPPED
    assert engine.asked == [Asked(engine.asked[0].messages, REQUEST.settings, "balanced", together=3)]
    assert [get(one).sibling_number for one in (first, second, third)] == [1, 2, 3]


def test_several_answers_that_fail_say_so_once_and_keep_their_texts(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answers = answering.answer_together(question, REQUEST, 3)
    said: list[object] = []
    answering.failed.connect(lambda *values: said.append(values))
    engine.events.put(Token(1, Channel.ANSWER, "half", answer=2))
    engine.events.put(done(0))
    engine.events.put(user_error("engine.died", "exit code -9"))
    qtbot.waitUntil(lambda: answering.running is None)
    states = [history.messages.get(answer).state for answer in answers]
    assert states == [AnswerState.COMPLETE, AnswerState.FAILED, AnswerState.FAILED]
    assert history.messages.get(answers[2]).content == "half"
    assert len(said) == 1


def test_several_answers_have_seeds_of_their_own(
    history: History, answering: Answering, bridge: EngineBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[SamplingSettings, ...]] = []
    monkeypatch.setattr(bridge, "generate_many", lambda *values, **_: asked.append(values[2]))
    _, question = ask(history, "Why?")
    answering.answer_together(question, replace(REQUEST, settings=SamplingSettings(seed=2**32 - 2)), 3)
    answering.close()
    assert [one.seed for one in asked[0]] == [2**32 - 2, 0, 1]


def test_closing_keeps_what_there_is_of_several(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answers = answering.answer_together(question, REQUEST, 2)
    with qtbot.waitSignal(answering.text):
        engine.events.put(Token(1, Channel.ANSWER, "Not saved yet", answer=1))
    answering.close()
    kept = [history.messages.get(answer) for answer in answers]
    assert [one.content for one in kept] == ["", "Not saved yet"]
    assert {one.state for one in kept} == {AnswerState.STOPPED}


def cut_answer(history: History, *, content: str, thinking: str | None, seconds: float | None = None) -> int:
    _, question = ask(history, "Why?")
    answer = history.messages.begin_answer(question)
    history.messages.finish_answer(
        answer, state=AnswerState.STOPPED, content=content, thinking=thinking, thinking_seconds=seconds
    )
    return answer


def test_an_answer_that_goes_on_keeps_what_was_there(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    cut = cut_answer(history, content="Because the", thinking="Hm.", seconds=3.0)
    longer = answering.go_on(cut, REQUEST)
    engine.events.put(Token(1, Channel.ANSWER, " sky and so on and so on"))
    engine.events.put(TakenBack(1, thinking=0, written=4))
    engine.events.put(Token(1, Channel.ANSWER, "."))
    engine.events.put(done())
    engine.events.put(None)
    qtbot.waitUntil(lambda: answering.running is None)
    kept = history.messages.get(longer)
    assert (kept.content, kept.thinking, kept.thinking_seconds) == ("Because the sky.", "Hm.", 5.0)
    assert history.messages.get(cut).content == "Because the"
    assert engine.asked[-1].continuation == Continuation("Hm.", "Because the", thinking_ended=True)
    assert [message.content for message in engine.asked[-1].messages] == ["Why?"]


def test_thinking_that_was_cut_goes_on_as_thinking(
    qtbot: QtBot, history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    answering.go_on(cut_answer(history, content="", thinking="Let me"), REQUEST)
    engine.events.put(user_error("engine.died", ""))
    qtbot.waitUntil(lambda: answering.running is None)
    assert engine.asked[-1].continuation == Continuation("Let me", "", thinking_ended=False)


def test_a_second_answer_is_not_begun_beside_the_first(
    history: History, answering: Answering, engine: ScriptedEngine
) -> None:
    _, question = ask(history, "Why?")
    answering.answer(question, REQUEST)
    with pytest.raises(RuntimeError):
        answering.answer_together(question, REQUEST, 2)
    with pytest.raises(RuntimeError):
        answering.go_on(question, REQUEST)
    engine.events.put(None)
