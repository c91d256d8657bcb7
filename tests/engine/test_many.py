"""Answers that cannot be made in one batch are made in halves, or one after another."""

from pathlib import Path

import pytest

from models.engine import ChatMessage, Done, EngineSettings, ProcessEngine, Role, Token
from models.engine.protocol import Event, GenerateMany
from models.engine.worker import many
from models.engine.worker.decode import Wishes
from models.engine.worker.many import ManyAnswers
from models.engine.worker.model import LoadedModel
from models.engine.worker.residence import Residence
from models.engine.worker.shared_context import NoSharedContext, SharedContext
from models.engine.worker.stop_flag import StopFlag
from models.record import StopReason
from models.sampling import SamplingSettings
from tests.engine.sliding_model import write_sliding_model
from tests.support.engines import collect, loaded_engine, question
from tests.support.weights import loaded_model

ASK = (ChatMessage(Role.USER, "Name a colour."),)


def made(model: LoadedModel, count: int) -> list[Done]:
    """Let `count` answers be made in this process."""
    settings = tuple(SamplingSettings(seed=seed, max_tokens=4) for seed in range(count))
    events: list[Event] = []
    model.watch(StopFlag())
    ManyAnswers(
        GenerateMany(1, ASK, settings),
        model,
        Residence(model, None),
        arrived=0.0,
        send=events.append,
        wishes=Wishes(stop=lambda: False, answer_now=lambda: False),
    ).run()
    texts = {event.answer for event in events if isinstance(event, Token)}
    done = [event for event in events if isinstance(event, Done)]
    assert texts == {event.answer for event in done} == set(range(count))
    return done


@pytest.mark.parametrize(("most", "together"), [(1, [0, 0, 0]), (2, [1, 2, 2]), (3, [3, 3, 3])])
def test_where_the_memory_is_too_small_fewer_are_made_at_once(
    most: int, together: list[int], starter_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def little_memory(model: LoadedModel, prompt: list[int], count: int, *, room: int) -> SharedContext:
        if count > most or most == 1:
            raise NoSharedContext
        return SharedContext(model, prompt, count, room=room)

    monkeypatch.setattr(many, "SharedContext", little_memory)
    with loaded_model(starter_model, EngineSettings(context=256, threads=1)) as model:
        done = made(model, 3)
    counts = [len(one.evaluation.together) if one.evaluation else -1 for one in done]
    assert sorted(counts) == together
    assert {one.stats.stop_reason for one in done} <= {StopReason.LENGTH, StopReason.END}


def test_a_model_with_sliding_windows_makes_several_too(tmp_path: Path) -> None:
    path = write_sliding_model(tmp_path / "sliding.gguf", window=16)
    settings = tuple(SamplingSettings(seed=seed, max_tokens=40) for seed in range(3))
    with loaded_engine(path, EngineSettings(context=512, threads=1)) as engine:
        texts = ["", "", ""]
        done: list[Done] = []
        for event in engine.generate_many(question("Name a colour. " * 8), settings):
            if isinstance(event, Token):
                texts[event.answer] += event.text
            if isinstance(event, Done):
                done.append(event)
        assert all(texts)
        for one in done:
            again = engine.generate(question("Name a colour. " * 8), settings[one.answer], replay=one.evaluation)
            text = "".join(event.text for event in again if isinstance(event, Token))
            assert text == texts[one.answer]


def test_the_state_of_the_conversation_is_not_harmed(starter_model: Path, tmp_path: Path) -> None:
    engine = ProcessEngine(states=tmp_path)
    ask = question("Tell me about the sea. " * 12)
    settings = SamplingSettings(temperature=0, max_tokens=8)
    try:
        list(engine.load(starter_model, EngineSettings(context=512, threads=1)))
        alone = collect(engine.generate(ask, settings, conversation="7"))
        for _ in engine.generate_many(ask, (settings, settings, settings), conversation="7"):
            pass
        after = collect(engine.generate(ask, settings, conversation="7"))
        assert after.answer == alone.answer
        assert after.done.stats.reused_tokens >= after.done.stats.prompt_tokens - 1
        collect(engine.generate(question("1 + 1?"), settings, conversation="8"))
        back = collect(engine.generate(ask, settings, conversation="7"))
        assert back.answer == alone.answer
        assert back.done.stats.reused_tokens >= back.done.stats.prompt_tokens - 1  # restored from the disk
    finally:
        engine.close()
