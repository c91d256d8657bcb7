"""The tables of the search index, and the triggers that keep account of what is to go into it and out of it.

Whatever writes a message leaves its id in `search_pending`, and the texts of one that was indexed and is changed,
hidden or removed in `search_leftovers`, in the same transaction; `Index` works both off. So a write costs one row,
nothing can be forgotten, and a damaged index keeps nobody from writing. The index holds no texts of its own: what is
to be taken out of it has to be told again.

A long text goes in and out in parts, one row of the index each. `part` is the next one; `parts`, in the leftovers,
how many went in, NULL where all did.
"""

import sqlite3

CONTENTS = "search_contents"
THOUGHTS = "search_thoughts"
INDEXES = (CONTENTS, THOUGHTS)

_QUEUES = (
    "CREATE TABLE search_pending (message_id INTEGER PRIMARY KEY, part INTEGER NOT NULL DEFAULT 0) STRICT",
    """
CREATE TABLE search_leftovers (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    parts INTEGER,
    content TEXT NOT NULL,
    thinking TEXT
) STRICT
""",
    "CREATE INDEX search_leftovers_by_message ON search_leftovers (message_id)",
    # After something was taken out the index is merged once, to overwrite its words.
    "CREATE TABLE search_state (sweep INTEGER NOT NULL) STRICT",
    "INSERT INTO search_state VALUES (0)",
)

_IS_SEARCHED = "{0}.state <> 'streaming' AND {0}.hidden_ms IS NULL"
_OLD = _IS_SEARCHED.format("old")
_NEW = _IS_SEARCHED.format("new")
_TAKE_OUT = f"""
    INSERT INTO search_leftovers (message_id, parts, content, thinking)
    SELECT old.id, (SELECT part FROM search_pending WHERE message_id = old.id), old.content, old.thinking
    WHERE {_OLD} AND coalesce((SELECT part FROM search_pending WHERE message_id = old.id), 1) > 0;
    DELETE FROM search_pending WHERE message_id = old.id;
"""  # noqa: S608 - made of constants
_TRIGGERS = (
    f"""
CREATE TRIGGER search_added AFTER INSERT ON messages WHEN {_NEW}
BEGIN
    INSERT INTO search_pending (message_id) VALUES (new.id);
END
""",  # noqa: S608 - made of constants
    f"""
CREATE TRIGGER search_changed AFTER UPDATE OF content, thinking, state, hidden_ms ON messages WHEN {_OLD} OR {_NEW}
BEGIN{_TAKE_OUT}
    INSERT INTO search_pending (message_id) SELECT new.id WHERE {_NEW};
END
""",
    f"""
CREATE TRIGGER search_removed AFTER DELETE ON messages WHEN {_OLD}
BEGIN{_TAKE_OUT}
END
""",
)
_ALL_PENDING = (
    f"INSERT INTO search_pending (message_id) SELECT id FROM messages WHERE {_IS_SEARCHED.format('messages')}"  # noqa: S608
)

# Only the categories of characters that folding leaves over, so that both agree on what a word is. The index of first
# characters makes a single Chinese character as fast as a word.
_INDEX = """
CREATE VIRTUAL TABLE {0} USING fts5 (
    words, content = '', prefix = '1', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* So Co Cn'"
)
"""
_INSIDE = ("data", "idx", "docsize", "config")  # the tables in which SQLite keeps such an index
_SETTINGS = (("automerge", 0), ("crisismerge", 1000))  # merging is done in slices, never in the middle of a write


def create_tables(connection: sqlite3.Connection) -> None:
    """Make an empty index in which all messages are still to go."""
    for statement in (*_QUEUES, *_TRIGGERS):
        connection.execute(statement.strip())
    _create_indexes(connection)
    connection.execute(_ALL_PENDING)


def start_anew(connection: sqlite3.Connection) -> None:
    """Throw the index away, also a damaged one, and begin again."""
    for index in INDEXES:
        _drop(connection, index)
    for queue in ("search_pending", "search_leftovers"):
        connection.execute(f"DELETE FROM {queue}")  # noqa: S608 - a constant
    _create_indexes(connection)
    connection.execute(_ALL_PENDING)


def _drop(connection: sqlite3.Connection, index: str) -> None:
    """Drop an index. SQLite reads a part of its inside even for that, so it gets the inside of an empty one before."""
    empty = f"{index}_empty"
    connection.execute(_INDEX.format(empty).strip())
    for table in _INSIDE:
        connection.execute(f"DELETE FROM {index}_{table}")  # noqa: S608 - a constant
        connection.execute(f"INSERT INTO {index}_{table} SELECT * FROM {empty}_{table}")  # noqa: S608 - a constant
    connection.execute(f"DROP TABLE {empty}")
    connection.execute(f"DROP TABLE {index}")


def _create_indexes(connection: sqlite3.Connection) -> None:
    for index in INDEXES:
        connection.execute(_INDEX.format(index).strip())
        for setting, value in _SETTINGS:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (setting, value))  # noqa: S608
