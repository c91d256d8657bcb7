"""Answers of the real engine process: reuse, seeds, limits, thinking, stopping, counting."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import Channel, ChatMessage, Done, EngineSettings, ProcessEngine, Prompt, Role, Token
from models.errors import UserError
from models.record import StopReason
from models.sampling import SamplingSettings
from tests.support.engines import Answered, collect, loaded_engine, noted_tokens, question, sampling
from tests.support.tiny_model import write_byte_model


@pytest.fixture
def starter(starter_model: Path) -> Iterator[ProcessEngine]:
    with loaded_engine(starter_model) as engine:
        yield engine


@pytest.fixture
def tiny(tiny_r1_model: Path) -> Iterator[ProcessEngine]:
    with loaded_engine(tiny_r1_model) as engine:
        yield engine


def test_a_seed_repeats_an_answer_in_another_process(starter: ProcessEngine, starter_model: Path) -> None:
    first = collect(starter.generate(question("Name a colour."), sampling(seed=7)))
    with loaded_engine(starter_model) as other:
        again = collect(other.generate(question("Name a colour."), sampling(seed=7)))
    assert first.answer == again.answer
    assert first.done.settings.seed == 7


def test_only_new_tokens_are_computed(starter: ProcessEngine) -> None:
    first = collect(starter.generate(question("Say one word."), sampling(max_tokens=4)))
    follow_up = (*question("Say one word."), ChatMessage(Role.ASSISTANT, first.answer), *question("And another."))
    stats = collect(starter.generate(follow_up, sampling(max_tokens=4))).done.stats
    assert first.done.stats.reused_tokens == 0
    assert first.done.stats.prompt_tokens <= stats.reused_tokens < stats.prompt_tokens


def test_every_sampled_token_counts_and_the_limit_holds(starter: ProcessEngine) -> None:
    stats = collect(starter.generate(question("Tell a long story."), sampling(max_tokens=9))).done.stats
    assert (stats.answer_tokens, stats.stop_reason) == (9, StopReason.LENGTH)
    assert stats.first_token_ms > 0
    assert stats.tokens_per_second > 0


def test_temperature_0_is_greedy(starter: ProcessEngine) -> None:
    greedy = [SamplingSettings(temperature=0, seed=seed, max_tokens=12) for seed in (1, 2)]
    texts = {collect(starter.generate(question("Count to five."), one)).answer for one in greedy}
    assert len(texts) == 1


def test_r1_thinks_first_and_a_budget_ends_the_thinking(tiny: ProcessEngine) -> None:
    endless = collect(tiny.generate(question("1+1?"), sampling(max_tokens=20)))
    assert endless.answer == ""
    assert endless.thinking
    assert endless.done.stats.thinking_tokens == 20
    bounded = collect(tiny.generate(question("1+1?"), sampling(max_tokens=6, max_thinking_tokens=5)))
    assert bounded.done.stats.thinking_tokens == 5
    assert bounded.done.stats.answer_tokens == 11
    assert bounded.answer
    assert "</think>" not in bounded.thinking + bounded.answer
    assert bounded.done.thinking_seconds is not None


def test_stop_works_in_the_middle_of_a_long_prompt(tiny: ProcessEngine) -> None:
    long = question("word " * 800)
    events = tiny.generate(long, sampling(max_tokens=100_000))  # it must not be done before it is stopped
    assert isinstance(next(events), Prompt)
    tiny.stop()
    stopped = collect(events)
    assert stopped.done.stats.stop_reason is StopReason.STOPPED
    assert collect(tiny.generate(question("short"), sampling(max_tokens=3))).done.stats.answer_tokens == 3


def test_stop_keeps_what_was_written(starter: ProcessEngine) -> None:
    events = starter.generate(question("Tell a very long story."), sampling(max_tokens=900))
    text = ""
    for event in events:
        if isinstance(event, Token):
            text += event.text
            starter.stop()
        if isinstance(event, Done):
            assert event.stats.stop_reason is StopReason.STOPPED
    assert text


def test_a_second_question_waits_for_the_first(starter: ProcessEngine) -> None:
    answers: list[Answered] = []

    def ask() -> None:
        answers.append(collect(starter.generate(question("Say second."), sampling(max_tokens=16))))

    first = starter.generate(question("Say first."), sampling(max_tokens=200))
    second = threading.Thread(target=ask)
    with noted_tokens(starter) as said:
        number = next(first).request
        second.start()
        collect(first)
        second.join(60)
    assert len(answers) == 1
    assert len(set(said)) == 2
    assert [one == number for one in said] == sorted((one == number for one in said), reverse=True)


def test_tokens_are_counted_while_an_answer_is_made(starter: ProcessEngine) -> None:
    events = starter.generate(question("Tell a story."), sampling(max_tokens=60))
    next(events)
    assert starter.count_tokens("one two three") == 3
    assert collect(events).done.stats.answer_tokens > 0


def test_an_abandoned_answer_makes_room_for_the_next(starter: ProcessEngine) -> None:
    events = starter.generate(question("Tell a long story."), sampling(max_tokens=900))
    next(event for event in events if isinstance(event, Token))
    events.close()  # type: ignore[attr-defined]  # a generator, seen as an iterator
    assert collect(starter.generate(question("Hi."), sampling(max_tokens=2))).done.stats.answer_tokens <= 2


def test_a_question_longer_than_the_context_is_refused_and_nothing_is_lost(starter: ProcessEngine) -> None:
    with pytest.raises(UserError) as caught:
        collect(starter.generate(question("word " * 2000), sampling()))
    assert caught.value.text.id == "engine.prompt_too_long"
    assert caught.value.text.fields["context"] == 1024
    assert collect(starter.generate(question("Hi."), sampling(max_tokens=2))).done.stats.answer_tokens


def test_a_conversation_that_outgrew_the_context_loses_its_oldest_exchanges(tmp_path: Path) -> None:
    model = tmp_path / "bytes.gguf"
    write_byte_model(model)
    thread = [ChatMessage(Role.SYSTEM, "Be kind.")]
    for number in range(12):
        thread += [ChatMessage(Role.USER, f"{number} " * 40), ChatMessage(Role.ASSISTANT, "ok " * 20)]
    with loaded_engine(model, EngineSettings(context=1024)) as engine:
        events = list(engine.generate((*thread, *question("last?")), sampling(max_tokens=8)))
    prompts = [event for event in events if isinstance(event, Prompt)]
    assert prompts[-1].dropped_messages > 0
    assert prompts[-1].dropped_messages % 2 == 0
    assert prompts[-1].total < 1024


def test_every_channel_text_is_whole_characters(tmp_path: Path) -> None:
    model = tmp_path / "bytes.gguf"
    write_byte_model(model)
    with loaded_engine(model) as engine:
        for event in engine.generate(question("你好，世界 🙂"), sampling(max_tokens=120)):
            if isinstance(event, Token):
                event.text.encode("utf-8")
                assert event.channel in Channel


def test_another_seed_gives_another_answer(starter: ProcessEngine) -> None:
    hot = [SamplingSettings(temperature=1.2, seed=seed, max_tokens=24) for seed in (1, 2, 3)]
    assert len({collect(starter.generate(question("Tell a story."), one)).answer for one in hot}) == 3


def test_without_a_seed_each_answer_has_its_own_and_the_record_names_it(starter: ProcessEngine) -> None:
    ask = question("Tell a story.")
    first = collect(starter.generate(ask, SamplingSettings(max_tokens=12)))
    second = collect(starter.generate(ask, SamplingSettings(max_tokens=12)))
    assert first.done.settings.seed != second.done.settings.seed
