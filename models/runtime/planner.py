"""How a model is loaded best."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from models.runtime.allowances import allowances
from models.runtime.cache_type import CacheType
from models.runtime.memory import ComputeBuffers, DeviceMemory
from models.runtime.memory_plan import Grade, MemoryPlan
from models.runtime.shape import ModelShape

PROCESSOR = "CPU"
"""What llama.cpp calls the device that every machine has."""

CONTEXT_STEP = 256
"""Tokens; llama.cpp rounds every context up to a multiple of it."""

_LONGEST_CONTEXT = 1 << 20


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

    Pure arithmetic, quick enough for every step of a slider. Without `layers` in the wish, as many as fit; without a
    context, 8,192 tokens, or down to 4,096 where only so all layers fit. A wish that does not fit is planned all the
    same, with the grade TOO_LARGE; but there is no more context than the model has, and keys and values in fewer bits
    only where it can have them. `compute` is what was measured, where it was.
    """
    case = _case(shape, device, wish, host_bytes, compute)
    longest = shape.trained_context or _LONGEST_CONTEXT
    if wish.context is not None:
        return case.best(min(wish.context, longest))
    usual = case.best(min(allowances().usual_context, longest))
    if device is None or wish.layers is not None or usual.grade is Grade.FITS:
        return usual
    shorter = case.longest(shape.all_layers, low=allowances().least_context, high=usual.context)
    return usual if shorter is None else case.with_layers(shape.all_layers, shorter)


def largest_context(
    shape: ModelShape,
    device: DeviceMemory | None,
    wish: PlanWish,
    host_bytes: int,
    *,
    compute: ComputeBuffers | None = None,
) -> int:
    """Return the largest context, in tokens, with which the wished layers fit, or all where none are wished.

    Where all do not fit on the device with any context, the largest that fits with some of them there; 0 where the
    model does not fit at all. No more than the model was trained for.
    """
    case = _case(shape, device, wish, host_bytes, compute)
    high = shape.trained_context or _LONGEST_CONTEXT
    layers = wish.layers if wish.layers is not None else shape.all_layers if device else 0
    found = case.longest(layers, low=CONTEXT_STEP, high=high)
    if found is None and wish.layers is None:
        steps = range(CONTEXT_STEP, high + 1, CONTEXT_STEP)
        count = bisect_left(steps, x=True, key=lambda context: case.best(context).grade is Grade.TOO_LARGE)
        return steps[count - 1] if count else 0
    return found or 0


def _case(
    shape: ModelShape, device: DeviceMemory | None, wish: PlanWish, host_bytes: int, compute: ComputeBuffers | None
) -> "_Case":
    if device is not None and not device.total:  # its driver does not say, and llama.cpp takes the machine's memory
        device = replace(device, total=host_bytes, free=host_bytes, shared=True)
    if not shape.quantizable_kv:
        wish = replace(wish, cache_type=CacheType.F16)
    return _Case(shape, device, wish, host_bytes, compute)


@dataclass(frozen=True)
class _Case:
    """One model on one machine with one wish; only context and layers are still open."""

    shape: ModelShape
    device: DeviceMemory | None
    wish: PlanWish
    host_bytes: int
    compute: ComputeBuffers | None

    def best(self, context: int) -> MemoryPlan:
        """Return the plan with the wished layers, or with as many as fit."""
        if self.wish.layers is not None:
            return self.with_layers(self.wish.layers, context)
        if self.device is None:
            return self.with_layers(0, context)
        counts = range(1, self.shape.all_layers + 1)
        fitting = bisect_left(counts, x=True, key=lambda layers: self.with_layers(layers, context).lacking > 0)
        return self.with_layers(fitting, context)

    def longest(self, layers: int, *, low: int, high: int) -> int | None:
        """Return the longest context from `low` to `high` with which so many layers fit; None where there is none."""
        contexts = range(low, high + 1, CONTEXT_STEP)
        fitting = bisect_left(contexts, x=True, key=lambda context: not self.with_layers(layers, context).fits)
        return contexts[fitting - 1] if fitting else None

    def with_layers(self, layers: int, context: int) -> MemoryPlan:
        """Return the plan with so many layers on the device, no more than there are."""
        shape, wish, rules = self.shape, self.wish, allowances()
        device = self.device if layers else None
        layers = min(layers, shape.all_layers) if device else 0
        kv = shape.kv_bytes(context, wish.cache_type, layers)
        on_device, on_host = self._compute(layers, context)
        weights, host_weights = self._weights(layers)
        return MemoryPlan(
            device=device.name if device else PROCESSOR,
            layers=layers,
            all_layers=shape.all_layers,
            context=context,
            cache_type=wish.cache_type,
            batch=wish.batch,
            weights=weights,
            kv=kv,
            compute=on_device if device else 0,
            overhead=rules.overhead_bytes(device.backend) if device else 0,
            margin=rules.margin_bytes(device.total, draws_screen=device.draws_screen) if device else 0,
            host=host_weights + shape.kv_bytes(context, wish.cache_type, shape.all_layers) - kv + on_host,
            slower=rules.slower(weights / max(1, shape.device_weights(shape.all_layers))) if self.device else 1.0,
            available=device.free if device else 0,
            host_available=self.host_bytes,
            shared=device is not None and device.shared,
        )

    def _weights(self, layers: int) -> tuple[int, int]:
        """Return the weights (on the device, in the machine's memory)."""
        shape = self.shape
        on_device, on_host = shape.device_weights(layers), shape.host_weights(layers)
        if not layers or self.compute is None or not self.compute.output_refused:
            return on_device, on_host
        return on_device - shape.output_bytes - shape.shared_bytes, on_host + shape.output_bytes

    def _compute(self, layers: int, context: int) -> tuple[int, int]:
        """Return what computing takes (on the device, in the machine's memory)."""
        batch, all_layers = self.wish.batch, self.shape.all_layers
        measured = self.compute and self.compute.at(context, batch, layers=layers, all_layers=all_layers)
        if measured:
            return measured
        allowed = allowances().compute_bytes(batch)
        return allowed, allowed if layers < all_layers else 0
