"""Which version a history file has, read from its bytes: SQLite changes files by opening them, also for reading.

The places of the numbers are those of SQLite's file format (https://www.sqlite.org/fileformat.html): of the file's
header in section 1.3, of the journal's in section 4.1.
"""

import struct
from pathlib import Path
from typing import BinaryIO

JOURNALS = ("-wal", "-journal")
"""How the files end in which SQLite keeps what is not in the file itself yet, or no longer."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_USER_VERSION = struct.Struct(">i")
_USER_VERSION_PLACE = 60
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER = struct.Struct(">IIIIII")  # magic, format, size of a page, checkpoint, two salts
_WAL_HEADER_BYTES = 32
_FRAME = struct.Struct(">IIII")  # number of the page, pages after a commit, two salts
_FRAME_BYTES = 24
_LARGEST_PAGE = 65536


def highest_version(path: Path) -> int:
    """Return the highest version that the file or its journal tells of; 0 where there is no such file.

    A journal may tell of one that was never completed, so it is not for certain: SQLite has the last word. Raises
    OSError where the file is there and cannot be read.
    """
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return 0
    return max(_version_in(header), _version_in_journal(path.with_name(f"{path.name}-wal")))


def has_journal(path: Path) -> bool:
    """Say whether the file was not closed, or is in use: it then is not whole without its journal."""
    beside = [path.with_name(path.name + ending) for ending in JOURNALS]
    return any(journal.exists() and journal.stat().st_size for journal in beside)


def _version_in(first_page: bytes) -> int:
    version: int = _USER_VERSION.unpack_from(first_page, _USER_VERSION_PLACE)[0]
    return version


def _version_in_journal(journal: Path) -> int:
    try:
        with journal.open("rb") as file:
            return _highest_in_frames(file)
    except FileNotFoundError:
        return 0


def _highest_in_frames(file: BinaryIO) -> int:
    """Return the highest version in the copies of the first page that belong to the journal's present round."""
    header = file.read(_WAL_HEADER_BYTES)
    if len(header) < _WAL_HEADER_BYTES:
        return 0
    magic, _, page_bytes, _, *salts = _WAL_HEADER.unpack_from(header)
    if magic not in _WAL_MAGIC or not 0 < page_bytes <= _LARGEST_PAGE:
        return 0
    highest = 0
    while len(head := file.read(_FRAME_BYTES)) == _FRAME_BYTES:
        page, _, *frame_salts = _FRAME.unpack_from(head)
        if frame_salts != salts:
            break
        if page == 1:
            first_page = file.read(page_bytes)
            if len(first_page) == page_bytes:
                highest = max(highest, _version_in(first_page))
        else:
            file.seek(page_bytes, 1)
    return highest
