"""Removing a model: to the system's recycle bin, with all its parts and what is noted of them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import user_error
from models.files import FileRecords, named_path, shown_name
from models.library.installed import as_the_folder_names_it, family_by_name, is_bundled, parts_by_name, size_of
from models.library.writing import writing_explained

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Removal:
    """What was removed. `only_reference` says that the files lie elsewhere and were left where they are.

    `bytes` are what that frees, at the latest when the recycle bin is emptied.
    """

    paths: tuple[Path, ...]
    bytes: int
    only_reference: bool = False


def remove(path: Path, folder: Path, *, permanently: bool = False) -> Removal:
    """Remove the model whose first file is `path` from the models folder `folder`, damaged or not.

    Its files go to the recycle bin, `permanently` deletes them. Of a link only the link is removed, and files that lie
    elsewhere are left alone: Tempera only forgets them. Raises UserError where the model is none of Tempera's or came
    with it, and where the system has no recycle bin for it or a file is in use.
    """
    path = as_the_folder_names_it(named_path(path), folder)
    if is_bundled(path):
        raise user_error("error.library.bundled", name=shown_name(path))
    records = FileRecords(folder)
    if path.parent != folder.absolute():
        return _forget(path, records, folder)
    files = parts_by_name(path)
    if not files:
        raise user_error("error.file.missing", name=shown_name(path))
    if path.suffix.lower() != ".gguf":  # a note, or a download under way
        raise user_error("error.file.not_gguf", name=shown_name(path))
    if path.is_dir():
        raise user_error("error.file.is_folder", name=shown_name(path))
    freed = sum(size_of(file) for file in files if not file.is_symlink())
    links = [file for file in files if file.is_symlink()]
    _delete(links, folder)
    rest = [file for file in files if file not in links]
    if permanently:
        _delete(rest, folder)
    else:
        _recycle(rest)
    _forget_quietly(files, records)
    return Removal(files, freed, only_reference=not rest)


def _forget(path: Path, records: FileRecords, folder: Path) -> Removal:
    files = [file for file in family_by_name(path) if records.find(file) is not None]
    if not files:
        raise user_error("error.library.not_ours", name=shown_name(path), folder=str(folder))
    with writing_explained(folder):
        for file in files:
            records.forget(file)
    return Removal(tuple(files), 0, only_reference=True)


def _delete(files: Sequence[Path], folder: Path) -> None:
    with writing_explained(folder):
        for file in files:
            file.unlink(missing_ok=True)


def _recycle(files: Sequence[Path]) -> None:
    import send2trash  # slow to import, and only needed here

    for file in reversed(files):  # the first part last: a model that lost only a later part says so
        try:
            send2trash.send2trash(file)
        except OSError as error:
            raise user_error("error.library.not_recycled", details=str(error), name=shown_name(file)) from error


def _forget_quietly(files: Sequence[Path], records: FileRecords) -> None:
    try:
        for file in files:
            records.forget(file)
    except OSError as error:  # the model is gone; a note that is left harms nobody
        _log.info("cannot forget %s: %s", files[0], error)
