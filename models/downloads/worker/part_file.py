"""The part file: bytes as they arrive, hashed while they are written, and the record beside it."""

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from models.downloads.part_record import PartRecord, part_path, read_record, record_path, write_record
from models.errors import user_error

_SYNC_EVERY = 64 << 20
"""Bytes after which what is written is made sure of: a power cut costs no more than these."""

_PIECE = 1 << 20


class PartFile:
    """The part file of `target`, opened for going on at its end. Raises OSError, as all its methods do.

    Only for one thread, and only while the file is locked.
    """

    def __init__(self, target: Path, record: PartRecord) -> None:
        self.target = target
        self.path = part_path(target)
        found = read_record(record_path(target))
        known = found is not None and self.path.exists()
        self.record = replace(found, request=record.request, number=record.number) if found and known else record
        self._file = self.path.open("r+b" if known else "w+b", buffering=0)
        self._hash = hashlib.sha256()
        self._hashed = 0
        self._synced = 0
        self._closed = False
        self.size = os.fstat(self._file.fileno()).st_size

    def __enter__(self) -> Self:
        """Return the file, for use until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def remember(self, record: PartRecord) -> None:
        """Keep `record` beside the file."""
        if record != self.record or not record_path(self.target).exists():
            write_record(record_path(self.target), record)
            self.record = record

    def write(self, block: bytes) -> None:
        """Add a block at the end. Raises UserError where the folder was removed meanwhile."""
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]
        self._hash.update(block)
        self._hashed += len(block)
        self.size += len(block)
        if self.size - self._synced >= _SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """Make sure that what is written stays. Raises UserError where the folder was removed meanwhile."""
        os.fsync(self._file.fileno())
        self._synced = self.size
        if not self.path.exists():
            raise user_error("download.folder_gone", folder=str(self.path.parent))

    def start_over(self) -> None:
        """Forget all that has arrived."""
        self._file.seek(0)
        self._file.truncate(0)
        self.size = self._hashed = self._synced = 0
        self._hash = hashlib.sha256()

    def read_again(self, cancelled: Callable[[], bool]) -> None:
        """Hash what an earlier run has left, so that what follows can be hashed while it arrives."""
        self._file.seek(self._hashed)
        buffer = memoryview(bytearray(_PIECE))
        while self._hashed < self.size and not cancelled():
            count = self._file.readinto(buffer)
            if not count:  # another program has cut it
                self.size = self._hashed
            self._hash.update(buffer[:count])
            self._hashed += count or 0
        self._file.seek(self.size)

    @property
    def sha256(self) -> str:
        """The checksum of all bytes; `read_again` must have been here."""
        if self._hashed != self.size:
            raise RuntimeError(f"hashed {self._hashed} of {self.size} bytes")
        return self._hash.hexdigest()

    def close(self) -> None:
        """Close the file. Idempotent."""
        if not self._closed:
            self._closed = True
            self._file.close()


def remove_parts(target: Path) -> None:
    """Remove the part file of `target` and its record. Raises OSError."""
    for path in (part_path(target), record_path(target)):
        path.unlink(missing_ok=True)


def put_in_place(target: Path) -> None:
    """Give the complete part file of `target` its name, and forget its record. Raises OSError."""
    part_path(target).replace(target)
    record_path(target).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make sure that new names in `folder` stay, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
