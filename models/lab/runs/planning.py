"""Planning a sweep: the values a user gave, checked, and the models' files looked at."""

import math
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.catalog import modes
from models.errors import user_error
from models.files import fingerprint
from models.lab.runs.naming import kept_name
from models.lab.runs.values import Arm, PlannedModel, SweepPlan
from models.lab.tasks.values import Task
from models.library import model_facts
from models.sampling import SamplingSettings
from models.settings import declarations

MOST_REPEATS = 500
MOST_ANSWERS = 20_000
"""Of a whole sweep: weeks of work for a small model."""
DEFAULT_TOKENS = 2048
"""Tokens of an answer at most, thinking included: what modes allow unless they say otherwise."""
_SEEDS = 2**32 - 1


@dataclass(frozen=True)
class SweepWishes:
    """What a user wants measured; `mode` None takes each task's own, `seed` None draws one."""

    models: tuple[Path, ...]
    tasks: tuple[Task, ...]
    temperatures: tuple[float, ...]
    repeats: int = 3
    sections: tuple[bool, ...] = (False,)
    max_tokens: int = DEFAULT_TOKENS
    mode: str | None = None
    instructions: bool = True
    seed: int | None = None
    name: str = ""


def new_plan(wishes: SweepWishes) -> SweepPlan:
    """Return the plan of a new sweep. Raises UserError where it cannot be: it names what is wrong."""
    temperatures = _temperatures(wishes.temperatures)
    _check_amounts(wishes)
    _check_tasks(wishes.tasks)
    _check_modes(wishes)
    arms = tuple(
        Arm(model, sections) for model in _models(wishes.models) for sections in dict.fromkeys(wishes.sections)
    )
    now = _moment()
    seed = secrets.randbelow(_SEEDS) if wishes.seed is None else wishes.seed
    plan = SweepPlan(
        id=_id(now),
        name=kept_name(wishes.name),
        created_ms=int(now.timestamp() * 1000),
        arms=arms,
        tasks=wishes.tasks,
        temperatures=temperatures,
        repeats=wishes.repeats,
        seed=seed,
        max_tokens=wishes.max_tokens,
        mode=wishes.mode,
        instructions=wishes.instructions,
    )
    if not 0 < plan.total <= MOST_ANSWERS:
        raise user_error("lab.plan.too_many", answers=plan.total, most=MOST_ANSWERS)
    return plan


def planned_model(path: Path) -> PlannedModel:
    """Look at a model's file. Raises UserError where it is no model that can be used."""
    facts = model_facts(path)
    return PlannedModel(
        path=path.absolute(),
        id=facts.id,
        name=facts.name,
        family=facts.family,
        quantization=facts.quantization,
        fingerprint=fingerprint(path),
    )


def _models(paths: Iterable[Path]) -> tuple[PlannedModel, ...]:
    """Return the models, each once."""
    found = {model.fingerprint: model for model in map(planned_model, paths)}
    if not found:
        raise user_error("lab.plan.no_model")
    return tuple(found.values())


def _temperatures(values: Sequence[float]) -> tuple[float, ...]:
    """Return the temperatures in order, each once. Raises UserError where one is none."""
    (declared,) = (item for item in declarations(SamplingSettings) if item.name == "temperature")
    for value in values:
        if not (math.isfinite(value) and declared.low <= value <= declared.high):
            raise user_error("lab.plan.temperature", value=f"{value:g}", low=declared.low, high=declared.high)
    found = tuple(sorted({round(value, 4) + 0.0 for value in values}))
    if not found:
        raise user_error("lab.plan.no_temperature")
    return found


def _check_amounts(wishes: SweepWishes) -> None:
    if not 1 <= wishes.repeats <= MOST_REPEATS:
        raise user_error("lab.plan.repeats", value=wishes.repeats, most=MOST_REPEATS)
    for name in ("max_tokens", "seed"):
        (declared,) = (item for item in declarations(SamplingSettings) if item.name == name)
        try:
            declared.accept(getattr(wishes, name))
        except ValueError as error:
            raise user_error(f"lab.plan.{name}", str(error), low=declared.low, high=declared.high) from error


def _check_tasks(tasks: Sequence[Task]) -> None:
    if not tasks:
        raise user_error("lab.plan.no_task")
    ids = [task.id for task in tasks]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise user_error("lab.plan.task_twice", task=twice)


def _check_modes(wishes: SweepWishes) -> None:
    known = {mode.id for mode in modes()}
    for mode in (wishes.mode, *(task.mode for task in wishes.tasks)):
        if mode is not None and mode not in known:
            raise user_error("lab.plan.mode", mode=mode)


def _moment() -> datetime:
    """Return the time; the beginning of all times where the clock is set to nonsense."""
    try:
        return datetime.fromtimestamp(time.time(), UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _id(moment: datetime) -> str:
    """Return an id that nothing else has; it begins with the time, so that ids are in the order of the sweeps."""
    return f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
