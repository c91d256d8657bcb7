"""`tempera lab show`: the results of a measurement."""

import argparse
from typing import TextIO

from models.commands.lab.opening import found_sweep, sweep_store
from models.commands.lab.report import print_report
from models.paths import Paths
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print what was measured so far."""
    del err  # nothing is said beside the report
    store = sweep_store(paths)
    found = found_sweep(store, options.id)
    print_report(store, found, as_json=options.json, say=say, out=out, answers=options.answers)
    return 0
