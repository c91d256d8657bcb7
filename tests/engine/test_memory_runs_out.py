"""The memory of a device runs out for real, at the load and in the middle of a conversation, and the talk goes on.

Vulkan's device made of software says that it has 2,048 MiB, and takes what the machine has: where a test is about an
allocation that fails, the engine process gets no more address space than that.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from models.engine import (
    AnswerEvent,
    ChatMessage,
    Done,
    EngineSettings,
    Loaded,
    OnExhaustion,
    OutOfMemoryError,
    PlanChange,
    ProcessEngine,
    Prompt,
    Role,
    TakenBack,
    Token,
    process,
)
from models.runtime import CacheType
from models.system import engine_command
from tests.engine.large_context import TOO_LONG, WHOLE_DEVICE, large_context_model
from tests.support.engines import collect, question, sampling
from tests.support.tiny_model import write_byte_model

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and signals of a process")

ASK = EngineSettings(context=2048, threads=1, gpu_layers=100)
GO_ON = replace(ASK, on_exhaustion=OnExhaustion.NEXT_PLAN)
TALK = (
    ChatMessage(Role.USER, "My name is Ada."),
    ChatMessage(Role.ASSISTANT, "Hello, Ada!"),
    ChatMessage(Role.USER, "What is my name?"),
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_context_model(tmp_path_factory.mktemp("model") / "large.gguf")


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "small.gguf")


@pytest.fixture
def engine(vulkan_runtime: Path) -> Iterator[ProcessEngine]:
    made = ProcessEngine(libraries=vulkan_runtime)
    yield made
    made.close()


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch, vulkan_runtime: Path) -> None:
    """Give every engine process room for itself and 2,048 MiB."""
    engine = ProcessEngine(libraries=vulkan_runtime)
    engine.describe()
    room = psutil.Process(engine.pid).memory_info().vms + (2048 << 20)
    engine.close()
    command = engine_command
    monkeypatch.setattr(process, "engine_command", lambda: ["prlimit", f"--as={room}", *command()])


def loaded(events: Iterator[object]) -> Loaded:
    *_, last = (event for event in events if isinstance(event, Loaded))
    return last


def end(engine: ProcessEngine, by: str) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):  # it is dead: what it had sent is still being read
        psutil.Process(engine.pid).send_signal(getattr(signal, by))


def asked(engine: ProcessEngine, messages: tuple[ChatMessage, ...] = TALK, *, tokens: int = 4) -> Iterator[AnswerEvent]:
    return engine.generate(messages, sampling(max_tokens=tokens))


@pytest.mark.usefixtures("little_memory")
def test_a_context_that_does_not_fit_is_offered_with_less_and_less_until_it_does(
    engine: ProcessEngine, model: Path
) -> None:
    settings = replace(ASK, context=WHOLE_DEVICE, batch=128)
    offers: list[OutOfMemoryError] = []
    last = None
    while last is None and len(offers) < 12:
        try:
            last = loaded(engine.load(model, settings, plan=offers[-1].next_plan if offers else None))
        except OutOfMemoryError as error:
            offers.append(error)
    assert last is not None
    assert all(offer.details and offer.next_plan for offer in offers)
    assert offers[0].text.id.startswith("engine.memory.device.")
    assert last.plan is not None
    assert last.plan == offers[-1].next_plan
    assert last.engine.gpu_layers == last.plan.layers
    assert collect(asked(engine)).done.stats.answer_tokens == 4


@pytest.mark.usefixtures("little_memory")
def test_the_next_plans_are_taken_where_the_user_says_so(engine: ProcessEngine, model: Path) -> None:
    settings = replace(GO_ON, context=WHOLE_DEVICE, batch=128)
    last = loaded(engine.load(model, settings))
    assert last.plan is not None
    assert {notice.text_id for notice in last.notices} & {f"engine.next_plan.{change}" for change in PlanChange}
    assert last.engine.gpu_layers == last.plan.layers
    assert last.engine.cache_type == last.plan.cache_type
    assert last.engine.context >= last.plan.context


def test_a_context_that_makes_llama_cpp_abort_is_loaded_with_less(engine: ProcessEngine, model: Path) -> None:
    last = loaded(engine.load(model, replace(GO_ON, context=TOO_LONG, batch=128)))
    assert last.plan is not None
    assert last.plan.layers < 17 or last.plan.cache_type is CacheType.Q8_0 or last.plan.context < TOO_LONG
    assert collect(asked(engine)).done.stats.answer_tokens == 4


@pytest.mark.parametrize("by", ["SIGKILL", "SIGABRT"])
def test_a_death_is_followed_by_an_offer_and_the_next_question_takes_it(
    by: str, engine: ProcessEngine, small_model: Path
) -> None:
    undisturbed = loaded(engine.load(small_model, ASK))
    prompt = collect(asked(engine)).done.evaluation
    with pytest.raises(OutOfMemoryError) as caught:  # noqa: PT012 - the prompt goes on until the death is noticed
        for event in asked(engine, (*TALK, *answer_and_question("Ada.", "And again? " * 90))):
            if isinstance(event, Prompt):
                end(engine, by)
    assert caught.value.text.id == "engine.memory.died.batch"
    assert caught.value.next_plan is not None
    assert engine.loaded is None
    events = list(asked(engine))
    again = loaded(iter(events))
    assert again.plan == caught.value.next_plan
    assert again.plan != undisturbed.plan
    assert [notice.text_id for notice in again.notices] == ["engine.next_plan.batch"]
    done = collect(iter(events)).done
    assert done.evaluation is not None
    assert prompt is not None
    assert done.evaluation.prompt == prompt.prompt  # all of the conversation, word for word


def answer_and_question(answer: str, text: str) -> tuple[ChatMessage, ...]:
    return (ChatMessage(Role.ASSISTANT, answer), *question(text))


def test_an_answer_goes_on_by_itself_after_a_death_and_begins_again(engine: ProcessEngine, small_model: Path) -> None:
    loaded(engine.load(small_model, GO_ON))
    prompt = collect(asked(engine)).done.evaluation
    events, kills = [], 1
    for event in asked(engine, tokens=40):
        events.append(event)
        if isinstance(event, Token) and kills:
            kills -= 1
            end(engine, "SIGKILL")
    place = next(index for index, event in enumerate(events) if isinstance(event, TakenBack))
    assert events[place] == TakenBack(events[place].request, thinking=0, written=0)
    last = loaded(iter(events[place:]))
    assert [notice.text_id for notice in last.notices] == ["engine.next_plan.batch"]
    done = events[-1]
    assert isinstance(done, Done)
    assert done.stats.answer_tokens == 40
    assert done.evaluation is not None
    assert prompt is not None
    assert done.evaluation.prompt == prompt.prompt


def test_another_program_takes_the_memory_in_the_middle_of_a_conversation(
    engine: ProcessEngine, model: Path, request: pytest.FixtureRequest
) -> None:
    before = loaded(engine.load(model, replace(GO_ON, context=WHOLE_DEVICE, batch=128, state_mib=0)))
    prompt = collect(asked(engine)).done.evaluation
    request.getfixturevalue("little_memory")
    events, kills = [], 1
    for event in asked(engine):
        events.append(event)
        if isinstance(event, Token | Prompt) and kills:
            kills -= 1
            end(engine, "SIGKILL")
    after, done = loaded(iter(events)), events[-1]
    assert before.plan is not None
    assert after.plan is not None
    assert after.plan.needed < before.plan.needed
    assert isinstance(done, Done)
    assert done.evaluation is not None
    assert prompt is not None
    assert done.evaluation.prompt == prompt.prompt


def test_deaths_on_the_device_end_on_the_processor_and_then_in_a_plain_error(
    engine: ProcessEngine, small_model: Path
) -> None:
    loaded(engine.load(small_model, GO_ON))
    devices: list[str] = []
    with pytest.raises(process.EngineGoneError) as caught:  # noqa: PT012 - it goes on until nothing is left to try
        for event in asked(engine, question("Tell me about the sea. " * 30)):
            if isinstance(event, Loaded):
                devices.append(event.engine.device)
            if isinstance(event, Prompt):
                end(engine, "SIGKILL")
    assert caught.value.text.id == "engine.died"
    assert devices[-1] == "CPU"
    assert set(devices[:-1]) == {"Vulkan0"}
    done = collect(asked(engine)).done
    assert done.engine.device == "CPU"
