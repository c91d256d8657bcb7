"""Opening the history file: held for this program alone, checked, set aside if damaged, brought up to date."""

import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.history.faults import DamagedFileError, faults_for_user, is_damage
from models.history.migrate import checked_version, migrate
from models.history.schema import Migration
from models.history.search import INDEXES

_log = logging.getLogger(__name__)
_LOCK_WAIT_SECONDS = 0.5  # long enough for a program that is just closing, short enough to say so at once
_SIDE_FILES = ("-wal", "-shm", "-journal")  # SQLite finds them by these endings


@dataclass(frozen=True)
class OpenedFile:
    """An open file at the newest version. `set_aside` is where a damaged one went, `copy` the copy before migrating."""

    connection: sqlite3.Connection
    set_aside: Path | None
    copy: Path | None


def open_file(path: Path, migrations: Sequence[Migration]) -> OpenedFile:
    """Open the history file at `path`, or begin a new one where there is none or the old one is damaged.

    Raises UserError `history.locked`, `history.newer`, `history.read_only`, `history.disk_full` or
    `history.disk_fault`.
    """
    with faults_for_user(path):
        _make_private_file(path)
        try:
            return _opened(path, migrations, set_aside=None)
        except (sqlite3.DatabaseError, DamagedFileError) as error:
            if not is_damage(error):
                raise
            _log.warning("the history file is damaged: %s", error)
        set_aside = _set_aside(path)
        _make_private_file(path)
        return _opened(path, migrations, set_aside=set_aside)


def _make_private_file(path: Path) -> None:
    """Make sure that there is a file that only this user can read, and that it and its folder can be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise PermissionError(str(path))  # SQLite would open it all the same, for reading only


def _opened(path: Path, migrations: Sequence[Migration], *, set_aside: Path | None) -> OpenedFile:
    cut_off = _was_cut_off(path)
    with ExitStack() as on_failure:
        connection = sqlite3.connect(
            path,
            timeout=_LOCK_WAIT_SECONDS,
            isolation_level=None,  # autocommit: transactions are begun and ended by `transaction` alone
            check_same_thread=False,  # `Database` guards it
        )
        on_failure.callback(connection.close)
        take_for_this_program(connection)
        version = checked_version(connection, newest=len(migrations))
        if version:
            _check(connection, thoroughly=cut_off)
        _configure(connection)
        copy = migrate(connection, path, migrations, version=version)
        connection.execute("PRAGMA foreign_keys = ON")  # after migrating: tables are rebuilt with them off
        on_failure.pop_all()
    return OpenedFile(connection, set_aside, copy)


def _was_cut_off(path: Path) -> bool:
    """Say whether the program that used the file last did not close it: SQLite then leaves its journal behind."""
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def take_for_this_program(connection: sqlite3.Connection) -> None:
    """Lock the file until the connection is closed or the program ends, by whatever means.

    The operating system's own lock, which SQLite takes: no lock file can be left behind, and it works on every
    platform. As a second gain SQLite needs no shared memory file, which fails on network drives and full disks.
    """
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, *, thoroughly: bool) -> None:
    """Raise DamagedFileError, or sqlite3.DatabaseError, where the file is damaged.

    What every start needs (the list of conversations) is always checked; the whole file, which costs about a
    millisecond a megabyte, after the program or the power was cut off. Damage to the search index alone is let pass:
    the index can be made anew, and search notices by itself.
    """
    check = "PRAGMA quick_check" if thoroughly else "PRAGMA quick_check (conversations)"
    found = _complaints(connection, check)
    if thoroughly and found and not any("freelist" in complaint.lower() for complaint in found):
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        kept = [name for (name,) in tables if not name.startswith(INDEXES)]
        found = [complaint for name in kept for complaint in _complaints(connection, f"PRAGMA quick_check ({name})")]
        if not found:
            _log.warning("the search index is damaged, the rest of the history is not")
    if found:
        raise DamagedFileError(found[0])


def _complaints(connection: sqlite3.Connection, check: str) -> list[str]:
    try:
        return [row[0] for row in connection.execute(check) if row[0] != "ok"]
    except sqlite3.DatabaseError as error:  # some damage ends the check itself
        if not is_damage(error):
            raise
        return [str(error)]


def _configure(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL: a commit is handed to the system, which has it when the program is killed; the disk is waited for only
    # when the journal is folded into the file. A power cut can lose the last commits, never damage the file; FULL
    # would wait for the disk at every commit, every second of an answer.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -16384")  # KiB: what a long thread or a search walks through
    connection.execute("PRAGMA secure_delete = ON")  # what the user deletes is overwritten, not only forgotten


def _set_aside(path: Path) -> Path:
    """Rename the damaged file and its side files; return the new name."""
    stamp = datetime.now(tz=UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    number = 2
    while target.exists():
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{number}{path.suffix}")
        number += 1
    for ending in _SIDE_FILES:
        side_file = path.with_name(path.name + ending)
        if side_file.exists():
            side_file.rename(target.with_name(target.name + ending))
    path.rename(target)  # last: if one rename fails, the next start finds the damaged file and tries again
    _log.warning("the damaged history file was set aside as %s", target.name)
    return target
