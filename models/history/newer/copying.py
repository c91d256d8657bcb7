"""Taking what this program knows out of the file, which is attached as `kept`."""

import sqlite3

from models.history.newer.columns import TABLES, Table, is_known_table

_INTO = "INSERT OR IGNORE INTO main.{table} ({columns}) {selection}"

# What refers to something that was left out. A parent must be there, and older than what follows it.
_LOOSE = (
    "DELETE FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)",
    """
UPDATE messages SET parent_id = NULL WHERE parent_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM messages AS parent
    WHERE parent.conversation_id = messages.conversation_id AND parent.id = messages.parent_id
    AND parent.id < messages.id
)
""",
    """
UPDATE conversations SET leaf_id = (SELECT max(id) FROM messages WHERE conversation_id = conversations.id)
WHERE leaf_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM messages WHERE conversation_id = conversations.id AND messages.id = conversations.leaf_id
)
""",
    """
UPDATE conversations SET folder_id = NULL WHERE folder_id IS NOT NULL AND folder_id NOT IN (SELECT id FROM folders)
""",
    """
DELETE FROM attachments WHERE conversation_id NOT IN (SELECT id FROM conversations)
OR message_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM messages
    WHERE messages.conversation_id = attachments.conversation_id AND messages.id = attachments.message_id
)
""",
    "DELETE FROM identities WHERE conversation_id NOT IN (SELECT id FROM conversations)",
)
_STOP = "UPDATE messages SET state = 'stopped' WHERE state = 'streaming'"


class UnreadableTablesError(Exception):
    """The file no longer has what a history cannot do without."""


def copy_known(connection: sqlite3.Connection) -> bool:
    """Copy the rows of all tables that this program knows; return whether that is all that the file holds.

    Answers that a crash had cut off are stopped ones in the copy. Raises UnreadableTablesError, or sqlite3.Error where
    the file is damaged or made in a way that this SQLite does not understand.
    """
    names = [name for (name,) in connection.execute("SELECT name FROM kept.sqlite_schema WHERE type = 'table'")]
    whole = [is_known_table(name) for name in names]
    whole += [_copy(connection, table) for table in TABLES]
    whole += [connection.execute(change.strip()).rowcount == 0 for change in _LOOSE]
    connection.execute(_STOP)
    return all(whole)


def _copy(connection: sqlite3.Connection, table: Table) -> bool:
    found = frozenset(row[1] for row in connection.execute(f"PRAGMA kept.table_xinfo ({table.name})"))
    if not table.is_readable(found):
        if table.is_optional:
            return False
        raise UnreadableTablesError(table.name, sorted(found))
    has_misfits: int = connection.execute(table.misfits(found)).fetchone()[0]
    columns = ", ".join(column.name for column in table.columns)
    connection.execute(_INTO.format(table=table.name, columns=columns, selection=table.selection(found)))
    return not has_misfits and found == table.names
