"""The computer's own memory runs out for real where there is no graphics card."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from models.engine import EngineSettings, Loaded, OnExhaustion, OutOfMemoryError, PlanChange, ProcessEngine, process
from models.system import engine_command
from tests.engine.large_context import WHOLE_DEVICE, large_context_model
from tests.support.engines import collect, question, sampling

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of a process")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_context_model(tmp_path_factory.mktemp("model") / "large.gguf")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessEngine]:
    """An engine whose processes have room for themselves and 2,048 MiB."""
    free = ProcessEngine()
    free.describe()
    room = psutil.Process(free.pid).memory_info().vms + (2048 << 20)
    free.close()
    monkeypatch.setattr(process, "engine_command", lambda: ["prlimit", f"--as={room}", *engine_command()])
    made = ProcessEngine()
    yield made
    made.close()


def test_a_context_that_does_not_fit_is_offered_compressed(engine: ProcessEngine, model: Path) -> None:
    with pytest.raises(OutOfMemoryError) as caught:
        list(engine.load(model, EngineSettings(context=WHOLE_DEVICE, threads=1, batch=128)))
    assert caught.value.change is PlanChange.CACHE
    assert caught.value.text.id == "engine.memory.machine.cache"
    answered = list(engine.generate(question("Hi."), sampling(max_tokens=3)))  # asking again takes the offer
    last = next(event for event in answered if isinstance(event, Loaded))
    assert last.plan == caught.value.next_plan
    assert last.engine.cache_type == "q8_0"
    assert [notice.text_id for notice in last.notices] == ["engine.next_plan.cache"]
    assert last.why is not None
    assert last.why.text_id == "engine.on_cpu.no_build"
    assert collect(iter(answered)).done.stats.answer_tokens == 3


def test_smaller_and_smaller_contexts_are_taken_where_the_user_says_so(engine: ProcessEngine, model: Path) -> None:
    settings = EngineSettings(context=3 * WHOLE_DEVICE, threads=1, on_exhaustion=OnExhaustion.NEXT_PLAN)
    *_, last = engine.load(model, settings)
    assert isinstance(last, Loaded)
    assert last.plan is not None
    assert last.engine.context == last.plan.context < 3 * WHOLE_DEVICE
    assert "engine.next_plan.context" in {notice.text_id for notice in last.notices}
