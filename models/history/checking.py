"""Whether a history file is sound, found out without changing anything in it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.history.database import Database
from models.history.faults import DamagedFileError, faults_for_user, is_damage
from models.history.migrate import checked_version
from models.history.newer import refuse_newer
from models.history.opening import open_file, take_for_this_program
from models.history.schema import MIGRATIONS
from models.history.search import Search

_MOST_DETAILS = 20
_COUNTS = """
SELECT (SELECT count(*) FROM conversations WHERE deleted_ms IS NULL),
       (SELECT count(*) FROM conversations WHERE deleted_ms IS NULL AND archived_ms IS NOT NULL),
       (SELECT count(*) FROM conversations WHERE deleted_ms IS NOT NULL),
       (SELECT count(*) FROM folders),
       (SELECT count(*) FROM messages),
       (SELECT count(*) FROM messages WHERE hidden_ms IS NOT NULL),
       (SELECT count(*) FROM attachments)
"""
_WRONG_LEAVES = """
SELECT count(*) FROM conversations
WHERE leaf_id IS NOT NULL
AND leaf_id NOT IN (SELECT id FROM messages WHERE messages.conversation_id = conversations.id)
"""
_WRONG_ORDER = "SELECT count(*) FROM messages WHERE parent_id >= id"


class HistoryFault(StrEnum):
    """What can be wrong with a history file."""

    DAMAGED = "damaged"  # the file itself is broken, or is none
    ORPHANS = "orphans"  # rows that belong to something that is not there
    LEAVES = "leaves"  # conversations that show a message of another one
    ORDER = "order"  # messages that are older than what they answer
    SEARCH = "search"  # the search index is damaged, or does not fit the messages


@dataclass(frozen=True)
class FoundFault:
    """Something that is wrong: how often, and SQLite's own words about it, if any."""

    fault: HistoryFault
    count: int
    details: str = ""


@dataclass(frozen=True)
class HistoryCounts:
    """How much is in a history. `archived` are counted in `conversations`, what is `deleted` is not."""

    conversations: int
    archived: int
    deleted: int
    folders: int
    messages: int
    hidden: int
    attachments: int


@dataclass(frozen=True)
class HistoryCheck:
    """What a check found. `counts` is None where the file is too damaged to count.

    `waiting` counts the messages that are still to go into the search index, or out of it, which is no fault.
    """

    bytes: int
    counts: HistoryCounts | None
    faults: tuple[FoundFault, ...]
    waiting: int = 0


def check_history(path: Path) -> HistoryCheck:
    """Check the history file at `path`, which no other program may have open; a damaged one is left where it is.

    A sound file of an older version is brought up to date first, as by opening it. Takes about a second for each 200
    MB. Raises UserError as `History.open`, `history.newer` where a newer program wrote it, and
    FileNotFoundError where there is no file.
    """
    size = path.stat().st_size
    refuse_newer(path, newest=len(MIGRATIONS))
    with faults_for_user(path):
        faults = _file_faults(path)
        if any(one.fault is HistoryFault.DAMAGED for one in faults):
            return HistoryCheck(size, None, faults)
    file = open_file(path, MIGRATIONS)
    with closing(Database(file.connection, path)) as database:
        with database.reading() as connection:
            counts = HistoryCounts(*connection.execute(_COUNTS).fetchone())
            for fault, query in ((HistoryFault.LEAVES, _WRONG_LEAVES), (HistoryFault.ORDER, _WRONG_ORDER)):
                if count := connection.execute(query).fetchone()[0]:
                    faults = (*faults, FoundFault(fault, count))
        index = Search(database).state()
    if not index.sound:
        faults = (*faults, FoundFault(HistoryFault.SEARCH, 1))
    return HistoryCheck(size, counts, faults, index.waiting)


def _file_faults(path: Path) -> tuple[FoundFault, ...]:
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
        try:
            take_for_this_program(connection)
            checked_version(connection, newest=len(MIGRATIONS))
            found = [row[0] for row in connection.execute(f"PRAGMA integrity_check ({_MOST_DETAILS})")]
            if found != ["ok"]:
                return (FoundFault(HistoryFault.DAMAGED, len(found), "\n".join(found)),)
            orphans = [str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")]
        except (sqlite3.DatabaseError, DamagedFileError) as error:
            if not is_damage(error):
                raise
            return (FoundFault(HistoryFault.DAMAGED, 1, str(error)),)
    return (FoundFault(HistoryFault.ORPHANS, len(orphans), ", ".join(sorted(set(orphans)))),) if orphans else ()
