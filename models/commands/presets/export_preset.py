"""`tempera presets export`: one of the user's own modes as a TOML file."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.errors import user_error
from models.files import named_path
from models.paths import Paths
from models.presets import PresetStore, UserPreset, to_toml
from models.texts import Phrasebook

_STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class ExportedPreset:
    """The document that `tempera presets export --json` prints."""

    id: str
    name: str
    path: Path


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Write the file, or the document to the standard output where the path is "-". Raises UserError where it fails."""
    del err  # nothing is said beside the result
    if options.path == _STANDARD_OUTPUT and options.json:
        raise user_error("cli.presets.json_and_pipe")
    store = PresetStore(paths.presets)
    preset = _found(store, options.preset)
    if options.path == _STANDARD_OUTPUT:
        out.write(to_toml(preset))
        return 0
    path = named_path(options.path).absolute()
    store.write_to(path, preset)
    if options.json:
        write_json(ExportedPreset(preset.id, preset.name, path), out)
    else:
        out.write(say("preset.exported", name=preset.name, file=str(path)) + "\n")
    return 0


def _found(store: PresetStore, wanted: str) -> UserPreset:
    """Return the preset with an id or a name. Raises UserError where that is none, or the name of several."""
    known = store.load().presets
    meant = [one for one in known if one.id == wanted] or [one for one in known if one.name == wanted]
    if not meant:
        raise user_error("cli.presets.unknown", name=wanted)
    if len(meant) > 1:
        raise user_error("cli.presets.several", name=wanted, ids=", ".join(one.id for one in meant))
    return meant[0]
