"""Taking in a model that the user has: used where it lies, or copied into the models folder."""

import logging
from pathlib import Path

from models.files import FileRecord, FileRecords, fingerprint
from models.library.copying import copy_files
from models.library.facts import ModelFacts, model_facts
from models.library.installed import InstalledModel, describe
from models.library.work import Cancelled, OnProgress
from models.library.writing import writing_explained

_log = logging.getLogger(__name__)
_SOURCE = "import"


def import_model(
    path: Path, folder: Path, *, copy: bool, progress: OnProgress, cancelled: Cancelled
) -> InstalledModel | None:
    """Take in the model whose first file is `path`, with all its parts; None where it was cancelled.

    It is used where it lies, or with `copy` copied into the models folder `folder`; a model that is there already is
    left as it is. Raises UserError where it is no model that can be used, a part is missing, or it cannot be copied.
    """
    path = path.expanduser().absolute()
    facts = model_facts(path)
    if path.parent == folder.absolute():
        return describe(path, folder)
    if not copy:
        _refer(facts, folder)
        return describe(path, folder)
    target = folder / path.name
    if not _same_files(facts, folder):
        checksums = copy_files(facts.parts, folder, progress=progress, cancelled=cancelled)
        if checksums is None:
            return None
        _note_copies(facts, folder, checksums)
    return describe(target, folder)


def _refer(facts: ModelFacts, folder: Path) -> None:
    """Remember files that lie elsewhere; without that they would not be found again."""
    records = FileRecords(folder)
    with writing_explained(folder):
        for part in facts.parts:
            if records.find(part) is None:
                records.keep(FileRecord(part, part.stat().st_size, None, _SOURCE))


def _note_copies(facts: ModelFacts, folder: Path, checksums: tuple[str, ...]) -> None:
    records = FileRecords(folder)
    try:
        for part, checksum in zip(facts.parts, checksums, strict=True):
            copy = folder / part.name
            records.keep(FileRecord(copy, copy.stat().st_size, checksum, _SOURCE))
    except OSError as error:  # the model is there and works; it only cannot be compared later
        _log.warning("cannot remember the checksums of %s: %s", facts.path, error)


def _same_files(facts: ModelFacts, folder: Path) -> bool:
    """Say whether all files are in the folder already, as far as their beginnings, sizes and times of change tell."""
    copies = [folder / part.name for part in facts.parts]
    if not all(copy.is_file() for copy in copies):
        return False
    return all(fingerprint(part) == fingerprint(copy) for part, copy in zip(facts.parts, copies, strict=True))
