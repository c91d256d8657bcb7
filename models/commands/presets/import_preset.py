"""`tempera presets import`: take in a mode that was exported."""

import argparse
from typing import TextIO

from models.commands.documents import write_json
from models.commands.presets.document import printed
from models.files import named_path
from models.paths import Paths
from models.presets import PresetStore
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Keep it; impossible values in the file are said beside and left out. Raises UserError where it is no preset."""
    read = PresetStore(paths.presets).take_in(named_path(options.path))
    err.writelines(say.phrase(problem) + "\n" for problem in read.problems)
    if options.json:
        write_json(printed(read.preset), out)
    else:
        out.write(say("preset.imported", name=read.preset.name) + "\n")
    return 0
