"""The temperature follows the text: which chain chose each token of an answer."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from llama_cpp import llama_cpp as lib

from models.engine import Channel, Continuation, Done, EngineSettings, ProcessEngine, Token
from models.engine.worker.batch_log import prompt_digest
from models.engine.worker.channels import Piece
from models.engine.worker.sampling import chain_names
from models.engine.worker.sampling.native import native_chain
from models.engine.worker.sections import SectionTracker, stream_seed
from models.record import SectionSpan
from models.sampling import SamplingSettings, SectionTemperatures, TextSection
from tests.support.engines import Answered, collect, loaded_engine, question
from tests.support.weights import loaded_model

ASK = question("Show hello world in Python as a code block, then explain it in one sentence.")
SECTIONS = SectionTemperatures(thinking=0.65, prose=0.6, code=1.2, json=0.4, math=0.55)
SETTINGS = SamplingSettings(temperature=0.6, max_tokens=96, follow_text=True, sections=SECTIONS)
ENGINE = EngineSettings(context=512, threads=1)
PROSE, CODE = TextSection.PROSE, TextSection.CODE


@pytest.fixture(scope="module")
def starter(starter_model: Path) -> Iterator[ProcessEngine]:
    with loaded_engine(starter_model, ENGINE) as engine:
        yield engine


@pytest.fixture(scope="module")
def r1(tiny_r1_model: Path) -> Iterator[ProcessEngine]:
    with loaded_engine(tiny_r1_model, ENGINE) as engine:
        yield engine


def kinds(done: Done) -> tuple[TextSection, ...]:
    return tuple(span.section for span in done.sections)


@pytest.fixture(scope="module")
def answered(starter: ProcessEngine) -> Answered:
    """An answer with prose, code and prose again; many have it, on any processor."""
    for seed in range(24):
        answered = collect(starter.generate(ASK, replace(SETTINGS, seed=seed)))
        if kinds(answered.done)[:3] == (PROSE, CODE, PROSE):
            return answered
    raise AssertionError("no answer has a code block")


def span_of(token: int, done: Done) -> SectionSpan:
    return [span for span in done.sections if span.first <= token][-1]


def test_every_token_was_chosen_by_the_chain_that_the_record_names(answered: Answered, starter_model: Path) -> None:
    done = answered.done
    assert done.evaluation is not None
    chosen: list[bytes] = []
    chains: dict[SectionSpan, int] = {}
    with loaded_model(starter_model, ENGINE) as model, ExitStack() as owned:
        prompt = model.prompts.build(ASK).tokens
        assert prompt_digest(prompt) == done.evaluation.prompt
        model.state.replay(prompt, done.evaluation.batches, progress=lambda _done: None, stopped=lambda: False)
        model.state.take_logits()
        for place in range(done.stats.answer_tokens):
            span = span_of(place, done)
            key = replace(span, first=0, start=0)
            if key not in chains:  # llama.cpp's own, of the whole vocabulary, with a stream of random numbers for each
                settings = replace(SETTINGS, temperature=span.temperature)
                chains[key] = native_chain(
                    chain_names(settings), settings, seed=span.seed, vocabulary_size=model.vocabulary.size
                )
                owned.callback(lib.llama_sampler_free, chains[key])
            token = int(lib.llama_sampler_sample(chains[key], model.context, -1))
            if model.vocabulary.ends_generation(token):
                break
            chosen.append(model.vocabulary.piece(token))
            model.state.append(token)
    assert b"".join(chosen).decode().strip() == answered.answer.strip()
    assert {(span.section, span.temperature, span.seed) for span in done.sections} == {
        (PROSE, 0.6, done.settings.seed),
        (CODE, 1.2, stream_seed(done.settings.seed, CODE)),
    }


def test_the_record_says_where_in_the_text_each_section_begins(answered: Answered) -> None:
    first, code, after, *_ = answered.done.sections
    assert (first.first, first.start) == (0, 0)
    opening = answered.answer[: code.start]
    assert opening.rpartition("```")[2].endswith("\n")
    block = answered.answer[code.start : after.start]
    assert "```" in block.rstrip("\n").rpartition("\n")[2]
    assert 0 < code.first < after.first < answered.done.stats.answer_tokens


def test_the_answer_is_made_again_from_its_record(starter: ProcessEngine, answered: Answered) -> None:
    settings = answered.done.settings.to_settings()
    assert settings.sections == SECTIONS
    again = collect(starter.generate(ASK, settings, replay=answered.done.evaluation))
    assert again.answer == answered.answer
    assert again.done.sections == answered.done.sections


def test_answers_made_together_follow_their_own_text(starter: ProcessEngine) -> None:
    seeds = (3, 4)
    settings = tuple(replace(SETTINGS, seed=seed, max_tokens=40) for seed in seeds)
    texts = ["", ""]
    dones: dict[int, Done] = {}
    for event in starter.generate_many(ASK, settings):
        if isinstance(event, Token):
            texts[event.answer] += event.text
        elif isinstance(event, Done):
            dones[event.answer] = event
    assert [dones[number].sections[0] for number in (0, 1)] == [SectionSpan(0, PROSE, 0.6, seed, 0) for seed in seeds]
    second = dones[1]
    again = collect(starter.generate(ASK, second.settings.to_settings(), replay=second.evaluation))
    assert (again.answer, again.done.sections) == (texts[1], second.sections)


def test_an_answer_that_goes_on_begins_in_the_section_where_it_was_cut(starter: ProcessEngine) -> None:
    written = "Look:\n\n```python\nx = 1\n"
    short = replace(SETTINGS, seed=1, max_tokens=2)
    answered = collect(starter.generate(ASK, short, continuation=Continuation(None, written)))
    assert answered.done.sections[0] == SectionSpan(0, CODE, 1.2, stream_seed(1, CODE), len(written))


def test_sections_of_one_temperature_share_a_chain_and_change_nothing(starter: ProcessEngine) -> None:
    same = SectionTemperatures(**dict.fromkeys(TextSection, 0.6))
    plain = replace(SETTINGS, seed=2, max_tokens=48, follow_text=False, sections=None)
    without = collect(starter.generate(ASK, plain))
    with_them = collect(starter.generate(ASK, replace(SETTINGS, seed=2, max_tokens=48, sections=same)))
    assert without.answer == with_them.answer
    assert without.done.sections == ()
    assert {(span.temperature, span.seed) for span in with_them.done.sections} == {(0.6, 2)}


def test_a_model_that_was_helped_out_of_a_circle_goes_on_warmer(starter_model: Path) -> None:
    cold = SectionTemperatures(**dict.fromkeys(TextSection, 0.0))
    settings = SamplingSettings(temperature=0, max_tokens=300, seed=1, sections=cold)
    with loaded_engine(starter_model, EngineSettings(context=4096, threads=1)) as engine:
        answered = collect(engine.generate(question("la " * 24), settings))
    assert answered.done.stats.loops >= 1
    first, *_, last = answered.done.sections
    assert (first.temperature, last.temperature) == (0.0, 0.15)
    assert last.first > 0


def test_thinking_has_a_section_of_its_own(r1: ProcessEngine) -> None:
    settings = replace(SETTINGS, seed=3, max_tokens=8, max_thinking_tokens=12)
    done = collect(r1.generate(question("Why?"), settings)).done
    assert done.sections[0] == SectionSpan(0, TextSection.THINKING, 0.65, stream_seed(3, TextSection.THINKING), 0)
    assert done.sections[1].first == done.stats.thinking_tokens
    assert (done.sections[1].section, done.sections[1].start) == (PROSE, 0)


def test_an_answer_that_has_to_be_json_is_json_throughout(r1: ProcessEngine) -> None:
    schema = '{"type": "object", "properties": {"code": {"enum": ["```python\\n", "$$x"]}}, "required": ["code"]}'
    settings = replace(SETTINGS, seed=3, max_tokens=200, max_thinking_tokens=12, schema=schema)
    done = collect(r1.generate(question("Which?"), settings)).done
    assert done.fault is None
    assert kinds(done) == (TextSection.THINKING, TextSection.JSON)
    assert done.sections[1].temperature == 0.4


def test_the_seed_of_a_section_is_the_documented_one() -> None:
    assert stream_seed(7, PROSE) == 7
    digest = hashlib.sha256(b"7:code").digest()
    assert stream_seed(7, CODE) == int.from_bytes(digest[:4], "little") % (2**32 - 1)
    seeds = {stream_seed(seed, section) for seed in range(50) for section in TextSection}
    assert len(seeds) == 50 * len(TextSection)
    assert all(0 <= seed < 2**32 - 1 for seed in seeds)


def write(tracker: SectionTracker, *pieces: str) -> None:
    """Let the tracker see an answer of which each piece is a token."""
    place, before = 0, None
    for token, text in enumerate(pieces):
        section = tracker.section(Channel.ANSWER)
        if section is not before:
            tracker.note(section, temperature=SECTIONS.of(section), seed=1, token=token, start=place)
        before = section
        tracker.feed([Piece(Channel.ANSWER, text)])
        place += len(text)


def spans(tracker: SectionTracker, tokens: int) -> list[tuple[int, TextSection, int]]:
    return [(span.first, span.section, span.start) for span in tracker.spans(tokens)]


def test_what_is_taken_back_is_forgotten() -> None:
    tracker = SectionTracker(is_json=False)
    write(tracker, "a\n", "```py\n", "x\n", "```\n", "y", "$z")
    assert spans(tracker, 6) == [(0, PROSE, 0), (2, CODE, 8), (4, PROSE, 14)]
    tracker.take_back(tokens=3, written=10)
    assert spans(tracker, 3) == [(0, PROSE, 0), (2, CODE, 8)]
    assert tracker.section(Channel.ANSWER) is CODE
    tracker.note(CODE, temperature=0.65, seed=1, token=3, start=10)
    assert spans(tracker, 4)[-1] == (3, CODE, 10)  # another chain, of the same section


def test_a_section_of_which_no_token_stayed_is_not_told() -> None:
    tracker = SectionTracker(is_json=False)
    write(tracker, "```\n", "x\n", "```\n", "")
    assert spans(tracker, 3) == [(0, PROSE, 0), (1, CODE, 4)]


def test_what_was_written_before_counts() -> None:
    tracker = SectionTracker(is_json=False, thought="hm", written="$$x")
    tracker.note(TextSection.THINKING, temperature=0.6, seed=1, token=0, start=3)
    write(tracker, "$$", " is")
    assert spans(tracker, 2)[0] == (0, TextSection.THINKING, 5)
    assert tracker.section(Channel.ANSWER) is PROSE
    assert tracker.section(Channel.THINKING) is TextSection.THINKING
