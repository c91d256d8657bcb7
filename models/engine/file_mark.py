"""Noticing that a file is no longer the one that was loaded."""

from pathlib import Path


def file_mark(path: Path) -> tuple[int, ...] | None:
    """Return numbers that change whenever a file is written to or replaced; None where there is none.

    A file that was removed needs no other mark: what was loaded of it stays as it was.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
