"""Many hands on one engine: stops at any moment, two questions, the end in the middle of everything."""

import queue
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import psutil
import pytest

from models.engine import EngineSettings, Loading, ProcessEngine, Prompt, Token
from models.engine.process import Events
from models.engine.protocol import Counted, CountTokens
from models.errors import UserError
from models.record import StopReason
from tests.support.engines import collect, loaded_engine, noted_tokens, question, sampling
from tests.support.tiny_model import write_byte_model

LONG_ANSWER = sampling(max_tokens=100_000)


@pytest.fixture(scope="module")
def byte_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")


@pytest.fixture(scope="module")
def engine(byte_model: Path) -> Iterator[ProcessEngine]:
    with loaded_engine(byte_model, EngineSettings(context=4096, threads=1)) as one:
        yield one


def answers(engine: ProcessEngine) -> bool:
    return collect(engine.generate(question("Hi"), sampling(max_tokens=2))).done.stats.answer_tokens == 2


def test_stops_at_random_moments_end_the_answer_and_nothing_else(engine: ProcessEngine) -> None:
    chance = Random(13)
    pid = engine.pid
    reasons = Counter[StopReason | None]()
    while reasons[StopReason.STOPPED] < 150:
        timer = threading.Timer(chance.random() * 0.02, engine.stop)
        text = "x" * chance.choice((1, 500, 3000))
        reason = None
        timer.start()
        while reason is None and timer.is_alive():  # else the stop came before the question and hit nothing
            reason = collect(engine.generate(question(text), LONG_ANSWER)).done.stats.stop_reason
        timer.join()
        reasons[reason] += 1
    assert reasons[StopReason.END] == 0
    assert engine.pid == pid
    assert answers(engine)


def test_a_stop_as_early_as_can_be_is_not_lost(engine: ProcessEngine) -> None:
    for _ in range(50):
        operation_seen = threading.Event()
        original = engine._host.living

        def stop_first(original: object = original, seen: threading.Event = operation_seen) -> object:
            engine.stop()  # the operation has begun, its request is not yet sent
            seen.set()
            return original()  # type: ignore[operator]

        engine._host.living = stop_first  # type: ignore[method-assign, assignment]
        try:
            answered = collect(engine.generate(question("Hi"), LONG_ANSWER))
        finally:
            engine._host.living = original  # type: ignore[method-assign]
        assert operation_seen.is_set()
        assert answered.done.stats.stop_reason is StopReason.STOPPED


def test_a_stop_reaches_those_who_wait_too(engine: ProcessEngine) -> None:
    first = engine.generate(question("One"), LONG_ANSWER)
    next(first)
    waiting: list[StopReason] = []
    started = threading.Event()

    def wait() -> None:
        started.set()
        waiting.append(collect(engine.generate(question("Two"), LONG_ANSWER)).done.stats.stop_reason)

    thread = threading.Thread(target=wait)
    thread.start()
    started.wait()
    while len(going_on := engine._operations.all()) < 2 or going_on[1].request is None:
        pass
    engine.stop()
    assert collect(first).done.stats.stop_reason is StopReason.STOPPED
    thread.join()
    assert waiting == [StopReason.STOPPED]


def test_answers_never_overlap(engine: ProcessEngine) -> None:
    def ask(number: int) -> None:
        collect(engine.generate(question(f"Question {number}"), sampling(max_tokens=60)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    with noted_tokens(engine) as said:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    changes = sum(one != other for one, other in pairwise(said))
    assert len(set(said)) == 4
    assert changes == 3


def test_tokens_are_counted_from_many_threads_while_an_answer_is_made(engine: ProcessEngine) -> None:
    events = engine.generate(question("One"), LONG_ANSWER)
    next(events)
    counts: list[int | None] = []
    threads = [threading.Thread(target=lambda: counts.append(engine.count_tokens("abc"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.stop()
    collect(events)
    assert counts == [3] * 8


def test_a_stop_is_noticed_while_a_long_text_is_counted(engine: ProcessEngine) -> None:
    events = engine.generate(question("One"), LONG_ANSWER)
    next(events)
    counted: Events = queue.SimpleQueue()
    assert engine._host.alive is not None
    engine._host.alive.ask(CountTokens(10**6, "word " * 500_000), counted)
    engine.stop()
    assert collect(events).done.stats.stop_reason is StopReason.STOPPED
    assert counted.empty()
    assert counted.get() == Counted(10**6, 2_500_000)


def test_abandoned_answers_do_not_pile_up(engine: ProcessEngine) -> None:
    for _ in range(20):
        events = engine.generate(question("One"), LONG_ANSWER)
        next(event for event in events if isinstance(event, Prompt))
        events.close()  # type: ignore[attr-defined]  # a generator, seen as an iterator
    assert answers(engine)
    assert engine._operations.all() == ()


@pytest.mark.parametrize("moment", ["loading", "prompt", "answer"])
def test_closing_in_the_middle_leaves_nothing(moment: str, byte_model: Path, starter_model: Path) -> None:
    engine = ProcessEngine()
    errors: list[str] = []
    reached = threading.Event()

    def work() -> None:
        try:
            if moment == "loading":
                for loading in engine.load(starter_model, EngineSettings()):
                    assert isinstance(loading, Loading)
                    reached.set()
            list(engine.load(byte_model, EngineSettings(context=4096)))
            for event in engine.generate(question("x" * 3000), LONG_ANSWER):
                if isinstance(event, Prompt if moment == "prompt" else Token):
                    reached.set()
        except UserError as error:
            errors.append(error.text.id)

    thread = threading.Thread(target=work)
    thread.start()
    assert reached.wait(60)
    pid = engine.pid
    assert pid is not None
    engine.close()
    thread.join()
    assert errors == ["engine.closed"]
    assert not psutil.pid_exists(pid)
    assert engine.pid is None


def test_after_the_end_nothing_starts_again(byte_model: Path) -> None:
    with loaded_engine(byte_model) as engine:
        engine.close()
        engine.close()
        for attempt in (
            lambda: list(engine.load(byte_model, EngineSettings())),
            lambda: list(engine.generate(question("Hi"), sampling())),
            engine.describe,
        ):
            with pytest.raises(UserError) as caught:
                attempt()
            assert caught.value.text.id == "engine.closed"
        assert engine.count_tokens("a") is None
        engine.stop()


def test_an_unloaded_model_is_gone_and_another_can_be_loaded(byte_model: Path) -> None:
    with loaded_engine(byte_model) as engine:
        pid = engine.pid
        engine.unload()
        assert pid is not None
        assert not psutil.pid_exists(pid)
        assert engine.loaded is None
        with pytest.raises(UserError) as caught:
            list(engine.generate(question("Hi"), sampling()))
        assert caught.value.text.id == "engine.no_model"
        list(engine.load(byte_model, EngineSettings(context=512)))
        assert answers(engine)
