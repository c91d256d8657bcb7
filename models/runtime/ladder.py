"""What to try where the memory ran out, although a plan said that it would do."""

from collections.abc import Iterator
from dataclasses import replace

from models.runtime.allowances import allowances
from models.runtime.cache_type import CacheType
from models.runtime.memory import ComputeBuffers, DeviceMemory
from models.runtime.memory_plan import MemoryPlan
from models.runtime.planner import PlanWish, plan
from models.runtime.shape import ModelShape


def next_plans(
    failed: MemoryPlan,
    shape: ModelShape,
    device: DeviceMemory | None,
    wish: PlanWish,
    host_bytes: int,
    *,
    compute: ComputeBuffers | None = None,
) -> tuple[MemoryPlan, ...]:
    """Return what to try, in this order, after the memory ran out with the plan `failed`; nothing at the end.

    Each needs less of the device than the one before: a smaller batch, fewer layers there, keys and values in eight
    bits, a smaller context, then the processor with the context and the type of the `wish`. After a plan that has
    nothing on the device: keys and values in eight bits, a smaller context. Trying the first of them after each
    failure comes to an end. Plans that do not fit what the device and the
    machine have are left out.
    """
    now = PlanWish(context=failed.context, cache_type=failed.cache_type, batch=failed.batch, layers=failed.layers)
    rungs = list(_leaner(now, shape))
    if failed.layers:
        rungs.append(replace(wish, layers=0))
    plans = (plan(shape, device, rung, host_bytes, compute=compute) for rung in rungs)
    return tuple(one for one in plans if one.fits)


def _leaner(wish: PlanWish, shape: ModelShape) -> Iterator[PlanWish]:
    """Yield wishes that ask for ever less, ending with the smallest sensible ones on the same device."""
    steps = allowances().ladder
    for batch in steps.batches:
        if batch < wish.batch:
            wish = replace(wish, batch=batch)
            yield wish
    for percent in steps.layers_percent:
        layers = shape.all_layers * percent // 100
        if 0 < layers < (wish.layers or 0):
            wish = replace(wish, layers=layers)
            yield wish
    if wish.cache_type is CacheType.F16 and shape.quantizable_kv:
        wish = replace(wish, cache_type=CacheType.Q8_0)
        yield wish
    for context in steps.contexts:
        if wish.context is not None and context < wish.context:
            wish = replace(wish, context=context)
            yield wish
