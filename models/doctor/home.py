"""The data folder: whether it can be written to, what it holds, and the room that is left."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.doctor.report import DiskReport, FolderReport
from models.files import exists
from models.library import disk_space
from models.paths import Paths
from models.texts import Phrasebook


def home_problem(paths: Paths, say: Phrasebook) -> str | None:
    """Return why nothing can be written to the data folder, None where something can; makes the folder."""
    try:
        paths.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=paths.home):
            return None
    except OSError as error:
        return say("doctor.home_not_writable", folder=str(paths.home), reason=error.strerror or str(error))


def disk(paths: Paths) -> DiskReport:
    """Return the room on the disk of the data folder."""
    return DiskReport(*disk_space(paths.home))


def folders(paths: Paths, say: Phrasebook) -> Iterator[FolderReport]:
    """Yield what lies in the data folder, as far as it is there."""
    for name, path in (
        (say("doctor.folder.models"), paths.models),
        (say("doctor.folder.history"), paths.history),
        (say("doctor.folder.state"), paths.state),
        (say("doctor.folder.logs"), paths.logs),
        (say("doctor.folder.crashes"), paths.crashes),
    ):
        if exists(path):
            yield FolderReport(name, str(path), size_of(path))


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files below a folder; links are not followed."""
    try:
        if not path.is_dir():
            return path.lstat().st_size
        with os.scandir(path) as entries:
            return sum(_size_of_entry(entry) for entry in entries)
    except OSError:  # gone meanwhile, or not ours to read
        return 0


def _size_of_entry(entry: "os.DirEntry[str]") -> int:
    try:
        if entry.is_dir(follow_symlinks=False):
            return size_of(Path(entry.path))
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
