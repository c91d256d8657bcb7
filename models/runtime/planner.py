"""How a model is loaded best, and how if that turns out to be too much."""

from dataclasses import dataclass

from models.runtime.cache_type import CacheType
from models.runtime.memory import ComputeBuffers, DeviceMemory
from models.runtime.memory_plan import MemoryPlan
from models.runtime.shape import ModelShape


@dataclass(frozen=True)
class PlanWish:
    """What the user wants of a plan. None is automatic: 8,192 tokens of context or fewer, as many layers as fit."""

    context: int | None = None
    cache_type: CacheType = CacheType.F16
    batch: int = 512
    layers: int | None = None


def plan(
    shape: ModelShape,
    device: DeviceMemory | None,
    wish: PlanWish,
    host_bytes: int,
    *,
    compute: ComputeBuffers | None = None,
) -> MemoryPlan:
    """Return how to load a model on `device` (None: on the processor) with `host_bytes` of the machine's memory.

    Pure arithmetic, quick enough for every step of a slider. Without `layers` in the wish, as many as fit. A wish that
    does not fit is planned all the same, with the grade TOO_LARGE. `compute` is what was measured, where it was.
    """
    raise NotImplementedError


def next_plans(
    failed: MemoryPlan,
    shape: ModelShape,
    device: DeviceMemory | None,
    wish: PlanWish,
    host_bytes: int,
) -> tuple[MemoryPlan, ...]:
    """Return what to try, in this order, after the memory ran out with the plan `failed`; nothing at the end.

    Each needs less than the one before: a smaller batch, fewer layers on the device, keys and values in eight bits,
    a smaller context, then the processor with the context and the type of the `wish`. After a plan without layers on
    the device: keys and values in eight bits, a smaller context. Following the first of them after each failure comes
    to an end.
    """
    raise NotImplementedError


def largest_context(
    shape: ModelShape,
    device: DeviceMemory | None,
    wish: PlanWish,
    host_bytes: int,
    *,
    compute: ComputeBuffers | None = None,
) -> int:
    """Return the largest context, in tokens, with which a plan fits as well as it can; 0 where none does.

    With `layers` in the wish these layers, without them all that fit with the smallest context.
    """
    raise NotImplementedError
