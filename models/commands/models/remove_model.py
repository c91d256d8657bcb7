"""`tempera models remove`: put a model into the recycle bin."""

import argparse
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.downloads import names_part, remove_abandoned
from models.errors import user_error
from models.files import named_path, shown_name
from models.library import Removal, find_one_installed, remove
from models.paths import Paths
from models.texts import Phrasebook, shown_size


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Remove one model and say what became of its files. Raises UserError where it cannot be removed."""
    del err  # nothing is said beside the outcome
    is_part = names_part(options.model)
    if is_part:
        removal = _remove_part(options.model, paths.models)
    else:
        path = find_one_installed(options.model, paths.models)
        removal = remove(path, paths.models, permanently=options.permanently)
    if options.json:
        write_json(removal, out)
        return 0
    out.write(say(_outcome(removal, permanently=options.permanently or is_part), **_fields(removal)) + "\n")
    return 0


def _remove_part(wanted: str, folder: Path) -> Removal:
    """Remove what a broken download left in the models folder; nobody would want it back from the recycle bin."""
    path = named_path(wanted)
    if path.name != wanted and path.absolute().parent != folder.absolute():
        raise user_error("error.library.not_ours", name=shown_name(path), folder=str(folder))
    path = folder / path.name
    return Removal((path,), remove_abandoned(path))


def _outcome(removal: Removal, *, permanently: bool) -> str:
    if removal.only_reference:
        return "cli.models.forgotten"
    return "cli.models.deleted" if permanently else "cli.models.recycled"


def _fields(removal: Removal) -> dict[str, str | int]:
    return {
        "name": shown_name(removal.paths[0]),
        "count": len(removal.paths),
        "size": shown_size(removal.bytes),
        "folder": str(removal.paths[0].parent),
    }
