"""`tempera lab resume`: let a measurement go on where it was."""

import argparse
from typing import TextIO

from models.commands.lab.opening import found_sweep, sweep_store
from models.commands.lab.running import run_to_the_end
from models.paths import Paths
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Make the answers that are missing, and print the results. Raises UserError where that cannot be."""
    store = sweep_store(paths)
    plan = store.plan(found_sweep(store, options.id))
    return run_to_the_end(
        store, plan, paths=paths, allow_code=options.allow_code, as_json=options.json, say=say, out=out, err=err
    )
