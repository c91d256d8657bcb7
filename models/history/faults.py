"""Telling SQLite's faults apart: what the user can act on becomes a `UserError`, the rest stays a bug."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import UserError, user_error

_TEXT_IDS = {
    sqlite3.SQLITE_BUSY: "history.locked",
    sqlite3.SQLITE_LOCKED: "history.locked",
    sqlite3.SQLITE_FULL: "history.disk_full",
    sqlite3.SQLITE_READONLY: "history.read_only",
    sqlite3.SQLITE_CANTOPEN: "history.read_only",
    sqlite3.SQLITE_PERM: "history.read_only",
    sqlite3.SQLITE_CORRUPT: "history.damaged",
    sqlite3.SQLITE_NOTADB: "history.damaged",
    sqlite3.SQLITE_IOERR: "history.disk_fault",
}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class DamagedFileError(Exception):
    """The file is not a sound history: damaged, or not one at all."""


@contextmanager
def faults_for_user(path: Path) -> Iterator[None]:
    """Turn the faults of the disk and the file `path` inside the block into `UserError`s.

    Wrong SQL, broken constraints and other bugs pass unchanged.
    """
    try:
        yield
    except sqlite3.Error as error:
        text_id = _TEXT_IDS.get(_code(error))
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
            text_id = "history.newer.unchangeable"  # nothing else here is refused by a trigger
        if text_id is None:
            raise
        raise _fault(text_id, path, error) from error
    except OSError as error:
        raise _fault(_text_id(error), path, error) from error


def is_damage(error: sqlite3.Error | DamagedFileError) -> bool:
    """Say whether `error` means that the file itself is broken."""
    return isinstance(error, DamagedFileError) or _code(error) in _DAMAGE


def _code(error: sqlite3.Error) -> int:
    extended: int = getattr(error, "sqlite_errorcode", 0)  # absent where Python itself raised the error
    return extended & 0xFF  # the primary code; the higher bits say more about it


def _text_id(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "history.disk_full"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "history.read_only"
    return "history.disk_fault"


def _fault(text_id: str, path: Path, error: Exception) -> UserError:
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return user_error(text_id, details=f"{name}: {error} ({path})", file=path.name, folder=str(path.parent))
