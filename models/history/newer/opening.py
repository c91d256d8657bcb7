"""Opening the history file of a newer program for reading."""

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from models.errors import user_error
from models.history.faults import faults_for_user, is_damage
from models.history.newer.copying import UnreadableTablesError, copy_known
from models.history.newer.guard import set_apart
from models.history.newer.version import JOURNALS, has_journal, highest_version
from models.history.schema import Migration

_log = logging.getLogger(__name__)
_CACHE_KIB = 65536  # a history of this size is held in memory; of a larger one SQLite puts parts into a private file
_LOCK_WAIT_SECONDS = 0.5


@dataclass(frozen=True)
class NewerFile:
    """What could be read of a newer program's file, in a database of its own.

    Conversations up to `last_conversation` cannot be changed. `readable` says whether the file could be read at all,
    `whole` whether this program knows everything that is in it.
    """

    connection: sqlite3.Connection
    last_conversation: int
    readable: bool
    whole: bool


def open_newer(path: Path, migrations: Sequence[Migration]) -> NewerFile | None:
    """Read the file at `path` if a newer program wrote it, else return None. Nothing is written either way.

    Raises UserError `history.locked` where such a program has it open, or `history.disk_fault`.
    """
    with faults_for_user(path):
        if highest_version(path) <= len(migrations):
            return None
        with _at_rest(path) as source:
            version = _version(source)
            if version <= len(migrations):
                return None  # the newer program was cut off before it brought the file to its version
            _log.info(
                "the history file has version %d, this program knows %d: it is only read", version, len(migrations)
            )
            try:
                return _taken(source, migrations)
            except UnreadableTablesError as error:
                _log.warning("nothing can be read of the history file: %s", error)
            except sqlite3.DatabaseError as error:
                if not _is_about_the_file(error):
                    raise
                _log.warning("nothing can be read of the history file: %s", error)
    return _taken(None, migrations)


def refuse_newer(path: Path, *, newest: int) -> None:
    """Raise UserError `history.newer` where a newer program wrote the file at `path`; nothing is written."""
    with faults_for_user(path):
        version = highest_version(path)
    if version > newest:
        raise user_error("history.newer", details=f"file version {version}, known version {newest}")


@dataclass(frozen=True)
class _Source:
    """A file that nobody changes while it is read; what SQLite does to a `copied` one does not matter."""

    path: Path
    copied: bool

    @property
    def address(self) -> str:
        return _address(self.path, "mode=rw" if self.copied else "mode=ro&immutable=1")


@contextmanager
def _at_rest(path: Path) -> Iterator[_Source]:
    """Give the file, or a copy of file and journal where SQLite would have to write to read both."""
    _refuse_in_use(path)
    if not has_journal(path):
        yield _Source(path, copied=False)
        return
    with tempfile.TemporaryDirectory(prefix="tempera-") as folder:
        copy = Path(folder) / "history.sqlite3"
        shutil.copyfile(path, copy)
        for ending in JOURNALS:
            journal = path.with_name(path.name + ending)
            if journal.exists():
                shutil.copyfile(journal, copy.with_name(copy.name + ending))
        yield _Source(copy, copied=True)


def _refuse_in_use(path: Path) -> None:
    """Raise SQLite's "busy" where a program has the file open. A file that was closed has no journal."""
    if not any(path.with_name(path.name + ending).exists() for ending in JOURNALS):
        return
    address = _address(path, "mode=ro&readonly_shm=1")  # the second keeps SQLite from making a file beside this one
    with closing(sqlite3.connect(address, uri=True, timeout=_LOCK_WAIT_SECONDS)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.Error as error:
            if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise


def _version(source: _Source) -> int:
    with closing(sqlite3.connect(source.address, uri=True)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version


def _taken(source: _Source | None, migrations: Sequence[Migration]) -> NewerFile:
    """Return a database with what can be read of `source`; an empty one without it."""
    with ExitStack() as on_failure:
        connection = sqlite3.connect("", isolation_level=None, check_same_thread=False, uri=True)
        on_failure.callback(connection.close)
        for setting in (f"cache_size = -{_CACHE_KIB}", "journal_mode = MEMORY", "synchronous = OFF"):
            connection.execute(f"PRAGMA {setting}")
        for step in migrations:
            step(connection)
        whole = True
        if source is not None:
            connection.execute("ATTACH ? AS kept", (source.address,))
            connection.execute("BEGIN")
            whole = copy_known(connection)
            connection.execute("COMMIT")
            connection.execute("DETACH kept")
        last = set_apart(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        on_failure.pop_all()
    return NewerFile(connection, last, readable=source is not None, whole=whole)


def _is_about_the_file(error: sqlite3.Error) -> bool:
    """Say whether the file is damaged, or made of something that this SQLite does not know."""
    return is_damage(error) or _code(error) == sqlite3.SQLITE_ERROR


def _code(error: sqlite3.Error) -> int:
    extended: int = getattr(error, "sqlite_errorcode", 0)
    return extended & 0xFF


def _address(path: Path, how: str) -> str:
    """Return the file as an SQLite address; it also holds for names that are no text, and for network drives."""
    name = path.absolute().as_posix()
    whole = name if name.startswith("/") else f"/{name}"
    return f"file://{quote(whole, errors='surrogateescape')}?{how}"
