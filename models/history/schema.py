"""The tables of the history, as numbered migrations: each is written once and never changed after a release.

To change the tables, append a function to `MIGRATIONS`; its number is its place in the list, counted from 1. The
values in the columns `title_source`, `role` and `state` are those of the Enums in `values.py`.
"""

import sqlite3
from collections.abc import Callable

from models.history.search import create_tables
from models.history.whole.identities import IDENTITIES

Migration = Callable[[sqlite3.Connection], None]
"""Brings the tables from one version to the next. Runs inside a transaction and with foreign keys off."""

# AUTOINCREMENT: an id is never given out twice, so that a file kept beside the history for a conversation (its prompt
# state) can never be taken for that of another one. Columns that may be long come last in each table: SQLite reads
# a row from its beginning, and so lists and threads are walked without touching the long texts.
_CONVERSATIONS = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    title_source TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    last_used_ms INTEGER NOT NULL,
    deleted_ms INTEGER,
    leaf_id INTEGER REFERENCES messages (id),
    mode TEXT NOT NULL,
    overrides TEXT NOT NULL,
    instructions TEXT NOT NULL,
    draft TEXT NOT NULL
) STRICT
"""

# The second foreign key keeps a tree inside one conversation. It does not cascade: a long thread is a deep tree, and
# SQLite allows 1,000 levels of cascading. Deleting a conversation takes its messages all at once.
_MESSAGES = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id INTEGER,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    thinking_seconds REAL,
    record TEXT,
    content TEXT NOT NULL,
    thinking TEXT,
    FOREIGN KEY (conversation_id, parent_id) REFERENCES messages (conversation_id, id)
) STRICT
"""

# The list of conversations is read from its own index alone, already in order.
_INDEXES = (
    "CREATE UNIQUE INDEX messages_by_conversation ON messages (conversation_id, id)",
    "CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id)",
    "CREATE INDEX messages_streaming ON messages (id) WHERE state = 'streaming'",
    "CREATE INDEX conversations_by_use ON conversations (deleted_ms, last_used_ms DESC, id DESC, title, created_ms)",
    "CREATE INDEX conversations_by_leaf ON conversations (leaf_id)",
)


def _first_tables(connection: sqlite3.Connection) -> None:
    for statement in (_CONVERSATIONS, _MESSAGES, *_INDEXES):
        connection.execute(statement.strip())


_FOLDERS = """
CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT
"""

# An attachment without a message belongs to the conversation's draft.
_ATTACHMENTS = """
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    message_id INTEGER,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id)
) STRICT
"""

_BY_USE = """
CREATE INDEX conversations_by_use
ON conversations (deleted_ms, last_used_ms DESC, id DESC, title, created_ms, pinned, folder_id, archived_ms)
"""

# The shape of a conversation's tree, hidden messages told apart, is read from its index alone.
_ORDER_AND_TREE = (
    _FOLDERS,
    "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN archived_ms INTEGER",
    "ALTER TABLE conversations ADD COLUMN folder_id INTEGER REFERENCES folders (id) ON DELETE SET NULL",
    "ALTER TABLE messages ADD COLUMN hidden_ms INTEGER",
    "ALTER TABLE messages ADD COLUMN edited INTEGER NOT NULL DEFAULT 0",
    _ATTACHMENTS,
    "CREATE INDEX attachments_by_message ON attachments (conversation_id, message_id)",
    "CREATE INDEX conversations_by_folder ON conversations (folder_id)",
    "DROP INDEX conversations_by_use",
    _BY_USE,
    "DROP INDEX messages_by_parent",
    "CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id, hidden_ms)",
)


def _order_and_tree(connection: sqlite3.Connection) -> None:
    """Folders, pinned and archived conversations, attachments, messages that can be hidden, and the search index."""
    for statement in _ORDER_AND_TREE:
        connection.execute(statement.strip())
    create_tables(connection)


def _identities(connection: sqlite3.Connection) -> None:
    """Names by which conversations are known again after they went through a file."""
    for statement in IDENTITIES:
        connection.execute(statement.strip())


MIGRATIONS: tuple[Migration, ...] = (_first_tables, _order_and_tree, _identities)
"""All versions of the tables, oldest first."""
