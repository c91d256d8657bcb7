"""The names by which conversations are known again after they went through a file."""

import sqlite3
import uuid

IDENTITIES = (
    """
CREATE TABLE identities (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    name TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX identities_by_name ON identities (name)",
)
"""The table. A name is given when a conversation first goes into a file; copies of one may share it."""

_KNOWN = """
SELECT conversation_id FROM identities JOIN conversations ON conversations.id = conversation_id
WHERE name = ? AND deleted_ms IS NULL ORDER BY conversation_id LIMIT 1
"""


def new_identity() -> str:
    """Return a name that no other conversation anywhere has."""
    return uuid.uuid4().hex


def identity_of(connection: sqlite3.Connection, conversation: int) -> str | None:
    """Return the name of a conversation, None where it has none yet."""
    row = connection.execute("SELECT name FROM identities WHERE conversation_id = ?", (conversation,)).fetchone()
    return None if row is None else str(row[0])


def give_identity(connection: sqlite3.Connection, conversation: int, name: str) -> None:
    """Give a conversation its name."""
    connection.execute("INSERT INTO identities (conversation_id, name) VALUES (?, ?)", (conversation, name))


def known_conversation(connection: sqlite3.Connection, name: str) -> int | None:
    """Return the conversation of that name which is not in the recycle bin, None where there is none."""
    row = connection.execute(_KNOWN, (name,)).fetchone()
    return None if row is None else int(row[0])
