"""Copying a thread into a conversation of its own."""

import re
import sqlite3

from models.history.tree import thread_to
from models.history.values import AnswerState

_NEW_CONVERSATION = """
INSERT INTO conversations (title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft,
                           folder_id)
SELECT ?2, title_source, ?3, ?3, mode, overrides, instructions, '', folder_id FROM conversations WHERE id = ?1
RETURNING id
"""
_LAST_ID = "SELECT seq FROM sqlite_sequence WHERE name = 'messages'"
_COPY_MESSAGE = """
INSERT INTO messages (id, conversation_id, parent_id, role, state, created_ms, thinking_seconds, record, content,
                      thinking, edited)
SELECT ?2, ?3, ?4, role, CASE state WHEN ?5 THEN ?6 ELSE state END, created_ms, thinking_seconds, record, content,
       thinking, edited
FROM messages WHERE id = ?1
"""
_COPY_ATTACHMENTS = """
INSERT INTO attachments (conversation_id, message_id, name, size, characters, created_ms, text)
SELECT ?3, ?2, name, size, characters, created_ms, text FROM attachments
WHERE conversation_id = ?4 AND message_id = ?1 ORDER BY id
"""
_NUMBERED = re.compile(r"^(.*) \((\d{1,4})\)$")


def copy_thread(connection: sqlite3.Connection, conversation: int, leaf: int, *, now_ms: int) -> int:
    """Make a conversation of the visible thread that ends with `leaf`; return its id.

    Settings, texts, thinking, records and attachments are copied, the draft is not. An answer that is still being
    written is copied as a stopped one.
    """
    title: str = connection.execute("SELECT title FROM conversations WHERE id = ?", (conversation,)).fetchone()[0]
    values = (conversation, _numbered(connection, title), now_ms)
    made: int = connection.execute(_NEW_CONVERSATION, values).fetchone()[0]
    thread = thread_to(connection, conversation, leaf).messages
    last: int = connection.execute(_LAST_ID).fetchone()[0]
    copies = [(old, last + number) for number, old in enumerate(thread, start=1)]
    states = (AnswerState.STREAMING, AnswerState.STOPPED)
    connection.executemany(
        _COPY_MESSAGE, ((old, new, made, new - 1 if new > last + 1 else None, *states) for old, new in copies)
    )
    connection.executemany(_COPY_ATTACHMENTS, ((old, new, made, conversation) for old, new in copies))
    shown = "UPDATE conversations SET leaf_id = ? WHERE id = ?"
    connection.execute(shown, (last + len(copies), made))
    return made


def _numbered(connection: sqlite3.Connection, title: str) -> str:
    """Return the title with the first number, from 2, that no other conversation of that title has."""
    if not title:
        return ""
    found = _NUMBERED.match(title)
    stem = found[1] if found else title
    taken = {row[0] for row in connection.execute("SELECT title FROM conversations")}
    number = 2
    while f"{stem} ({number})" in taken:
        number += 1
    return f"{stem} ({number})"
