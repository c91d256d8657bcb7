"""Telling apart what can be wrong with a sweep's file, in sentences."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from models.errors import UserError, user_error

_DAMAGED = "lab.store.damaged"
_TEXT_IDS = {
    sqlite3.SQLITE_BUSY: "lab.store.busy",
    sqlite3.SQLITE_LOCKED: "lab.store.busy",
    sqlite3.SQLITE_FULL: "lab.store.disk_full",
    sqlite3.SQLITE_READONLY: "lab.store.read_only",
    sqlite3.SQLITE_CANTOPEN: "lab.store.read_only",
    sqlite3.SQLITE_PERM: "lab.store.read_only",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: "lab.store.disk_fault",
}


@contextmanager
def faults_for_user(path: Path) -> Iterator[None]:
    """Turn the faults of the disk and of the file `path` inside the block into `UserError`s; bugs pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code; absent where Python raised the error
        text_id = _TEXT_IDS.get(code)
        if text_id is None:
            raise
        raise _fault(text_id, path, error) from error
    except msgspec.DecodeError as error:
        raise _fault(_DAMAGED, path, error) from error
    except OSError as error:
        raise _fault(_text_id(error), path, error) from error


def _text_id(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "lab.store.disk_full"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "lab.store.read_only"
    return "lab.store.disk_fault"


def _fault(text_id: str, path: Path, error: Exception) -> UserError:
    details = f"{type(error).__name__}: {error} ({path})"
    return user_error(text_id, details=details, file=path.name, folder=str(path.parent))
