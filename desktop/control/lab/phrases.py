"""Measurements in words: names, times, how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

if TYPE_CHECKING:
    from models.lab import Arm, SweepPlan
    from models.texts import Phrasebook

_MINUTE = 60  # seconds
_HOUR = 60  # minutes


def duration(say: Phrasebook, seconds: float) -> str:
    """Write a time in the unit that suits it."""
    whole = max(1, round(seconds))
    if whole < _MINUTE:
        return say("lab.time.seconds", seconds=whole)
    hours, minutes = divmod(round(whole / _MINUTE), _HOUR)
    return say("lab.time.hours", hours=hours, minutes=minutes) if hours else say("lab.time.minutes", minutes=minutes)


def model_name(arm: Arm) -> str:
    """Return a model's name with what tells it from its other files."""
    name, quantization = arm.model.name, arm.model.quantization
    return name if not quantization or quantization in name else f"{name} {quantization}"


def arm_name(say: Phrasebook, arm: Arm) -> str:
    """Return the name of one way of answering."""
    name = model_name(arm)
    return say("lab.run.with_sections", name=name) if arm.sections else name


def plan_name(plan: SweepPlan) -> str:
    """Return the name of a measurement: the user's own, else its models'."""
    return plan.name or models_name(plan)


def models_name(plan: SweepPlan) -> str:
    """Return the names of a measurement's models, each once."""
    return ", ".join(dict.fromkeys(map(model_name, plan.arms)))


def plan_about(say: Phrasebook, plan: SweepPlan) -> str:
    """Say in a line what a measurement measures."""
    return say(
        "lab.run.about",
        models=models_name(plan),
        tasks=len(plan.tasks),
        temperatures=len(plan.temperatures),
        repeats=plan.repeats,
        when=moment(say, plan.created_ms),
    )


def moment(say: Phrasebook, unix_ms: int) -> str:
    """Write a date and a time as the window's language does."""
    when = QDateTime.fromMSecsSinceEpoch(unix_ms)
    return QLocale(say.language).toString(when, QLocale.FormatType.ShortFormat)
