"""How long answers took in earlier measurements, to reckon with before a new one."""

from pathlib import Path

from models.lab import SweepStore


def paces(store: SweepStore) -> dict[Path, float]:
    """Return the mean seconds of an answer by the file of the model, each from its newest measurement.

    Raises UserError where measurements cannot be read.
    """
    known: dict[Path, float] = {}
    for summary in store.all():
        plan = summary.plan
        if summary.done and any(arm.model.path not in known for arm in plan.arms):
            trials = store.trials(plan.id)
            for number, arm in enumerate(plan.arms):
                times = [one.seconds for one in trials if one.place.arm == number]
                if times:
                    known.setdefault(arm.model.path, sum(times) / len(times))
    return known
