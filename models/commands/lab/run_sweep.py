"""`tempera lab run`: plan a measurement and run it."""

import argparse
from typing import TextIO

from models.commands.lab.choosing import DEFAULT_TEMPERATURES, all_tasks, chosen_experiment, chosen_tasks
from models.commands.lab.opening import sweep_store
from models.commands.lab.running import run_to_the_end
from models.commands.model_choice import chosen_model
from models.lab import DEFAULT_TOKENS, SweepWishes, Task, new_plan
from models.paths import Paths
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook

_REPEATS = 3


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Measure, and print the results. Raises UserError where that cannot be."""
    last = SettingsStore(paths.settings).load(PREFERENCES).last_model
    models = tuple(chosen_model(wanted, paths, last) for wanted in options.model or (None,))
    tasks, temperatures, repeats = _grid(options, paths=paths, say=say, err=err)
    plan = new_plan(
        SweepWishes(
            models=models,
            tasks=tasks,
            temperatures=options.temperatures or temperatures,
            repeats=options.repeats or repeats,
            sections=options.sections,
            max_tokens=options.max_tokens or DEFAULT_TOKENS,
            mode=options.mode,
            seed=options.seed,
            name=options.name,
        )
    )
    store = sweep_store(paths)
    store.add(plan)
    return run_to_the_end(
        store, plan, paths=paths, allow_code=options.allow_code, as_json=options.json, say=say, out=out, err=err
    )


def _grid(
    options: argparse.Namespace, *, paths: Paths, say: Phrasebook, err: TextIO
) -> tuple[tuple[Task, ...], tuple[float, ...], int]:
    """Return the tasks, and the temperatures and repeats where the user names none."""
    if options.experiment is not None:
        found = chosen_experiment(options.experiment, options.language)
        return found.tasks, found.temperatures, found.repeats
    known = all_tasks(paths, options.language, say=say, err=err)
    return chosen_tasks(options.tasks, known, options.language), DEFAULT_TEMPERATURES, _REPEATS
