"""`tempera lab remove`: remove a measurement with all its answers."""

import argparse
from dataclasses import dataclass
from typing import TextIO

from models.commands.documents import write_json
from models.commands.lab.opening import found_sweep, sweep_store
from models.paths import Paths
from models.texts import Phrasebook


@dataclass(frozen=True)
class RemovedSweep:
    """The document that `tempera lab remove --json` prints."""

    id: str


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Remove it. Raises UserError where there is none, or it is being run."""
    del err  # nothing is said beside the result
    store = sweep_store(paths)
    found = found_sweep(store, options.id)
    store.remove(found)
    if options.json:
        write_json(RemovedSweep(found), out)
    else:
        out.write(say("cli.lab.removed", id=found) + "\n")
    return 0
