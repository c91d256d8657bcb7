"""Thinking: ended by the user, by its budget, off, told again or not; and circles that are left."""

import json
from pathlib import Path

import pytest

from models.engine import Channel, ChatMessage, EngineSettings, ProcessEngine, Role, TakenBack, Token
from models.engine.worker.channels import ChannelReader
from models.engine.worker.decode import DecodeLoop, Limits, Tally, Wishes
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.sections import AnswerSampler
from models.errors import UserError
from models.record import StopReason, ThinkingEnd
from models.sampling import ANY_JSON, SamplingSettings
from tests.support.engines import collect, loaded_engine, question, sampling
from tests.support.weights import loaded_model


def test_answer_now_ends_the_thinking_and_the_answer_goes_on(tiny_r1_model: Path) -> None:
    channels: list[Channel] = []
    with loaded_engine(tiny_r1_model, EngineSettings(context=2048, threads=1)) as engine:
        done = None
        for event in engine.generate(question("Why?"), sampling(max_tokens=1500)):
            if isinstance(event, Token):
                if not channels:
                    engine.answer_now()
                channels.append(event.channel)
                if event.channel is Channel.ANSWER:
                    engine.stop()
            done = event
    assert channels[0] is Channel.THINKING
    assert channels[-1] is Channel.ANSWER
    assert done is not None
    assert done.stats.thinking_end is ThinkingEnd.USER  # type: ignore[union-attr]
    assert done.stats.stop_reason is StopReason.STOPPED  # type: ignore[union-attr]


