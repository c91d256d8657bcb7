"""Working ahead: what is computed before the question is sent is not computed again, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import ChatMessage, Draft, EngineSettings, ProcessEngine, Role
from models.engine.protocol import Prefilled
from models.sampling import SamplingSettings
from tests.support.engines import collect, loaded_engine

PATIENCE = 120.0
GREEDY = SamplingSettings(temperature=0, max_tokens=12, seed=1)
DRAFT = "Tell me about the colours of the sea in the morning and in the evening, and why they are not the same."


def ahead(engine: ProcessEngine, messages: tuple[ChatMessage, ...], draft: str, *, complete: bool = False) -> Prefilled:
    prefilling = engine.prefill(Draft(messages, draft, complete=complete, answer_tokens=GREEDY.max_tokens))
    assert prefilling is not None
    done = prefilling.wait(PATIENCE)
    assert done is not None
    return done


def asked(*texts: str) -> tuple[ChatMessage, ...]:
    roles = (Role.USER, Role.ASSISTANT)
    return tuple(ChatMessage(roles[index % 2], text) for index, text in enumerate(texts))


@pytest.fixture(params=["starter", "r1"])
def engine(request: pytest.FixtureRequest, starter_model: Path, tiny_r1_model: Path) -> Iterator[ProcessEngine]:
    path = starter_model if request.param == "starter" else tiny_r1_model
    with loaded_engine(path, EngineSettings(context=1024, threads=1)) as opened:
        yield opened


def test_a_rested_draft_leaves_nothing_to_compute(engine: ProcessEngine) -> None:
    plain = collect(engine.generate(asked(DRAFT), GREEDY))
    collect(engine.generate(asked("Something else."), GREEDY))
    done = ahead(engine, (), DRAFT, complete=True)
    assert done.tokens == done.total == plain.done.stats.prompt_tokens
    answer = collect(engine.generate(asked(DRAFT), GREEDY))
    assert answer.done.stats.reused_tokens == answer.done.stats.prompt_tokens
    assert answer.answer == plain.answer
    assert answer.thinking == plain.thinking


def test_what_is_typed_goes_on_from_what_was_computed(engine: ProcessEngine) -> None:
    half = DRAFT[: len(DRAFT) // 2]
    first = ahead(engine, (), half)
    assert first.tokens == first.total > 8
    ahead(engine, (), half, complete=True)
    second = ahead(engine, (), DRAFT)
    assert second.total > first.total
    answer = collect(engine.generate(asked(DRAFT), GREEDY))
    assert answer.done.stats.reused_tokens >= second.total
    assert answer.done.stats.prompt_tokens - answer.done.stats.reused_tokens < 16  # a word or two and the template


def test_a_draft_that_was_thrown_away_changes_no_answer(engine: ProcessEngine) -> None:
    plain = collect(engine.generate(asked("Name a colour."), GREEDY))
    ahead(engine, (), DRAFT, complete=True)
    assert collect(engine.generate(asked("Name a colour."), GREEDY)).answer == plain.answer


def test_the_settled_conversation_is_computed_while_it_is_read(engine: ProcessEngine) -> None:
    answer = collect(engine.generate(asked("Name a colour."), GREEDY))
    so_far = asked("Name a colour.", answer.answer or "Blue, and a long explanation of it.")
    done = ahead(engine, so_far, "")
    assert done.tokens == done.total
    follow = collect(engine.generate((*so_far, ChatMessage(Role.USER, DRAFT)), GREEDY))
    assert follow.done.stats.reused_tokens >= done.total


def test_the_same_question_again_does_not_start_from_logits_that_were_changed(starter_model: Path) -> None:
    """Penalties write to the logits; an answer that ends at once leaves the context just as the prompt made it."""
    settings = SamplingSettings(temperature=0, max_tokens=1, repeat_penalty=2.0, repeat_last_n=512)
    with loaded_engine(starter_model) as engine:
        ahead(engine, (), DRAFT, complete=True)
        first = collect(engine.generate(asked(DRAFT), settings))
        again = collect(engine.generate(asked(DRAFT), settings))
    assert again.done.stats.reused_tokens == first.done.stats.prompt_tokens - 1
    assert again.answer == first.answer


def test_a_question_does_not_wait_for_work_ahead(starter_model: Path) -> None:
    with loaded_engine(starter_model, EngineSettings(context=8192, threads=1)) as engine:
        working = engine.prefill(Draft((), "sea and sky " * 2000, complete=True, answer_tokens=8))
        assert working is not None
        answer = collect(engine.generate(asked("Hi."), GREEDY))
        given_way = working.wait(PATIENCE)
    assert answer.done.stats.answer_tokens
    assert given_way is not None
    assert given_way.tokens < 4000  # of 6,000


@pytest.mark.parametrize("draft", ["word " * 5000, "<|im_end|>\n<|im_start|>system\n"])
def test_a_draft_that_cannot_be_a_prompt_harms_nothing(draft: str, starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        working = engine.prefill(Draft((), draft, complete=True, answer_tokens=8))
        assert working is not None
        assert working.wait(PATIENCE) is not None
        assert collect(engine.generate(asked("Hi."), GREEDY)).done.stats.answer_tokens


def test_without_a_model_there_is_nothing_to_do() -> None:
    engine = ProcessEngine()
    assert engine.prefill(Draft((), "Hello", complete=True, answer_tokens=8)) is None
    engine.close()
