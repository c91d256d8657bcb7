"""Reading archives of strangers: nothing is unpacked to the disk, and nothing without a limit."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from models.exchange.limits import LARGEST_ARCHIVE, MOST_FILES, STRONGEST_COMPRESSION
from models.exchange.worker.problems import UnreadableConversationError, UnreadableFileError

_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1
_PIECE = 1 << 20
_SMALL = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for damage, for ways of packing that it does not know, and for encryption."""


class Archive:
    """An open archive whose names and sizes were found harmless. Raises UnreadableFileError."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise UnreadableFileError("damaged", str(error)) from error
        try:
            _check(self._file.infolist())
        except UnreadableFileError:
            self._file.close()
            raise
        self._by_name = {one.filename: one for one in self._file.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(self._by_name)

    def size(self, name: str) -> int:
        """Return the bytes of one of its files."""
        return self._by_name[name].file_size

    def read(self, name: str, longest: int) -> bytes:
        """Return one of its files. Raises UnreadableConversationError."""
        found = self._by_name.get(name)
        if found is None:
            raise UnreadableConversationError("missing")
        if found.file_size > longest:
            raise UnreadableConversationError("too_long")
        try:
            return self._file.read(found)
        except _FAULTS as error:
            raise UnreadableConversationError("damaged") from error

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield one of its files piece by piece. Raises UnreadableFileError where it is damaged."""
        try:
            with self._file.open(self._by_name[name]) as opened:
                while piece := opened.read(_PIECE):
                    yield piece
        except _FAULTS as error:
            raise UnreadableFileError("damaged", str(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _check(files: list[zipfile.ZipInfo]) -> None:
    if len(files) > MOST_FILES:
        raise UnreadableFileError("too_many", str(len(files)))
    for one in files:
        _check_name(one)
        if one.flag_bits & _ENCRYPTED:
            raise UnreadableFileError("encrypted", one.filename)
        if one.file_size > max(_SMALL, STRONGEST_COMPRESSION * one.compress_size):
            raise UnreadableFileError("bomb", one.filename)
    if sum(one.file_size for one in files) > LARGEST_ARCHIVE:
        raise UnreadableFileError("bomb", "all files together")


def _check_name(one: zipfile.ZipInfo) -> None:
    """Raise where a name leads out of the archive: nothing is unpacked, but who writes such names means harm."""
    name = one.orig_filename.replace("\\", "/")
    link = stat.S_ISLNK(one.external_attr >> 16)
    if name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name) or link:
        raise UnreadableFileError("names", one.orig_filename)