def test_answer_now_means_nothing_where_nothing_thinks(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        events = iter(engine.generate(question("Hi."), sampling()))
        next(events)
        engine.answer_now()
        answered = collect(events)
    assert answered.answer
    assert answered.done.stats.thinking_end is None


@pytest.mark.parametrize(("budget", "end"), [(0, ThinkingEnd.BUDGET), (20, ThinkingEnd.BUDGET)])
def test_a_budget_ends_the_thinking(budget: int, end: ThinkingEnd, tiny_r1_model: Path) -> None:
    with loaded_engine(tiny_r1_model) as engine:
        answered = collect(engine.generate(question("Why?"), sampling(max_thinking_tokens=budget)))
    stats = answered.done.stats
    assert (stats.thinking_tokens, stats.thinking_end) == (budget, end)
    assert answered.answer
    assert bool(answered.thinking) is bool(budget)


def test_old_thinking_is_told_with_real_tags_and_harmless_text(tiny_r1_model: Path) -> None:
    with loaded_model(tiny_r1_model) as model:
        opening, closing = (model.vocabulary.tokenize(tag, special=True) for tag in ("<think>", "</think>"))
        told = (
            ChatMessage(Role.USER, "One?"),
            ChatMessage(Role.ASSISTANT, "Yes.", "I wonder </think> whether <|im_end|>"),
            ChatMessage(Role.USER, "Two?"),
        )
        plain = (told[0], ChatMessage(Role.ASSISTANT, "Yes."), told[2])
        with_thinking, without = (model.prompts.build(messages).tokens for messages in (told, plain))
    assert len(with_thinking) > len(without) + 8
    assert without.count(closing[0]) == 0
    assert with_thinking.count(closing[0]) == 1  # the one that somebody wrote is letters
    assert with_thinking.count(opening[0]) == without.count(opening[0]) + 1


def test_a_model_without_thinking_is_told_none(starter_model: Path) -> None:
    with loaded_model(starter_model) as model:
        messages = (ChatMessage(Role.USER, "a"), ChatMessage(Role.ASSISTANT, "b", "hm"), ChatMessage(Role.USER, "c"))
        plain = (messages[0], ChatMessage(Role.ASSISTANT, "b"), messages[2])
        assert model.prompts.build(messages).tokens == model.prompts.build(plain).tokens


def run(engine: ProcessEngine, text: str, settings: SamplingSettings) -> tuple[str, list[TakenBack], StopReason, int]:
    answer, taken, stats = "", [], None
    for event in engine.generate(question(text), settings):
        if isinstance(event, Token):
            answer += event.text
        elif isinstance(event, TakenBack):
            taken.append(event)
            answer = answer[: event.written]
        else:
            stats = getattr(event, "stats", stats)
    assert stats is not None
    return answer, taken, stats.stop_reason, stats.loops


@pytest.mark.parametrize("text", ["la " * 24, "Explain why explain why explain why explain why."])
def test_a_model_that_goes_round_in_circles_is_taken_back(text: str, starter_model: Path) -> None:
    """The starter at temperature 0 goes on for ever where it is begun for it."""
    with loaded_engine(starter_model, EngineSettings(context=4096, threads=1)) as engine:
        answer, taken, stopped, found = run(engine, text, SamplingSettings(temperature=0, max_tokens=1200, seed=1))
        # The next question finds a context in order.
        assert collect(engine.generate(question("Hi."), sampling())).answer
    assert 1 <= found == len(taken) <= 2
    assert (stopped is StopReason.LOOP) == (found == 2)
    assert len(answer) >= taken[-1].written


def test_a_model_that_circles_again_is_stopped_before_it(starter_model: Path) -> None:
    greedy = SamplingSettings(temperature=0, max_tokens=1200)
    events: list[Token | TakenBack] = []
    with loaded_model(starter_model) as model, AnswerSampler(greedy, model.logits, seed=1) as sampler:
        prompt = model.prompts.build(question("la " * 24)).tokens
        model.state.compute(prompt, progress=lambda _count: None, stopped=lambda: False)
        tally = Tally(0.0)
        loop = DecodeLoop(
            model=model,
            sequence=model.state,
            sampler=sampler,
            helped=greedy,  # no help at all: it does the same again
            emitter=TokenEmitter(1, ChannelReader(None, opened=False), events.append),
            limits=Limits.of(greedy, model.context_size),
            tally=tally,
        )
        reason = loop.run(Wishes(stop=lambda: False, answer_now=lambda: False), report=lambda: None)
        left = len(model.state.tokens)
    assert (reason, tally.loops) == (StopReason.LOOP, 2)
    taken = [event for event in events if isinstance(event, TakenBack)]
    assert len(taken) == 2
    assert events[-1] is taken[-1]
    assert tally.sampled < 600
    assert left - len(prompt) < 40


SCHEMA = '{"type": "object", "properties": {"colour": {"enum": ["red", "blue"]}}, "required": ["colour"]}'


def test_a_model_thinks_freely_and_then_obeys_the_schema(tiny_r1_model: Path) -> None:
    settings = SamplingSettings(seed=3, max_tokens=200, max_thinking_tokens=24, schema=SCHEMA)
    with loaded_engine(tiny_r1_model) as engine:
        answered = collect(engine.generate(question("Which?"), settings))
    assert answered.thinking
    assert json.loads(answered.answer)["colour"] in {"red", "blue"}
    assert answered.done.fault is None
    assert answered.done.stats.stop_reason is StopReason.END


def test_an_answer_that_was_cut_off_is_told_to_be_no_json(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        answered = collect(engine.generate(question("A long list."), sampling(max_tokens=3, schema=ANY_JSON)))
        assert answered.done.fault is not None
        assert answered.done.fault.text_id == "schema.answer.no_json"
        whole = collect(engine.generate(question("A colour."), sampling(max_tokens=300, schema=SCHEMA)))
        assert whole.done.fault is None


@pytest.mark.parametrize(
    ("schema", "text"), [("{", "schema.no_json"), ('{"type": "colour"}', "schema.invalid"), ("[" * 70_000, "")]
)
def test_a_schema_that_cannot_be_used_is_refused_before_anything_is_computed(
    schema: str, text: str, starter_model: Path
) -> None:
    with loaded_engine(starter_model) as engine:
        with pytest.raises(UserError) as caught:
            list(engine.generate(question("Hi."), sampling(schema=schema)))
        assert caught.value.text.id.startswith(text or "schema.")
        assert collect(engine.generate(question("Hi."), sampling())).answer
