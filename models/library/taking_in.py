"""Taking in a model that the user has: used where it lies, or copied into the models folder."""

import logging
from collections.abc import Sequence
from pathlib import Path

from models.files import FileRecord, FileRecords, fingerprint, named_path
from models.library.copying import copy_files
from models.library.facts import ModelFacts, model_facts
from models.library.installed import InstalledModel, as_the_folder_names_it, describe, is_bundled
from models.library.work import Cancelled, OnProgress
from models.library.writing import writing_explained

_log = logging.getLogger(__name__)
_SOURCE = "import"
_ENDING = ".gguf"


def import_model(
    path: Path, folder: Path, *, copy: bool, progress: OnProgress, cancelled: Cancelled
) -> InstalledModel | None:
    """Take in the model whose first file is `path`, with all its parts; None where it was cancelled.

    It is used where it lies, or with `copy` copied into the models folder `folder`; a model that is there already is
    left as it is. Raises UserError where it is no model that can be used, a part is missing, or it cannot be copied.
    """
    path = as_the_folder_names_it(named_path(path), folder)
    facts = model_facts(path)
    if path.parent == folder.absolute():
        return describe(path, folder)
    if not copy:
        if not is_bundled(path):  # those are found without that
            _refer(facts, folder)
        return describe(path, folder)
    targets = [folder / _name(part) for part in facts.parts]
    if not _same_files(facts.parts, targets):
        checksums = copy_files(facts.parts, targets, progress=progress, cancelled=cancelled)
        if checksums is None:
            return None
        _note_copies(targets, checksums, folder)
    return describe(targets[0], folder)


def _refer(facts: ModelFacts, folder: Path) -> None:
    """Remember files that lie elsewhere; without that they would not be found again."""
    records = FileRecords(folder)
    with writing_explained(folder):
        for part in facts.parts:
            if records.find(part) is None:
                records.keep(FileRecord(part, part.stat().st_size, None, _SOURCE))


def _name(part: Path) -> str:
    """Return a copy's name: other programs keep models under names by which ours would not be found."""
    return part.name if part.suffix.lower() == _ENDING else f"{part.name}{_ENDING}"


def _note_copies(copies: Sequence[Path], checksums: tuple[str, ...], folder: Path) -> None:
    records = FileRecords(folder)
    try:
        for copy, checksum in zip(copies, checksums, strict=True):
            records.keep(FileRecord(copy, copy.stat().st_size, checksum, _SOURCE))
    except OSError as error:  # the model is there and works; it only cannot be compared later
        _log.warning("cannot remember the checksum of %s: %s", copies[0], error)


def _same_files(files: Sequence[Path], copies: Sequence[Path]) -> bool:
    """Say whether all copies are there already, as far as beginnings, sizes and times of change tell."""
    if not all(copy.is_file() for copy in copies):
        return False
    return all(fingerprint(file) == fingerprint(copy) for file, copy in zip(files, copies, strict=True))
