"""The model suggests a title when the user asks for one, and while it has nothing else to do."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control.running_answer import AnswerRequest
from desktop.control.sidebar.title_text import title_in
from models.engine import Channel, Done, Token
from models.errors import UserError, user_error
from models.history import TitleSource
from models.record import ModeSource, Statistics, StopReason, UsedSettings
from models.sampling import SamplingSettings
from tests.control.sidebar.conftest import Room, Talk
from tests.support.scripted_engine import ScriptedEngine
from tests.support.scripted_engine import loaded as what_is_loaded

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


def done() -> Done:
    what = what_is_loaded(Path("model.gguf"))
    used = UsedSettings(0.3, 0.9, 50, 0.0, 1.0, 64, 0.0, 0.0, 48, 0, 1)
    return Done(
        1,
        "precise",
        ModeSource.USER,
        what.model,
        used,
        what.engine,
        Statistics(1, 0, 3, 0, 1.0, 1.0, StopReason.END),
        4,
    )


def say_title(engine: ScriptedEngine, text: str, thinking: str = "") -> None:
    """Let the engine think, write and end."""
    if thinking:
        engine.events.put(Token(1, Channel.THINKING, thinking))
    engine.events.put(Token(1, Channel.ANSWER, text))
    engine.events.put(done())
    engine.events.put(None)


def title(room: Room, conversation: int) -> str:
    return room.history.conversations.get(conversation).title


def ids(failures: list[UserError]) -> list[str]:
    return [error.text.id for error in failures]


def test_title_of_the_model_takes_the_place_of_the_first_line(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("how do i cook ramen at home with little time", "Buy noodles.")
    say_title(loaded, "Ramen at home", thinking="Let me think about noodles")
    room.controller.refresh()
    room.sidebar.requests.suggest_title.emit(one)
    assert room.listed == ["Today", "Finding a title…"]
    qtbot.waitUntil(lambda: title(room, one) == "Ramen at home")
    assert room.listed == ["Today", "Ramen at home"]
    assert room.history.conversations.get(one).title_source is TitleSource.MODEL
    (asked,) = loaded.asked
    assert "ramen" in asked.messages[0].content
    assert "Buy noodles." in asked.messages[0].content
    assert asked.settings.max_thinking_tokens == 0
    assert asked.settings.temperature <= 0.3


def test_model_is_asked_in_the_language_of_the_question(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("梯度消失是什么？", "反向传播时梯度会变小。")
    say_title(loaded, "梯度消失")
    room.sidebar.requests.suggest_title.emit(one)
    qtbot.waitUntil(lambda: title(room, one) == "梯度消失")
    assert loaded.asked[0].messages[0].content.startswith("下面是")


def test_title_of_the_user_is_never_overwritten(room: Room, talk: Talk, loaded: ScriptedEngine) -> None:
    one = talk("Question")
    room.sidebar.requests.rename.emit(one, "Mine")
    room.sidebar.requests.suggest_title.emit(one)
    assert ids(room.failures) == ["error.title.own"]
    assert loaded.asked == []


def test_title_that_the_user_types_meanwhile_stays(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("Question")
    room.sidebar.requests.suggest_title.emit(one)
    room.sidebar.requests.rename.emit(one, "Mine")
    say_title(loaded, "The model's")
    qtbot.waitUntil(lambda: room.listed == ["Today", "Mine"])
    assert title(room, one) == "Mine"


def test_without_a_model_or_a_question_it_says_why(room: Room, talk: Talk) -> None:
    room.sidebar.requests.suggest_title.emit(talk("Question"))
    assert ids(room.failures) == ["engine.no_model"]


def test_nothing_was_asked_yet(room: Room, loaded: ScriptedEngine) -> None:
    empty = room.history.conversations.create(mode="balanced").id
    room.sidebar.requests.suggest_title.emit(empty)
    assert ids(room.failures) == ["error.title.no_question"]
    assert loaded.asked == []


def test_engine_that_answers_is_not_disturbed(room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot) -> None:
    one = talk("Question")
    question = room.history.messages.ask(one, "More?")
    room.answering.answer(question, AnswerRequest(SamplingSettings(), "balanced", ""))
    room.sidebar.requests.suggest_title.emit(one)
    assert ids(room.failures) == ["error.title.busy"]
    loaded.events.put(None)
    qtbot.waitUntil(lambda: len(loaded.asked) == 1)


def test_answer_that_begins_ends_the_search_for_a_title(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("Question")
    room.sidebar.requests.suggest_title.emit(one)
    qtbot.waitUntil(lambda: len(loaded.asked) == 1)
    question = room.history.messages.ask(one, "More?")
    room.answering.answer(question, AnswerRequest(SamplingSettings(), "balanced", ""))
    assert loaded.stops == 1
    room.controller.refresh()
    assert room.listed == ["Today", "Question"]
    say_title(loaded, "Too late")
    qtbot.waitUntil(lambda: len(loaded.asked) == 2)
    loaded.events.put(None)
    assert title(room, one) == "Question"


def test_search_for_a_title_that_waits_does_not_stop_anything_else(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one, two = talk("One"), talk("Two")
    room.sidebar.requests.suggest_title.emit(one)
    qtbot.waitUntil(lambda: len(loaded.asked) == 1)
    room.sidebar.requests.suggest_title.emit(two)  # in place of the first
    assert loaded.stops == 1
    room.sidebar.requests.stop_title.emit()  # the second one is not running yet
    assert loaded.stops == 1
    room.controller.refresh()
    assert room.listed == ["Today", "Two", "One"]
    say_title(loaded, "x")
    say_title(loaded, "y")
    qtbot.waitUntil(lambda: len(loaded.asked) == 2)


def test_thinking_alone_is_no_title(room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot) -> None:
    one = talk("Question")
    say_title(loaded, "  \n", thinking="A good title would be Noodles")
    room.sidebar.requests.suggest_title.emit(one)
    qtbot.waitUntil(lambda: bool(room.failures))
    assert ids(room.failures) == ["error.title.nothing"]
    assert title(room, one) == "Question"


def test_engine_that_fails_is_reported_and_the_title_stays(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("Question")
    loaded.events.put(user_error("engine.died", "exit code -9"))
    room.sidebar.requests.suggest_title.emit(one)
    qtbot.waitUntil(lambda: bool(room.failures))
    assert ids(room.failures) == ["engine.died"]
    room.controller.refresh()
    assert room.listed == ["Today", "Question"]


def test_conversation_that_is_gone_meanwhile_is_no_error(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one, _ = talk("Gone"), talk("Stays")
    room.sidebar.requests.suggest_title.emit(one)
    room.history.conversations.erase(one)
    say_title(loaded, "A title")
    titling = room.controller._titling
    qtbot.waitUntil(lambda: titling.conversation is None)
    assert room.failures == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Trip to Lisbon", "Trip to Lisbon"),
        ("\n\nTitle: **Trip to Lisbon.**\nBecause", "Trip to Lisbon"),
        ("“Trip to Lisbon”", "Trip to Lisbon"),
        ("# Trip to Lisbon", "Trip to Lisbon"),
        ("请为它起一个标题：梯度", "梯度"),
        ("标题：《梯度消失问题》。", "梯度消失问题"),
        ("<think>The user wants\na title</think>\n\nTrip", "Trip"),
        ("The user wants a title</think>Trip", "Trip"),
        ("<think>The user wants a title and I go on", ""),
        ("<think></think>", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_title_is_taken_out_of_what_the_model_said(answer: str, expected: str) -> None:
    assert title_in(answer) == expected


def test_long_answer_is_cut_to_a_title() -> None:
    assert len(title_in("word " * 10_000)) <= 61
    assert len(title_in("梯度" * 10_000)) <= 31
