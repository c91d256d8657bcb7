"""The tables of a sweep's file, and opening it for one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models.errors import user_error
from models.lab.runs.store.faults import faults_for_user

VERSION = 1
"""Of the tables; a file of a higher one was written by a newer program."""

_PATIENCE_SECONDS = 10.0  # a transaction is a few rows: whoever has the file is done with it at once

_TABLES = (
    """
    CREATE TABLE sweep (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        plan TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE trials (
        arm INTEGER NOT NULL,
        task INTEGER NOT NULL,
        temperature INTEGER NOT NULL,
        repeat INTEGER NOT NULL,
        seconds REAL NOT NULL,
        finding TEXT,
        record TEXT NOT NULL,
        answer TEXT NOT NULL,
        thinking TEXT,
        PRIMARY KEY (arm, task, temperature, repeat)
    ) STRICT
    """,
)


@contextmanager
def opened(path: Path, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection to the file inside a transaction, which is undone where the block fails.

    Raises UserError where the file cannot be used.
    """
    with faults_for_user(path), closing(_connected(path)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise user_error("lab.store.newer", f"version {version}", file=path.name)
        if version < VERSION:
            raise user_error("lab.store.damaged", f"version {version}", file=path.name, folder=str(path.parent))
        with transaction(connection, "IMMEDIATE" if writing else "DEFERRED"):
            yield connection


def create(path: Path, name: str, state: str, plan: str) -> None:
    """Make the file of a new sweep; it is there whole or not at all. Raises UserError where it cannot be made."""
    draft = path.with_name(f"{path.name}.new")
    with faults_for_user(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with closing(_connected(draft)) as connection, transaction(connection, "IMMEDIATE"):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute("INSERT INTO sweep VALUES (1, ?, ?, ?)", (name, state, plan))
            connection.execute(f"PRAGMA user_version = {VERSION}")
        draft.replace(path)


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """Commit at the end of the block; undo everything where the block or the commit fails."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # SQLite may have rolled back by itself, on a full disk for instance
            connection.execute("ROLLBACK")


def _connected(path: Path) -> sqlite3.Connection:
    # Only a file that is there: a sweep that was removed meanwhile must not come back empty.
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, timeout=_PATIENCE_SECONDS, isolation_level=None, uri=True)
