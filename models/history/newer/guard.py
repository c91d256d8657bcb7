"""What came out of the file stays as it is, whoever tries to change it; what is begun beside it does not."""

import sqlite3

_REASON = "this came out of the file of a newer program"

_APART = 1 << 30  # no history comes so far, and a C int still holds it
_NUMBERED = ("conversations", "messages", "folders", "attachments")

# Not `leaf_id`: which branch is shown is a way of looking at it.
_OF_CONVERSATIONS = (
    "title, title_source, created_ms, last_used_ms, deleted_ms, mode, overrides, instructions, draft, pinned, "
    "archived_ms, folder_id"
)
_TRIGGER = """
CREATE TRIGGER newer_{name} BEFORE {event} ON {table} WHEN {row} <= {last} BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
_GUARDED = (
    ("conversations", f"UPDATE OF {_OF_CONVERSATIONS}", "old.id", "conversations"),
    ("conversations", "DELETE", "old.id", "conversations"),
    ("messages", "INSERT", "new.conversation_id", "conversations"),
    ("messages", "UPDATE", "old.conversation_id", "conversations"),
    ("messages", "DELETE", "old.conversation_id", "conversations"),
    ("attachments", "INSERT", "new.conversation_id", "conversations"),
    ("attachments", "UPDATE", "old.conversation_id", "conversations"),
    ("attachments", "DELETE", "old.conversation_id", "conversations"),
    ("folders", "UPDATE OF name", "old.id", "folders"),
    ("folders", "DELETE", "old.id", "folders"),
)


def set_apart(connection: sqlite3.Connection) -> int:
    """Refuse changes to all rows there are; return the last id of a conversation that is guarded.

    What is added from now on has ids which the file will never give out: nothing that is kept beside the history for
    one conversation can be taken for that of another.
    """
    last = {table: _leave_room(connection, table) for table in _NUMBERED}
    for number, (table, event, row, counted) in enumerate(_GUARDED):
        values = {"name": number, "table": table, "event": event, "row": row, "reason": _REASON}
        connection.execute(_TRIGGER.format(last=last[counted], **values).strip())
    return last["conversations"]


def _leave_room(connection: sqlite3.Connection, table: str) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if row is None:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, _APART))
        return _APART
    last = max(int(row[0]), _APART)
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))
    return last
