"""`tempera models quantize`: make a smaller copy of a model."""

import argparse
from typing import TextIO

from models.commands.documents import write_json
from models.commands.models.progress import ProgressLine
from models.files import shown_name
from models.library import Quantizing, QuantizingProgress, Target, find_installed
from models.paths import Paths
from models.texts import Phrasebook, shown_size


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Quantize one model into the models folder and say what it became. Raises UserError where that is impossible."""
    source = find_installed(options.model, paths.models)
    with ProgressLine(say("cli.models.quantizing", name=shown_name(source)), err) as line:

        def show(progress: QuantizingProgress) -> None:
            line.show(progress.done, progress.total)

        model = Quantizing(source, Target(options.target), paths.models, show).run()
    if model is None:
        raise AssertionError("nobody cancelled it")
    if options.json:
        write_json(model, out)
    else:
        name = shown_name(model.path)
        out.write(say("cli.models.quantized", name=name, size=shown_size(model.bytes), id=model.id) + "\n")
    return 0
