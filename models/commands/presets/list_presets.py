"""`tempera presets list`: the user's own modes."""

import argparse
from typing import TextIO

from models.commands.documents import write_json
from models.commands.presets.document import printed
from models.commands.table import aligned
from models.paths import Paths
from models.presets import PresetStore, UserPreset
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print them by name; what is wrong in their files is said beside."""
    found = PresetStore(paths.presets).load()
    err.writelines(say.phrase(problem) + "\n" for problem in found.problems)
    if options.json:
        write_json(tuple(map(printed, found.presets)), out)
    elif found.presets:
        out.writelines(line + "\n" for line in aligned([_row(one, say) for one in found.presets]))
    else:
        out.write(say("cli.presets.none") + "\n")
    return 0


def _row(preset: UserPreset, say: Phrasebook) -> tuple[str, ...]:
    base = say("preset.on_base", mode=say(f"mode.{preset.base}.name"))
    family = "" if preset.family is None else say("preset.only", model=preset.family)
    return preset.name, preset.id, base, family
