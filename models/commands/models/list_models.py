"""`tempera models list`: the models on this machine and what they take."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.catalog import Role
from models.commands.documents import write_json
from models.commands.table import aligned
from models.library import DiskUse, InstalledModel, disk_use, installed_models
from models.paths import Paths
from models.texts import Phrasebook, shown_size


@dataclass(frozen=True)
class ListedModel:
    """One model of the document.

    `starter` and `demo` are its part in the program, `bundled` says that it came with it. `problem` says why it cannot
    be used.
    """

    id: str
    name: str
    path: Path
    quantization: str
    bytes: int
    parts: int
    context: int | None
    starter: bool
    demo: bool
    bundled: bool
    in_place: bool
    problem: str | None


@dataclass(frozen=True)
class ModelList:
    """The document that `tempera models list --json` prints."""

    folder: Path
    disk: DiskUse
    models: tuple[ListedModel, ...]


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the models on this machine, or those of a repository."""
    if options.repository is not None:
        from models.commands.models.repository import list_repository  # only for lists of the network

        return list_repository(options, paths=paths, say=say, out=out)
    del err  # nothing is said beside the list
    models = installed_models(paths.models)
    use = disk_use(paths.models, models)
    if options.json:
        listed = tuple(_listed(model, say) for model in models)
        write_json(ModelList(paths.models, use, listed), out)
        return 0
    if models:
        rows = [_row(model, say) for model in models]
        out.writelines(line + "\n" for line in aligned(rows, right=(2,)))
    else:
        out.write(say("cli.models.none", folder=str(paths.models)) + "\n")
    out.writelines(line + "\n" for line in _sums(use, say))
    return 0


def _listed(model: InstalledModel, say: Phrasebook) -> ListedModel:
    return ListedModel(
        id=model.id,
        name=model.name,
        path=model.path,
        quantization=model.quantization,
        bytes=model.bytes,
        parts=len(model.parts),
        context=model.context,
        starter=model.role is Role.STARTER,
        demo=model.role is Role.DEMO,
        bundled=model.bundled,
        in_place=model.in_place,
        problem=say.phrase(model.problem) if model.problem else None,
    )


def _row(model: InstalledModel, say: Phrasebook) -> tuple[str, ...]:
    return model.id, model.quantization, shown_size(model.bytes), _note(model, say)


def _note(model: InstalledModel, say: Phrasebook) -> str:
    if model.problem:
        return say.phrase(model.problem)
    notes = (
        say("picker.demo") if model.role is Role.DEMO else "",
        say("pages.bundled") if model.bundled else "",
        str(model.path) if model.in_place else "",
    )
    return " · ".join(filter(None, notes))


def _sums(use: DiskUse, say: Phrasebook) -> list[str]:
    lines = [say("cli.models.sum", size=shown_size(use.models))]
    if use.bundled:
        lines.append(say("cli.models.bundled", size=shown_size(use.bundled)))
    if use.in_place:
        lines.append(say("cli.models.in_place", size=shown_size(use.in_place)))
    if use.unfinished:
        lines.append(say("cli.models.unfinished", size=shown_size(use.unfinished)))
    if use.free is not None:
        lines.append(say("cli.models.free", size=shown_size(use.free)))
    return lines
