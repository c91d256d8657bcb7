"""`tempera lab export`: a measurement as a CSV file, a row for each answer or for each line of the table."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.commands.lab.opening import found_sweep, sweep_store
from models.errors import user_error
from models.files import named_path
from models.lab import answers_csv, table_csv, write_csv
from models.paths import Paths
from models.texts import Phrasebook

_STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class ExportedSweep:
    """The document that `tempera lab export --json` prints."""

    id: str
    path: Path
    answers: int


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Write the file, or the document to the standard output where the path is "-". Raises UserError where it fails."""
    del err  # nothing is said beside the result
    if options.path == _STANDARD_OUTPUT and options.json:
        raise user_error("cli.lab.json_and_pipe")
    store = sweep_store(paths)
    found = found_sweep(store, options.id)
    plan, trials = store.plan(found), store.trials(found)
    document = table_csv(plan, trials) if options.table else answers_csv(plan, trials, say)
    if options.path == _STANDARD_OUTPUT:
        out.write(document.replace("\r\n", "\n"))
        return 0
    path = named_path(options.path).absolute()
    write_csv(document, path)
    if options.json:
        write_json(ExportedSweep(plan.id, path, len(trials)), out)
    else:
        out.write(say("cli.lab.exported", answers=len(trials), path=str(path)) + "\n")
    return 0
