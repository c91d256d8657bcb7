"""What counts as memory that ran out, what is less with the next plan, and how it is said."""

from dataclasses import replace

import pytest

from models.engine import OutOfMemoryError, PlanChange
from models.engine.exhaustion import mentions_memory, out_of_memory, plan_changes, ran_out, taken
from models.engine.process import EngineGoneError
from models.errors import Text, UserError, user_error
from models.runtime import CacheType, MemoryPlan
from models.texts import LANGUAGES, Phrasebook
from tests.support.memory_plans import PLAN

ON_CPU = replace(PLAN, device="CPU", layers=0)
KILLED = EngineGoneError(Text("engine.died"), "exit code -9 (SIGKILL)", exit_code=-9)
ABORTED = EngineGoneError(Text("engine.died"), "exit code -6 (SIGABRT)\nCUDA error: out of memory", exit_code=-6)
CRASHED = EngineGoneError(Text("engine.died"), "exit code -11 (SIGSEGV)", exit_code=-11)
CLOSED = EngineGoneError(Text("engine.closed"))
SAID = user_error("engine.out_of_memory", "ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed")
LESS = {
    PlanChange.CPU: ON_CPU,
    PlanChange.LAYERS: replace(PLAN, layers=20),
    PlanChange.CONTEXT: replace(PLAN, context=4096),
    PlanChange.CACHE: replace(PLAN, cache_type=CacheType.Q8_0),
    PlanChange.BATCH: replace(PLAN, batch=256),
}


@pytest.mark.parametrize(
    "line",
    [
        "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 4096.00 MiB on device 0: cudaMalloc failed",
        "ggml_vulkan: Device memory allocation of size 2147483648 failed. ErrorOutOfDeviceMemory",
        "ggml_aligned_malloc: insufficient memory (attempted to allocate 4096.00 MB)",
        "alloc_tensor_range: failed to allocate Vulkan0 buffer of size 2147483648",
        "graph_reserve: failed to allocate compute buffers",
        "llama_mmap: mmap failed: Cannot allocate memory",
        "terminate called after throwing an instance of 'std::bad_alloc'",
    ],
)
def test_lines_that_tell_of_memory(line: str) -> None:
    assert mentions_memory(f"loading\n{line}\nfailed")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "llama_kv_cache: size = 2880.00 MiB",
        "unknown model architecture: 'qwen99'",
        "ggml_vulkan: Failed to allocate pinned memory (No suitable memory type found: ErrorOutOfDeviceMemory)",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not mentions_memory(line)


@pytest.mark.parametrize(
    ("error", "on_device", "room", "meant"),
    [
        (SAID, True, True, True),
        (SAID, False, True, True),
        (ABORTED, False, True, True),
        (KILLED, True, True, True),
        (CRASHED, True, True, True),
        (KILLED, False, False, True),
        (KILLED, False, True, False),
        (CRASHED, False, False, False),
        (CLOSED, True, False, False),
        (user_error("engine.load_failed", name="x"), True, False, False),
    ],
)
def test_what_means_that_memory_ran_out(error: UserError, on_device: bool, room: bool, meant: bool) -> None:  # noqa: FBT001 - parameters of the test
    assert ran_out(error, on_device=on_device, room=room) is meant


@pytest.mark.parametrize("change", PlanChange)
@pytest.mark.parametrize("error", [SAID, KILLED])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_says_what_happened_and_what_changes(change: PlanChange, error: UserError, language: str) -> None:
    offer = out_of_memory(error, PLAN, LESS[change])
    assert isinstance(offer, OutOfMemoryError)
    assert offer.change is change
    assert offer.next_plan == LESS[change]
    assert offer.details == error.details
    say = Phrasebook(language)
    assert "CUDA0" in say.phrase(offer.text)
    assert say(f"plan.offer.{change}", layers=20, context=4096)
    (told,) = taken(PLAN, LESS[change])
    assert say.phrase(told)


def test_several_changes_are_all_told_but_the_batch() -> None:
    after = replace(PLAN, layers=5, cache_type=CacheType.Q8_0, context=2048, batch=128)
    assert plan_changes(PLAN, after) == (PlanChange.LAYERS, PlanChange.CONTEXT, PlanChange.CACHE, PlanChange.BATCH)
    assert [text.id for text in taken(PLAN, after)] == [
        "engine.next_plan.layers",
        "engine.next_plan.context",
        "engine.next_plan.cache",
    ]


def test_the_processor_with_a_longer_context_again_is_told_as_the_processor() -> None:
    failed = replace(PLAN, layers=5, cache_type=CacheType.Q8_0, context=2048, batch=128)
    assert plan_changes(failed, ON_CPU) == (PlanChange.CPU,)


@pytest.mark.parametrize(
    ("failed", "text"), [(PLAN, "engine.memory.device.end"), (ON_CPU, "engine.memory.machine.end")]
)
def test_the_end_of_the_ladder_is_a_clear_error_without_an_offer(failed: MemoryPlan, text: str) -> None:
    error = out_of_memory(SAID, failed, None)
    assert isinstance(error, OutOfMemoryError)
    assert error.next_plan is None
    assert error.text.id == text
    assert Phrasebook("en").phrase(error.text)


def test_a_death_that_nothing_is_known_of_stays_what_it_is_at_the_end() -> None:
    assert out_of_memory(KILLED, PLAN, None) is KILLED


def test_on_the_processor_it_is_the_computers_memory() -> None:
    offer = out_of_memory(SAID, ON_CPU, replace(ON_CPU, context=2048))
    assert offer.text.id == "engine.memory.machine.context"
    assert "2048" in Phrasebook("en").phrase(offer.text)
