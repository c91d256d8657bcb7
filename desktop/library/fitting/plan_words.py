"""What a memory plan means, in sentences."""

from desktop.library.amounts import memory_text
from desktop.library.fit import times_text
from models.runtime import Grade, MemoryPlan
from models.texts import Phrasebook

_FIRST_STEP = 1024
_PER_DOUBLING = 2


def plan_words(plan: MemoryPlan, say: Phrasebook, *, device: str) -> str:
    """Return what becomes of a plan; `device` is the name of the device, "" where there is none."""
    match plan.grade:
        case Grade.FITS:
            return say("pages.plan.fits", layers=plan.all_layers, device=device)
        case Grade.PARTLY:
            return say(
                "pages.plan.partly",
                layers=plan.layers,
                all=plan.all_layers,
                device=device,
                times=times_text(plan.slower),
            )
        case Grade.CPU:
            return say("pages.plan.cpu")
        case Grade.TOO_LARGE:
            if plan.lacking:
                return say("pages.plan.too_large", lacking=memory_text(plan.lacking), where=device)
            where = say("pages.memory.host")
            return say("pages.plan.too_large", lacking=memory_text(plan.host_lacking), where=where)


def context_steps(largest: int) -> tuple[int, ...]:
    """Return the contexts a slider offers: two for each doubling from 1,024 on, up to `largest`."""
    steps = []
    step = _FIRST_STEP
    while step < largest:
        steps += [step, step * 3 // _PER_DOUBLING]
        step *= 2
    return (*(step for step in steps if step < largest), largest)
