"""What the settings of the engine make of a plan."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from models.engine.planning import Planning, settled_shape
from models.engine.settings import EngineSettings, FlashAttention, RopeScaling
from models.files import read_header
from models.runtime import (
    CacheType,
    ComputeBuffers,
    ComputePoint,
    Device,
    DeviceKind,
    DeviceMemory,
    Grade,
    PlanWish,
    plan,
    shape_of_file,
)
from tests.support.engines import loaded_engine

MIB = 1 << 20
CARD = Device("Vulkan0", "A card", DeviceKind.GPU, free_bytes=2048 * MIB, total_bytes=2048 * MIB)


def types_tried(planning: Planning) -> set[CacheType]:
    """Return the cache types of the first plan and of all that follow it after failures."""
    tried = [planning.first()]
    while following := planning.below(tried[-1]):
        tried.append(following)
    return {one.cache_type for one in tried}


@pytest.mark.parametrize(
    ("flash", "types"),
    [
        (FlashAttention.AUTO, {CacheType.F16, CacheType.Q8_0}),
        (FlashAttention.OFF, {CacheType.F16}),
    ],
)
def test_without_flash_attention_no_plan_has_quantized_keys(
    starter_model: Path, flash: FlashAttention, types: set[CacheType]
) -> None:
    settings = EngineSettings(flash_attention=flash)
    assert types_tried(Planning.of(starter_model, settings, CARD)) == types


def test_what_was_measured_counts_after_a_failure_too(starter_model: Path) -> None:
    points = (ComputePoint(4096, 100 * MIB, 0), ComputePoint(8192, 100 * MIB, 0))
    measured = ComputeBuffers(points, points, points)
    planning = Planning.of(starter_model, EngineSettings(), CARD, lambda _wanted: measured)
    first = planning.first()
    following = planning.below(first)
    assert following is not None
    assert (first.compute, following.compute) == (100 * MIB, 50 * MIB)


def test_a_model_that_the_machine_has_no_memory_for_is_loaded_with_a_warning(
    starter_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.engine.planning.psutil.virtual_memory", lambda: SimpleNamespace(available=100 * MIB))
    with loaded_engine(starter_model, EngineSettings(context=512, threads=1)) as engine:
        loaded = engine.loaded
    assert loaded is not None
    assert loaded.plan is not None
    assert loaded.plan.grade is Grade.TOO_LARGE
    assert [notice.text_id for notice in loaded.notices] == ["engine.may_not_fit"]


@pytest.mark.parametrize(
    ("rope", "context"), [(RopeScaling.MODEL, 8192), (RopeScaling.YARN_4, 32_768), (RopeScaling.NONE, 8192)]
)
def test_a_context_beyond_the_models_own_is_planned_as_far_as_it_reaches_by_whoever_plans(
    starter_model: Path, rope: RopeScaling, context: int
) -> None:
    settings = EngineSettings(context=131_072, rope_scaling=rope)
    of_engine = Planning.of(starter_model, settings, CARD).first()
    shape = settled_shape(shape_of_file(read_header(starter_model)), settings)
    wish = PlanWish(context=131_072)
    of_page = plan(shape, DeviceMemory.of(CARD, draws_screen=False), wish, of_engine.host_available)
    assert of_engine.context == of_page.context == context
    assert of_engine.kv == of_page.kv == context * 23_040  # 30 layers of 3 heads of 64, twice, in two bytes


def test_a_cache_type_that_is_not_to_be_had_stays_asked_for_so_that_it_is_refused(starter_model: Path) -> None:
    settings = EngineSettings(flash_attention=FlashAttention.OFF, cache_type=CacheType.Q8_0)
    planning = Planning.of(starter_model, settings, None)
    assert planning.first().cache_type is CacheType.F16
    assert planning.effective(planning.first()).cache_type is CacheType.Q8_0
