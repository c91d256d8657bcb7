"""An answer's record is enough to make it again, whatever the engine had been doing before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from models.engine import (
    ChatMessage,
    Done,
    Draft,
    EngineSettings,
    ProcessEngine,
    Role,
    TakenBack,
    Token,
)
from models.engine.worker.batch_log import BatchLog
from models.errors import UserError
from models.record import Batch, Evaluation, StopReason, ThinkingEnd
from models.sampling import SamplingSettings
from tests.support.engines import Answered, collect, loaded_engine, question, sampling

WORDS = ("sea", "sky,", "蓝色", "green", "12", "why?", "light;", "海", "the", "of", "it", "is", "not", "3.14", "was")


@dataclass(frozen=True)
class Made:
    """An answer and what it was an answer to."""

    messages: tuple[ChatMessage, ...]
    settings: SamplingSettings
    text: str
    evaluation: Evaluation


def words(random: Random, most: int) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(1, most)))


class History:
    """A user who does anything at all, in several conversations at once."""

    def __init__(self, engine: ProcessEngine, random: Random) -> None:
        self._engine = engine
        self._random = random
        self._threads: dict[str, tuple[ChatMessage, ...]] = {"1": (), "2": (), "3": ()}
        self.made: list[Made] = []

    def go_on(self, answers: int) -> None:
        while len(self.made) < answers:
            conversation = self._random.choice(list(self._threads))
            text = words(self._random, 60)
            for _ in range(self._random.randint(0, 3)):
                self._type(conversation, text)
            self._answer(conversation, text)

    def _type(self, conversation: str, text: str) -> None:
        """Type some of the question, or of another one, and wait for the engine or not."""
        draft = text[: self._random.randint(0, len(text))] + self._random.choice(["", "", "  other words" * 9])
        working = self._engine.prefill(
            Draft(
                self._threads[conversation],
                draft,
                complete=self._random.random() < 0.5,
                answer_tokens=24,
                conversation=conversation,
            )
        )
        assert working is not None
        if self._random.random() < 0.7:
            working.wait(60)

    def _answer(self, conversation: str, text: str) -> None:
        random = self._random
        messages = (*self._threads[conversation], *question(text))
        settings = SamplingSettings(
            seed=random.randrange(2**31),
            temperature=random.choice([0, 0.6, 1.2]),
            top_k=random.choice([0, 50]),
            repeat_penalty=random.choice([1.0, 1.2]),
            max_tokens=random.choice([8, 40]),
            max_thinking_tokens=random.choice([None, 0, 7]),
            stop=random.choice([(), ("e",), ("\n", "a")]),
            schema=random.choice([None, None, '{"enum": ["red", "blue"]}']),
        )
        stop_after, answer_after = random.choice([None, None, 5]), random.choice([None, 3])
        seen, written = 0, ""
        for event in self._engine.generate(messages, settings, conversation=conversation):
            if isinstance(event, Token):
                seen += 1
                written += event.text
                if seen == stop_after:
                    self._engine.stop()
                if seen == answer_after:
                    self._engine.answer_now()
            if isinstance(event, TakenBack):
                written = written[: event.thinking + event.written]
            if isinstance(event, Done) and event.evaluation is not None:
                used = replace(settings, seed=event.settings.seed)
                self.made.append(Made(messages, used, written, event.evaluation))
                if len(messages) < 5:
                    self._threads[conversation] = (*messages, ChatMessage(Role.ASSISTANT, written or "nothing"))
                else:
                    self._threads[conversation] = ()


def again(engine: ProcessEngine, made: Made) -> str:
    answered = collect(engine.generate(made.messages, made.settings, replay=made.evaluation))
    return answered.thinking + answered.answer


@pytest.mark.parametrize("seed", range(4))
def test_answers_of_any_history_are_made_again_letter_by_letter(seed: int, tiny_r1_model: Path, tmp_path: Path) -> None:
    settings = EngineSettings(context=1024, threads=1 + seed % 2, batch=(512, 64)[seed % 2])
    engine = ProcessEngine(states=tmp_path)
    try:
        list(engine.load(tiny_r1_model, settings))
        history = History(engine, Random(seed))
        history.go_on(14)
        list(engine.load(tiny_r1_model, settings))  # everything else is on disk now
        history.go_on(20)
    finally:
        engine.close()
    cut = [run for made in history.made for run in made.evaluation.batches if run.kept < run.size]
    assert cut  # or nothing difficult has happened
    with loaded_engine(tiny_r1_model, settings) as other:
        for made in history.made:
            assert again(other, made) == made.text
            assert again(other, made) == made.text  # not only in an empty context


def many(engine: ProcessEngine, messages: tuple[ChatMessage, ...], *settings: SamplingSettings) -> list[Answered]:
    """Return the answers that were made together, in order."""
    texts = ["" for _ in settings]
    done: dict[int, Done] = {}
    for event in engine.generate_many(messages, settings):
        if isinstance(event, Token):
            texts[event.answer] += event.text
        if isinstance(event, TakenBack):
            texts[event.answer] = texts[event.answer][: event.thinking + event.written]
        if isinstance(event, Done):
            done[event.answer] = event
    assert sorted(done) == list(range(len(settings)))
    return [Answered(text, "", done[number]) for number, text in enumerate(texts)]


def test_answers_made_together_have_their_own_settings_and_lengths(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        answers = many(
            engine,
            question("Name a colour and say why."),
            sampling(max_tokens=5, seed=1),
            sampling(max_tokens=12, seed=2),
            replace(sampling(max_tokens=30), temperature=0.0),
            sampling(max_tokens=30, schema='{"enum": ["red", "blue"]}'),
        )
    assert [one.done.stats.answer_tokens for one in answers[:2]] == [5, 12]
    assert answers[3].answer in {'"red"', '"blue"'}
    assert len({one.answer for one in answers}) == 4
    assert all(one.done.evaluation and len(one.done.evaluation.together) == 4 for one in answers)


def test_answers_made_together_leave_the_conversation_as_it_was(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        ask = question("Tell me about the sea.")
        collect(engine.generate(ask, sampling()))
        many(engine, ask, sampling(seed=5), sampling(seed=6))
        after = collect(engine.generate(ask, sampling(seed=7)))
        assert after.done.stats.reused_tokens == after.done.stats.prompt_tokens - 1
        assert after.done.evaluation is not None
        assert again(engine, Made(ask, sampling(seed=7), "", after.done.evaluation)) == after.answer


def test_each_of_the_answers_made_together_is_made_again(tiny_r1_model: Path) -> None:
    chosen = (
        SamplingSettings(seed=1, max_tokens=30),
        SamplingSettings(seed=2, max_tokens=20, max_thinking_tokens=6),
        SamplingSettings(seed=3, max_tokens=40, temperature=1.3, repeat_penalty=1.1),
        SamplingSettings(seed=4, max_tokens=40, max_thinking_tokens=0, stop=("e",)),
    )
    with loaded_engine(tiny_r1_model) as engine:
        collect(engine.generate(question("Something before, 海"), sampling()))
        answers = many(engine, question("Something else?"), *chosen)
        assert answers[1].done.stats.thinking_end is ThinkingEnd.BUDGET
        for settings, one in zip(chosen, answers, strict=True):
            assert one.done.evaluation is not None
            assert again(engine, Made(question("Something else?"), settings, "", one.done.evaluation)) == one.answer


def test_answers_made_together_are_stopped_together_and_made_again(tiny_r1_model: Path) -> None:
    settings = tuple(SamplingSettings(seed=seed, max_tokens=400) for seed in range(3))
    with loaded_engine(tiny_r1_model) as engine:
        texts = ["", "", ""]
        done: list[Done] = []
        for count, event in enumerate(engine.generate_many(question("Why?"), settings)):
            if isinstance(event, Token):
                texts[event.answer] += event.text
            if isinstance(event, Done):
                done.append(event)
            if count == 12:
                engine.stop()
        assert {one.stats.stop_reason for one in done} == {StopReason.STOPPED}
        for one in done:
            assert one.evaluation is not None
            made = Made(question("Why?"), settings[one.answer], texts[one.answer], one.evaluation)
            assert again(engine, made) == made.text


def test_more_answers_than_one_batch_takes_are_all_made(tiny_r1_model: Path) -> None:
    settings = tuple(SamplingSettings(seed=seed, max_tokens=3) for seed in range(18))
    with loaded_engine(tiny_r1_model) as engine:
        answers = many(engine, question("Why?"), *settings)
    together = [one.done.evaluation.together for one in answers if one.done.evaluation]
    assert [len(one) for one in together] == [16] * 16 + [2] * 2


def test_nothing_is_made_again_of_another_conversation(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        first = collect(engine.generate(question("Tell me about the sea."), sampling()))
        evaluation = first.done.evaluation
        assert evaluation is not None
        wrong = (
            (question("Tell me about the sky."), evaluation),
            (question("Tell me about the sea."), replace(evaluation, batches=())),
            (question("Tell me about the sea."), replace(evaluation, batches=(Batch(1, 1, 2),))),
            (question("Tell me about the sea."), replace(evaluation, batches=(Batch(5000, 36, 1),))),
        )
        for messages, other in wrong:
            with pytest.raises(UserError) as caught:
                list(engine.generate(messages, sampling(), replay=other))
            assert caught.value.text.id == "engine.replay_differs"
        assert again(engine, Made(question("Tell me about the sea."), sampling(), "", evaluation)) == first.answer


def batches_of(log: BatchLog) -> Iterator[tuple[int, int]]:
    for run in log.batches():
        yield from [(run.size, run.kept)] * run.times


@pytest.mark.parametrize("seed", range(20))
def test_the_log_says_what_a_plain_list_of_batches_would(seed: int) -> None:
    random, log, plain = Random(seed), BatchLog(), list[tuple[int, int]]()
    for _ in range(200):
        if random.random() < 0.7:
            size = random.choice([1, 1, 1, 2, 30, 512])
            log.add(size)
            plain.append((size, size))
        else:
            keep = random.randint(0, sum(kept for _, kept in plain))
            log.cut(keep)
            while sum(kept for _, kept in plain) > keep:
                size, kept = plain.pop()
                left = keep - sum(kept for _, kept in plain)
                if left > 0:
                    plain.append((size, min(left, kept)))
                    break
        assert log.tokens == sum(kept for _, kept in plain)
        if random.random() < 0.3:
            log = BatchLog.of_numbers(log.numbers())
        assert list(batches_of(log)) == plain


@pytest.mark.parametrize("numbers", [[1], [1, 1], [0, 0, 1], [1, 2, 1], [4, 4, 0], [4, 4, 1, 2]])
def test_numbers_that_are_no_log_are_an_empty_one(numbers: list[int]) -> None:
    assert BatchLog.of_numbers(numbers).tokens == 0


def test_a_schema_and_a_stop_text_belong_to_the_settings_that_were_used(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        events = islice(engine.generate(question("Hi."), sampling(schema="", stop=("x",), max_tokens=4)), 10**6)
        used = collect(events).done.settings
    assert (used.schema, used.stop) == ("", ("x",))
