"""Plans against what llama.cpp logs when it loads the same model for real: they agree within 3 %."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.files import read_header
from models.runtime import (
    Backend,
    CacheType,
    DeviceMemory,
    Measurement,
    Measurements,
    MemoryPlan,
    ModelShape,
    NativeBuild,
    PlanWish,
    plan,
    shape_of_file,
)
from tests.engine.sliding_model import write_sliding_model
from tests.support.logged_buffers import LoggedBuffers, logged_buffers

MIB = 1 << 20
ROOMY = 1 << 40
NEAR = 0.03
SPLIT = 0.75
"""MiB by which computing may differ with where the layers are split; it is measured with half of them."""

OWN = NativeBuild("cpu", None)
DEVICE = DeviceMemory("Vulkan0", Backend.VULKAN, total=2048 * MIB, free=2048 * MIB)


def planned(model: Path, build: NativeBuild, device: DeviceMemory | None, wish: PlanWish, home: Path) -> MemoryPlan:
    """Return the plan for a model, with what computing takes as measured, for a context of any length."""
    shape = replace(shape_of_file(read_header(model)), trained_context=None)
    wanted = Measurement(device.name if device else None, shape.all_layers, wish.cache_type, wish.batch)
    measured = Measurements(home / "measurements.json").measure(model, build, wanted, patience=120)
    assert measured is not None
    return plan(shape, device, wish, ROOMY, compute=measured)


def agrees(found: MemoryPlan, logged: LoggedBuffers) -> None:
    """Hold a plan against the log, each part and the sum of them."""
    assert found.layers == logged.layers
    # The log has two decimals.
    assert found.weights / MIB == pytest.approx(logged.model, rel=NEAR, abs=0.02)
    assert found.kv / MIB == pytest.approx(logged.kv, rel=NEAR, abs=0.02)
    assert found.compute / MIB == pytest.approx(logged.compute, rel=NEAR, abs=SPLIT)
    assert found.needed / MIB == pytest.approx(logged.model + logged.kv + logged.compute, rel=NEAR, abs=SPLIT)


@pytest.mark.parametrize(
    ("context", "batch", "cache_type"),
    [(8192, 512, CacheType.F16), (3000, 128, CacheType.Q8_0)],
)
def test_the_starter_on_the_processor(
    starter_model: Path, tmp_path: Path, context: int, batch: int, cache_type: CacheType
) -> None:
    wish = PlanWish(context=context, batch=batch, cache_type=cache_type)
    found = planned(starter_model, OWN, None, wish, tmp_path)
    logged = logged_buffers(starter_model, None, layers=0, context=context, batch=batch, cache_type=cache_type)
    shape = shape_of_file(read_header(starter_model))
    kv = shape.kv_bytes(context, cache_type, shape.all_layers)
    assert kv / MIB == pytest.approx(logged.host_kv, abs=0.02)
    assert (found.host - kv - shape.host_weights(0)) / MIB == pytest.approx(logged.host_compute, rel=NEAR)


def test_the_tiny_model_on_the_processor(tiny_r1_model: Path, tmp_path: Path) -> None:
    found = planned(tiny_r1_model, OWN, None, PlanWish(context=8192), tmp_path)
    logged = logged_buffers(tiny_r1_model, None, layers=0)
    shape: ModelShape = shape_of_file(read_header(tiny_r1_model))
    assert found.host / MIB == pytest.approx(
        shape.host_weights(0) / MIB + logged.host_kv + logged.host_compute, rel=NEAR
    )
    # 297 MiB of it are a batch of 512 times a vocabulary of 151,936, four bytes each.
    assert logged.host_compute == pytest.approx(300, rel=NEAR)


def test_layers_with_a_sliding_window_keep_the_whole_context(tmp_path: Path) -> None:
    model = write_sliding_model(tmp_path / "sliding.gguf", window=64)
    shape = shape_of_file(read_header(model))
    logged = logged_buffers(model, None, layers=0, context=4096)
    assert shape.kv_bytes(4096, CacheType.F16, shape.all_layers) / MIB == pytest.approx(logged.host_kv, abs=0.02)


@pytest.mark.parametrize(
    ("layers", "context", "batch", "cache_type"),
    [
        (31, 8192, 512, CacheType.F16),
        (31, 4096, 128, CacheType.Q8_0),
        (16, 8192, 512, CacheType.F16),
    ],
)
def test_the_starter_on_a_graphics_card(
    starter_model: Path,
    vulkan_runtime: Path,
    tmp_path: Path,
    layers: int,
    context: int,
    batch: int,
    cache_type: CacheType,
) -> None:
    wish = PlanWish(context=context, batch=batch, cache_type=cache_type, layers=layers)
    found = planned(starter_model, NativeBuild("vulkan", vulkan_runtime), DEVICE, wish, tmp_path)
    agrees(
        found,
        logged_buffers(
            starter_model, vulkan_runtime, layers=layers, context=context, batch=batch, cache_type=cache_type
        ),
    )


@pytest.mark.parametrize("layers", [3, 2])
def test_the_tiny_model_on_a_graphics_card(
    tiny_r1_model: Path, vulkan_runtime: Path, tmp_path: Path, layers: int
) -> None:
    """Its vocabulary is more than this card can compute at once: the output stays with the processor."""
    wish = PlanWish(context=8192, layers=layers)
    found = planned(tiny_r1_model, NativeBuild("vulkan", vulkan_runtime), DEVICE, wish, tmp_path)
    agrees(found, logged_buffers(tiny_r1_model, vulkan_runtime, layers=layers))


def test_as_many_layers_as_the_plan_says_do_load_where_memory_is_short(
    starter_model: Path, vulkan_runtime: Path, tmp_path: Path
) -> None:
    """The real limit of the card is 2,048 MiB; the plan is made for it with a context that does not fit whole."""
    wish = PlanWish(context=131_072)
    found = planned(starter_model, NativeBuild("vulkan", vulkan_runtime), DEVICE, wish, tmp_path)
    assert 1 < found.layers < found.all_layers
    agrees(found, logged_buffers(starter_model, vulkan_runtime, layers=found.layers, context=131_072))
