"""Bringing the tables of an older history file up to date, with a copy of the file made before."""

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from models.errors import user_error
from models.history.database import transaction
from models.history.faults import DamagedFileError
from models.history.schema import Migration

_log = logging.getLogger(__name__)


def checked_version(connection: sqlite3.Connection, *, newest: int) -> int:
    """Return the number of the last migration that the file has; 0 for a new file.

    Raises DamagedFileError where the file is a database of something else, UserError `history.newer` where a newer
    program wrote it.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise DamagedFileError("the file holds tables that are not a history's")
    if version > newest:
        details = f"file version {version}, known version {newest}"
        raise user_error("history.newer", details=details)
    return version


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], *, version: int
) -> Path | None:
    """Bring the file from `version` to the newest; return the copy made before, None where none was needed.

    All steps are one transaction: the file is at the old version or at the new one, never between.
    """
    if version == len(migrations):
        return None
    copy = _copied(connection, path, before=version + 1) if version else None
    with transaction(connection):
        for step in migrations[version:]:
            step(connection)
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration to version {len(migrations)} left {len(orphans)} rows without parents")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
    if version:
        _log.info("history brought from version %d to %d, copy kept in %s", version, len(migrations), copy)
    return copy


def _copied(connection: sqlite3.Connection, path: Path, *, before: int) -> Path:
    """Copy the file by SQLite itself, so that the copy is whole, and put it in place only when it is complete."""
    copy = path.with_name(f"{path.name}.before-{before}.bak")
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(part)) as target:
        connection.backup(target)
    part.replace(copy)
    return copy
