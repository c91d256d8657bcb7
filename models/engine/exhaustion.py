"""What it means that memory ran out: how that is noticed, what changes with the next plan, and how it is said."""

import re
from collections.abc import Mapping
from enum import StrEnum

from models.engine.process import EngineGoneError
from models.errors import FieldValue, Text, UserError
from models.runtime import CacheType, MemoryPlan

OUT_OF_MEMORY = "engine.out_of_memory"
"""The id with which the engine process itself says it."""

_MEMORY = re.compile(
    r"out of (?:device |host )?memory|ErrorOutOf(?:Device|Host)Memory|OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED"
    r"|failed to (?:allocate|reserve)|(?:unable to|[Cc]annot) allocate|[Mm]alloc failed|insufficient memory|bad_alloc"
)
"""What llama.cpp, its back ends and the C++ library write."""


class PlanChange(StrEnum):
    """What is less with the next plan, first what is felt most."""

    CPU = "cpu"  # nothing is on the device any more
    LAYERS = "layers"
    CONTEXT = "context"
    CACHE = "cache"
    BATCH = "batch"


class _Cause(StrEnum):
    """What happened."""

    DEVICE = "device"  # the device's memory ran out
    MACHINE = "machine"  # the computer's memory did
    DIED = "died"  # the process died with layers on a device, without a word


class OutOfMemoryError(UserError):
    """Memory ran out. `next_plan` is what should fit; None where the model cannot be loaded with less."""

    def __init__(self, text: Text, details: str, next_plan: MemoryPlan | None, change: PlanChange | None) -> None:
        super().__init__(text, details)
        self.next_plan = next_plan
        self.change = change


def mentions_memory(log: str) -> bool:
    """Say whether lines of a log tell of an allocation that failed.

    Memory that could not be pinned is no failure: other memory is taken.
    """
    return any(_MEMORY.search(line) and "pinned" not in line for line in log.splitlines())


def ran_out(error: UserError, *, on_device: bool, room: bool) -> bool:
    """Say whether `error` means that memory ran out, for sure or as far as one can tell.

    `on_device`: layers of the model were on a device; then any death may mean it. `room`: the machine has had room
    enough, so that it was not the system that killed the process.
    """
    if error.text.id == OUT_OF_MEMORY:
        return True
    if not isinstance(error, EngineGoneError) or not error.unexpected:
        return False
    return on_device or mentions_memory(error.details) or (error.killed and not room)


def out_of_memory(error: UserError, failed: MemoryPlan, following: MemoryPlan | None) -> UserError:
    """Return `error` as the offer of the plan `following`, after `failed`; of nothing where that is None."""
    cause = _cause(error, failed)
    if following is None:
        if cause is _Cause.DIED:
            return error
        return OutOfMemoryError(Text(f"engine.memory.{cause}.end", _fields(failed)), error.details, None, None)
    change = plan_changes(failed, following)[0]
    text = Text(f"engine.memory.{cause}.{change}", {**_fields(following), "device": failed.device})
    return OutOfMemoryError(text, error.details, following, change)


def taken(failed: MemoryPlan, following: MemoryPlan) -> tuple[Text, ...]:
    """Return the sentences that a model is loaded with another plan because memory ran out."""
    changes = plan_changes(failed, following)
    if len(changes) > 1:  # nobody feels that batches are smaller
        changes = tuple(change for change in changes if change is not PlanChange.BATCH)
    fields = {**_fields(following), "device": failed.device}
    return tuple(Text(f"engine.next_plan.{change}", fields) for change in changes)


def plan_changes(before: MemoryPlan, after: MemoryPlan) -> tuple[PlanChange, ...]:
    """Return what is less with the plan `after`, first what is felt most."""
    less = {
        PlanChange.CPU: after.layers == 0 < before.layers,
        PlanChange.LAYERS: 0 < after.layers < before.layers,
        PlanChange.CONTEXT: after.context < before.context,
        PlanChange.CACHE: after.cache_type is not before.cache_type and after.cache_type is not CacheType.F16,
        PlanChange.BATCH: after.batch < before.batch,
    }
    return tuple(change for change, is_less in less.items() if is_less) or (PlanChange.BATCH,)


def _cause(error: UserError, failed: MemoryPlan) -> _Cause:
    if failed.layers == 0:
        return _Cause.MACHINE
    known = error.text.id == OUT_OF_MEMORY or mentions_memory(error.details)
    return _Cause.DEVICE if known else _Cause.DIED


def _fields(plan: MemoryPlan) -> Mapping[str, FieldValue]:
    return {
        "device": plan.device,
        "layers": plan.layers,
        "all_layers": plan.all_layers,
        "context": plan.context,
        "batch": plan.batch,
    }
