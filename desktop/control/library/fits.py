"""How well a model fits this machine, by the memory plan of what is known of it."""

from desktop.control.machine import MachineFacts
from desktop.library import Fit
from models.engine import EngineSettings
from models.runtime import ComputeBuffers, MemoryPlan, ModelShape, PlanWish, plan

_USUAL_LAYERS = 32
_USUAL_KEPT = 1024
"""Numbers that each layer keeps of a token, twice: eight heads of 128, as most models of 3 to 14 billion have."""


def wish_of(settings: EngineSettings) -> PlanWish:
    """Return what the user's engine settings ask of a plan."""
    return PlanWish(context=settings.context, cache_type=settings.cache_type, batch=settings.batch)


def planned(
    shape: ModelShape,
    machine: MachineFacts,
    wish: PlanWish,
    *,
    device: str | None = None,
    compute: ComputeBuffers | None = None,
) -> MemoryPlan:
    """Return the plan for a device by its name ("" for the processor); None takes the best there is."""
    best = machine.devices[0].memory.name if machine.devices else ""
    chosen = machine.device(best if device is None else device)
    memory = chosen.memory if chosen is not None else None
    return plan(shape, memory, wish, machine.usable, compute=compute)


def fit_of(shape: ModelShape | None, machine: MachineFacts | None, wish: PlanWish) -> Fit | None:
    """Return how well a model fits, None where it or the machine is not known."""
    if shape is None or machine is None:
        return None
    found = planned(shape, machine, wish)
    return Fit(found.grade, found.slower)


def guessed_shape(file_bytes: int) -> ModelShape:
    """Return a shape for a file of which only the size is known: that of the usual make-up."""
    each = file_bytes // _USUAL_LAYERS
    kept = (_USUAL_KEPT,) * _USUAL_LAYERS
    return ModelShape(
        block_bytes=(each,) * _USUAL_LAYERS,
        input_bytes=0,
        output_bytes=file_bytes - each * _USUAL_LAYERS,
        key_values=kept,
        value_values=kept,
        trained_context=None,
        exact=False,
    )
