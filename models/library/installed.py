"""The models on this machine, as lists of models show them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.catalog import Role, bundled_files, role_of
from models.errors import Text, UserError
from models.files import FileRecords, exists, part_family, shown_name
from models.library.drafts_left import sweep
from models.library.facts import ModelFacts, model_facts

_log = logging.getLogger(__name__)
_ENDING = ".gguf"


@dataclass(frozen=True)
class InstalledModel:
    """One model: its first file, and what is known of it.

    `bytes` counts all `parts`. A `bundled` model came with the program and is only read. `in_place` models lie
    elsewhere outside the models folder and are only referred to: taken in so, or linked to. `role` is its part in the
    program, by its name. `problem` says why it cannot be used; `quantization` and `context` are empty then.
    """

    path: Path
    id: str
    name: str
    quantization: str = ""
    bytes: int = 0
    context: int | None = None
    role: Role | None = None
    bundled: bool = False
    in_place: bool = False
    problem: Text | None = None
    parts: tuple[Path, ...] = ()


def installed_models(folder: Path) -> tuple[InstalledModel, ...]:
    """Return the models of the models folder, then those that came with the program, then those used in place, each by
    name; reads all their headers.

    Of a split model the first part stands for all. What cannot be used is among them with its `problem`, partial
    downloads are not. A folder that cannot be read counts as empty. What killed programs left in it is swept away.
    """  # noqa: D205  # one sentence
    sweep(folder)
    return tuple(describe(path, folder) for path in _found(folder))


def model_files(folder: Path) -> tuple[Path, ...]:
    """Return the first files of the models that may be usable, in the order of `installed_models`; reads no headers."""
    return tuple(path for path in _found(folder) if not _later_part(path) and exists(path))


def is_bundled(path: Path) -> bool:
    """Say whether a file came with the program."""
    return path.absolute() in bundled_files()


def describe(path: Path, folder: Path) -> InstalledModel:
    """Return what is known of the model whose first file is `path`; it never raises for a file that is bad."""
    bundled = is_bundled(path)
    in_place = not bundled and lies_elsewhere(path, folder)
    problem = _missing(path)
    if problem is None:
        try:
            return _usable(model_facts(path), bundled=bundled, in_place=in_place)
        except UserError as error:
            problem = error.text
    parts = parts_by_name(path)
    return InstalledModel(
        path=path,
        id=shown_name(path.with_suffix("")),
        name=shown_name(path),
        bytes=sum(map(size_of, parts)),
        role=role_of(path),
        bundled=bundled,
        in_place=in_place,
        problem=problem,
        parts=parts,
    )


def lies_elsewhere(path: Path, folder: Path) -> bool:
    """Say whether a file is none of the models folder's own: it lies outside, or is a link that leads out."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link in a circle, a drive that does not answer
        return True


def as_the_folder_names_it(path: Path, folder: Path) -> Path:
    """Return the one way to write the path of a file: that of the models folder where it lies in there.

    The same folder can be written in other ways: through links, with `..`, in capitals.
    """
    path = path.absolute()
    try:
        inside = path.parent.samefile(folder)
    except (OSError, ValueError):  # one of them is not there
        return path
    return folder.absolute() / path.name if inside else path


def family_by_name(path: Path) -> tuple[Path, ...]:
    """Return the files that belong to the model at `path` by their names, whether they are there or not."""
    family = part_family(path)
    return family.parts if family else (path,)


def parts_by_name(path: Path) -> tuple[Path, ...]:
    """Return the files that belong to the model at `path` by their names and are there, links without a target too."""
    return tuple(part for part in family_by_name(path) if is_there(part))


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 where it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:  # a link that leads nowhere
        return 0


def _usable(facts: ModelFacts, *, bundled: bool, in_place: bool) -> InstalledModel:
    return InstalledModel(
        path=facts.path,
        id=facts.id,
        name=facts.name,
        quantization=facts.quantization,
        bytes=facts.bytes,
        context=facts.context,
        role=role_of(facts.path),
        bundled=bundled,
        in_place=in_place,
        parts=facts.parts,
    )


def _found(folder: Path) -> Iterator[Path]:
    """Yield the files that stand for the models; of those that came with the program what the folder does not hold."""
    own = sorted(_first_files(folder), key=_by_name)
    yield from own
    names = {path.name for path in own}
    bundled = [path for path in bundled_files() if path.name not in names]
    yield from bundled
    elsewhere = (record.path for record in FileRecords(folder).references())
    yield from (path for path in elsewhere if path not in bundled and not _later_part(path))


def _first_files(folder: Path) -> Iterator[Path]:
    """Yield the first file of each model; where the first part of a split one is gone, the first that is left."""
    try:
        files = {path for path in folder.iterdir() if path.name.lower().endswith(_ENDING) and not _is_folder(path)}
    except FileNotFoundError:
        return
    except OSError as error:
        _log.info("cannot look into %s: %s", folder, error)
        return
    for path in files:
        family = part_family(path)
        if family is None or path == next(part for part in family.parts if part in files):
            yield path


def _missing(path: Path) -> Text | None:
    """Return why a file is not where it was, None where it is there."""
    family = part_family(path)
    if family and family.number > 1:
        return Text("library.first_part_missing", {"name": shown_name(family.parts[0])})
    if exists(path):
        return None
    if path.is_symlink():
        return Text("library.link_broken", {"name": shown_name(path)})
    return Text("library.file_gone", {"name": shown_name(path), "folder": str(path.parent)})


def _later_part(path: Path) -> bool:
    family = part_family(path)
    return family is not None and family.number > 1


def _by_name(path: Path) -> tuple[str, str]:
    return path.name.lower(), path.name


def is_there(path: Path) -> bool:
    """Say whether something has this name, a link without a target too."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
