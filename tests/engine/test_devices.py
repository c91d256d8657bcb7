"""Models on a real device: the layers that are chosen, given to it, and logged are the same number."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import EngineSettings, Loaded, ProcessEngine, Ready
from models.engine.process import EngineProcess
from models.runtime import Grade
from tests.engine.large_context import WHOLE_DEVICE, large_context_model
from tests.support.engines import collect, question, sampling

TINY_LAYERS = 3  # the output is one


@pytest.fixture
def engine(vulkan_runtime: Path) -> Iterator[ProcessEngine]:
    made = ProcessEngine(libraries=vulkan_runtime)
    yield made
    made.close()


def load(engine: ProcessEngine, path: Path, *, layers: int | None, context: int = 512) -> Loaded:
    *_, last = engine.load(path, EngineSettings(context=context, threads=1, gpu_layers=layers))
    assert isinstance(last, Loaded)
    return last


def test_the_build_has_one_device_of_two_gibibytes(engine: ProcessEngine) -> None:
    first, *others = engine.describe().devices
    assert first.name == "Vulkan0"
    assert first.total_bytes == 2048 << 20
    assert [device.name for device in others] == ["CPU"]


@pytest.mark.parametrize(("wished", "layers"), [(None, TINY_LAYERS), (TINY_LAYERS, TINY_LAYERS), (2, 2), (1, 1)])
def test_the_layers_of_the_plan_are_on_the_device(
    wished: int | None, layers: int, engine: ProcessEngine, tiny_r1_model: Path
) -> None:
    loaded = load(engine, tiny_r1_model, layers=wished)
    assert loaded.plan is not None
    assert loaded.plan.layers == loaded.engine.gpu_layers == layers
    assert loaded.plan.all_layers == loaded.all_layers == TINY_LAYERS
    assert loaded.plan.device == loaded.engine.device == "Vulkan0"
    assert loaded.plan.grade is (Grade.FITS if layers == TINY_LAYERS else Grade.PARTLY)
    assert loaded.why is None
    assert not loaded.notices


def test_more_layers_than_there_are_is_all_of_them(engine: ProcessEngine, tiny_r1_model: Path) -> None:
    assert load(engine, tiny_r1_model, layers=1000).engine.gpu_layers == TINY_LAYERS


def test_no_layers_leave_the_device_alone(engine: ProcessEngine, tiny_r1_model: Path) -> None:
    loaded = load(engine, tiny_r1_model, layers=0)
    assert (loaded.engine.device, loaded.engine.gpu_layers) == ("CPU", 0)
    assert loaded.why is not None
    assert loaded.why.text_id == "engine.on_cpu.chosen"
    assert collect(engine.generate(question("Hi"), sampling(max_tokens=3))).done.engine.device == "CPU"


@pytest.mark.parametrize(("model", "layers"), [("starter_model", 16), ("tiny_r1_model", 2)])
def test_a_part_of_a_model_on_the_device_answers(
    model: str, layers: int, engine: ProcessEngine, request: pytest.FixtureRequest
) -> None:
    loaded = load(engine, request.getfixturevalue(model), layers=layers, context=256)
    assert loaded.engine.gpu_layers == layers
    done = collect(engine.generate(question("Hi"), sampling(max_tokens=2))).done
    assert done.engine.gpu_layers == layers
    assert done.stats.answer_tokens == 2


def test_another_model_is_planned_anew_in_a_new_process(
    engine: ProcessEngine, starter_model: Path, tiny_r1_model: Path
) -> None:
    assert load(engine, tiny_r1_model, layers=None).engine.gpu_layers == TINY_LAYERS
    first = engine.pid
    assert load(engine, starter_model, layers=None).engine.gpu_layers == 31
    assert engine.pid != first  # what was on the device is gone for sure


def test_what_is_free_on_the_device_is_asked_again_before_a_load(engine: ProcessEngine, tiny_r1_model: Path) -> None:
    engine.describe()
    asked_before = engine.pid
    load(engine, tiny_r1_model, layers=None)
    assert engine.pid != asked_before


def test_a_context_that_leaves_no_room_for_all_layers_puts_fewer_on_the_device(
    engine: ProcessEngine, tmp_path: Path
) -> None:
    path = large_context_model(tmp_path / "large.gguf")
    loaded = load(engine, path, layers=None, context=WHOLE_DEVICE)
    assert loaded.plan is not None
    assert 0 < loaded.plan.layers < loaded.plan.all_layers
    assert loaded.plan.layers == loaded.engine.gpu_layers


def test_where_nothing_fits_on_the_device_the_processor_computes_and_says_why(
    engine: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(process: EngineProcess, **named: Callable[[], bool]) -> Ready:
        ready = asked(process, **named)
        return replace(ready, devices=tuple(replace(device, free_bytes=1 << 20) for device in ready.devices))

    asked = EngineProcess.ready
    monkeypatch.setattr(EngineProcess, "ready", full)
    loaded = load(engine, large_context_model(tmp_path / "large.gguf"), layers=None)
    assert loaded.engine.gpu_layers == 0
    assert loaded.why is not None
    assert loaded.why.text_id == "engine.on_cpu.no_room"
