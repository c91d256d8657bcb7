"""What the settings of the engine make of a plan."""

from pathlib import Path

import pytest

from models.engine.planning import Planning
from models.engine.settings import EngineSettings, FlashAttention
from models.runtime import CacheType, ComputeBuffers, ComputePoint, Device, DeviceKind

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
