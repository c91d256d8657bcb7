"""`tempera lab tasks`: the tasks that can be measured."""

import argparse
from typing import TextIO

from models.commands.documents import write_json
from models.commands.lab.choosing import all_tasks
from models.commands.table import aligned
from models.lab import PublishedExperiment, published_experiments
from models.paths import Paths
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the tasks with their modes."""
    tasks = all_tasks(paths, options.language, say=say, err=err)
    if options.json:
        write_json(tasks, out)
        return 0
    rows = [(task.id, say.phrase(task.label), say(f"mode.{task.mode}.name")) for task in tasks]
    rows += [(one.id, say.phrase(one.name), _grid(one)) for one in published_experiments(options.language)]
    out.writelines(line + "\n" for line in aligned(rows))
    return 0


def _grid(experiment: PublishedExperiment) -> str:
    """Return the temperatures and repeats of an experiment as the options that ask for them."""
    temperatures = ",".join(f"{value:g}" for value in experiment.temperatures)
    return f"--experiment {experiment.id}: {temperatures} × {experiment.repeats}"
