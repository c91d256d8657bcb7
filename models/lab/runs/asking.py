"""What exactly a model is asked for an answer of a sweep: messages, settings, and the seed of each answer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.catalog import family
from models.engine import ChatMessage, Loaded, Role
from models.files import read_header
from models.lab.runs.values import Place, SweepPlan
from models.lab.tasks.values import Task
from models.sampling import FileSampling, Preset, SamplingSettings, file_sampling, preset, with_sections
from models.texts import Phrasebook

_SEEDS = 2**32 - 1


@dataclass(frozen=True)
class Question:
    """Answers to one task that are asked for together: what `Engine.generate_many` takes."""

    messages: tuple[ChatMessage, ...]
    settings: tuple[SamplingSettings, ...]
    mode: str

    @property
    def instructions(self) -> str:
        """What the model is told before the task; "" where that is nothing."""
        return next((one.content for one in self.messages if one.role is Role.SYSTEM), "")


def question(plan: SweepPlan, places: Sequence[Place], loaded: Loaded, advised: FileSampling | None) -> Question:
    """Return what is asked for the answers at `places`, all of one task on one arm, of the model that is `loaded`.

    The settings are those of the mode on this model, but for the temperature, the seed and the length. No schema holds
    the answer, in the mode for JSON neither: a grammar would hide what the temperature does. `advised` is what the file
    itself says.
    """
    task = plan.tasks[places[0].task]
    mode = plan.mode or task.mode
    found = preset(mode, family(loaded.model.family, thinks=loaded.thinks), advised)
    settings = tuple(_settings(plan, place, found) for place in places)
    return Question(_messages(plan, task, found), settings, mode)


def advised_sampling(path: Path) -> FileSampling | None:
    """Return what the file of a model advises. Raises UserError where it cannot be read."""
    return file_sampling(read_header(path).sampling)


def seed_of(plan: SweepPlan, place: Place) -> int:
    """Return the seed of an answer: the same in every run of the plan, and another one for each of its answers.

    The first four bytes of a SHA-256 over the plan's seed and the place's names, so that it does not depend on what
    else is in the plan.
    """
    names = (
        str(plan.seed),
        plan.arms[place.arm].id,
        plan.tasks[place.task].id,
        repr(plan.temperatures[place.temperature]),
        str(place.repeat),
    )
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % _SEEDS


def _settings(plan: SweepPlan, place: Place, found: Preset) -> SamplingSettings:
    settings = replace(
        found.settings,
        temperature=plan.temperatures[place.temperature],
        seed=seed_of(plan, place),
        max_tokens=plan.max_tokens,
        schema=None,
        follow_text=plan.arms[place.arm].sections,
    )
    return with_sections(settings, found)


def _messages(plan: SweepPlan, task: Task, found: Preset) -> tuple[ChatMessage, ...]:
    asked = ChatMessage(Role.USER, task.prompt)
    if not plan.instructions or found.instruction is None:
        return (asked,)
    return ChatMessage(Role.SYSTEM, Phrasebook(task.language)(found.instruction)), asked
