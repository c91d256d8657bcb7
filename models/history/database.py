"""The one connection to the history file, safe to use from any thread."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.history.faults import faults_for_user


class Database:
    """A connection guarded by a lock.

    The window reads and writes small things from its own thread while another one saves the growing answer. They
    share one connection, because the file is held exclusively (a second connection would be refused, also in this
    process), and a transaction belongs to a connection, not to a thread: the lock keeps two threads' statements out
    of each other's transaction. Each hold is short: one transaction of a few rows.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over `connection` (autocommit, `check_same_thread=False`) to the file `path`."""
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for reading. Raises UserError where the file cannot be read."""
        with self._lock, faults_for_user(self._path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction: committed at the end of the block, undone if it fails.

        Raises UserError where the file cannot be written; the history then is as it was before the block and can be
        used on.
        """
        with self._lock, faults_for_user(self._path), transaction(self._connection):
            yield self._connection

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._lock:
            self._connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit at the end of the block; undo everything if the block or the commit fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # SQLite may have rolled back by itself, on a full disk for instance
            connection.execute("ROLLBACK")
