"""Conversations come and go in one context: what they computed is kept, found again, and goes with them."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.engine import ChatMessage, EngineSettings, ProcessEngine, Role
from models.engine.state_files import state_file
from models.sampling import SamplingSettings
from tests.support.engines import Answered, collect

GREEDY = SamplingSettings(temperature=0, max_tokens=8, seed=1)
SEA = "Tell me about the colours of the sea in the morning and in the evening, and why they are not the same. " * 3
HILLS = "Which animals live in the hills, what do they eat, and where do they sleep when it rains for weeks? " * 3


@pytest.fixture
def states(tmp_path: Path) -> Path:
    return tmp_path / "state"


def started(model: Path, states: Path, *, mib: int = 64) -> ProcessEngine:
    engine = ProcessEngine(states=states)
    for _ in engine.load(model, EngineSettings(context=1024, threads=1, state_mib=mib)):
        pass
    return engine


def ask(engine: ProcessEngine, text: str, conversation: str) -> Answered:
    return collect(engine.generate((ChatMessage(Role.USER, text),), GREEDY, conversation=conversation))


def files(states: Path) -> int:
    return len(list(states.glob("*.state")))


@pytest.mark.parametrize("model", ["starter_model", "tiny_r1_model"])
def test_a_conversation_goes_on_after_another_and_after_a_restart(
    model: str, states: Path, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(model)
    engine = started(path, states)
    first = ask(engine, SEA, "1")
    ask(engine, HILLS, "2")
    again = ask(engine, SEA, "1")
    assert files(states) == 2
    engine.close()  # keeps what is in the context
    engine = started(path, states)
    hills = ask(engine, HILLS, "2")
    restarted = ask(engine, SEA, "1")
    engine.close()
    for answer in (again, hills, restarted):
        assert answer.done.stats.reused_tokens == answer.done.stats.prompt_tokens - 1
    assert again.done.stats.prompt_tokens == first.done.stats.prompt_tokens


def test_a_deleted_conversation_takes_its_state_along(starter_model: Path, states: Path) -> None:
    engine = started(starter_model, states)
    ask(engine, SEA, "1")
    ask(engine, HILLS, "2")
    engine.forget(("1", "2"))
    ask(engine, "Hi.", "3")  # the work lane has come so far
    engine.close()
    assert files(states) <= 1  # that of the third, if it was long enough
    engine = ProcessEngine(states=states)
    engine.forget(("3",))
    assert files(states) == 0  # before anything is loaded: the program may end without that
    for _ in engine.load(starter_model, EngineSettings(context=1024, threads=1)):
        pass
    ask(engine, "Hi.", "")
    assert files(states) == 0
    engine.close()


def test_a_state_that_cannot_be_removed_now_is_no_error(states: Path, expected_log: Callable[[str], None]) -> None:
    expected_log("the state of a conversation could not be removed")
    blocked = state_file(states, "1")
    (blocked / "in the way").mkdir(parents=True)
    engine = ProcessEngine(states=states)
    engine.forget(("1",))
    engine.close()
    assert blocked.exists()


def test_without_room_nothing_is_kept(starter_model: Path, states: Path) -> None:
    engine = started(starter_model, states, mib=0)
    ask(engine, SEA, "1")
    ask(engine, HILLS, "2")
    assert ask(engine, SEA, "1").done.stats.reused_tokens < 40  # what both begin with
    engine.close()
    assert files(states) == 0


def test_a_conversation_without_a_name_leaves_nothing(starter_model: Path, states: Path) -> None:
    engine = started(starter_model, states)
    ask(engine, SEA, "")
    engine.close()
    assert not states.exists() or files(states) == 0


def test_closing_while_it_answers_keeps_the_conversation(starter_model: Path, states: Path) -> None:
    engine = started(starter_model, states)
    events = engine.generate((ChatMessage(Role.USER, SEA),), SamplingSettings(max_tokens=900, seed=1), conversation="1")
    deadline = time.monotonic() + 60
    for event in events:
        if type(event).__name__ == "Token":
            break
        assert time.monotonic() < deadline
    engine.close()
    events.close()  # type: ignore[attr-defined]  # a generator
    assert files(states) == 1
    engine = started(starter_model, states)
    again = ask(engine, SEA, "1")
    engine.close()
    assert again.done.stats.reused_tokens == again.done.stats.prompt_tokens - 1
