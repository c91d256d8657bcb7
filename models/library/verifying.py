"""Checking a model: its header, that all parts are there, their sizes and their checksums."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import Text, UserError
from models.files import ChecksumCache, FileRecord, FileRecords, sha256, shown_name
from models.library.expected import Basis, expected, published
from models.library.facts import model_facts
from models.library.installed import parts_by_name, size_of
from models.library.work import Cancelled, OnProgress

_log = logging.getLogger(__name__)
_SOURCE = "found"


@dataclass(frozen=True)
class FileCheck:
    """One file of a model, compared with what it should be.

    `basis` says with what; `sha256` is None where the file could not be read. `problem` says what is wrong.
    """

    path: Path
    bytes: int
    sha256: str | None
    basis: Basis
    problem: Text | None = None


@dataclass(frozen=True)
class Verification:
    """A model that was checked. `problem` says what is wrong with its header or its parts."""

    path: Path
    files: tuple[FileCheck, ...]
    problem: Text | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing was found to be wrong."""
        return self.problem is None and all(file.problem is None for file in self.files)


def verify(
    path: Path, folder: Path, *, checksums: ChecksumCache, progress: OnProgress, cancelled: Cancelled
) -> Verification | None:
    """Check the model whose first file is `path`, reading all of it; None where it was cancelled.

    `folder` is the models folder, `checksums` learns what was computed. A file that nobody could say anything about is
    noted as it is now, so that the next time can tell. Raises no UserError: what is wrong stands in the answer.
    """
    path = path.absolute()
    problem = None
    try:
        parts = model_facts(path).parts
    except UserError as error:
        problem, parts = error.text, parts_by_name(path)
    work = _Work(folder, checksums, progress=progress, cancelled=cancelled, total=sum(map(size_of, parts)))
    checks = []
    for part in parts:
        check = work.check(part)
        if check is None:
            return None
        checks.append(check)
    return Verification(path, tuple(checks), problem)


def checked_before(parts: Sequence[Path], folder: Path, checksums: ChecksumCache) -> bool | None:
    """Say whether the files of a model are what they should be, as far as was found out before; None: nobody knows.

    Answers at once: nothing is computed.
    """
    answers = {_checked_before(part, FileRecords(folder), checksums) for part in parts}
    if False in answers:
        return False
    return True if answers == {True} else None


def _checked_before(path: Path, records: FileRecords, checksums: ChecksumCache) -> bool | None:
    try:
        checksum = checksums.known(path)
    except UserError:
        return None
    if checksum is None or published(checksum):
        return None if checksum is None else True
    wanted = expected(path.name, size_of(path), records.find(path)).checksums
    return checksum in wanted if wanted else None


class _Work:
    """Checks one file after the other and tells how far all of them are."""

    def __init__(
        self, folder: Path, checksums: ChecksumCache, *, progress: OnProgress, cancelled: Cancelled, total: int
    ) -> None:
        self._folder = folder.absolute()
        self._records = FileRecords(folder)
        self._checksums = checksums
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self._before = 0

    def check(self, path: Path) -> FileCheck | None:
        """Check one file; None where it was cancelled."""
        size = size_of(path)
        record = self._records.find(path)
        wanted = expected(path.name, size, record)
        if wanted.sizes and size not in wanted.sizes:
            self._before += size
            return FileCheck(path, size, None, wanted.basis, _wrong_size(path, size, min(wanted.sizes)))
        try:
            checksum = sha256(path, cancelled=self._cancelled, progress=self._on_bytes)
        except UserError as error:
            return FileCheck(path, size, None, wanted.basis, error.text)
        if checksum is None:
            return None
        self._before += size
        self._remember(path, checksum)
        if wanted.checksums and checksum not in wanted.checksums and not published(checksum):
            return FileCheck(path, size, checksum, wanted.basis, _damaged(path, wanted.basis))
        self._note(path, size, checksum, record)
        return FileCheck(path, size, checksum, Basis.CATALOGUE if published(checksum) else wanted.basis)

    def _remember(self, path: Path, checksum: str) -> None:
        with suppress(UserError):  # the file is gone again: the check was done
            self._checksums.remember(path, checksum)

    def _note(self, path: Path, size: int, checksum: str, record: FileRecord | None) -> None:
        try:
            if record is not None and record.sha256 is None:
                self._records.keep(replace(record, sha256=checksum))
            elif record is None and path.parent == self._folder:  # a record of a file elsewhere would take it in
                self._records.keep(FileRecord(path, size, checksum, _SOURCE))
        except OSError as error:  # a read-only folder: the check was done
            _log.info("cannot note the checksum of %s: %s", path, error)

    def _on_bytes(self, done: int) -> None:
        self._progress(self._before + done, self._total)


def _wrong_size(path: Path, size: int, wanted: int) -> Text:
    return Text("library.wrong_size", {"name": shown_name(path), "size": f"{size:,}", "wanted": f"{wanted:,}"})


def _damaged(path: Path, basis: Basis) -> Text:
    text_id = "library.not_as_published" if basis is Basis.CATALOGUE else "library.not_as_before"
    return Text(text_id, {"name": shown_name(path)})
