"""The conversations: their list, titles, settings, drafts, and deleting with undo."""

import sqlite3
from collections.abc import Callable

from models.engine import Role
from models.history.clock import now_ms
from models.history.database import Database
from models.history.overrides import SamplingOverrides, decode_overrides, encode_overrides
from models.history.text import storable
from models.history.title import named_by_user, title_from
from models.history.values import Conversation, ConversationSummary, TitleSource

_RECENT = """
SELECT id, title, created_ms, last_used_ms FROM conversations
WHERE deleted_ms IS NULL ORDER BY last_used_ms DESC, id DESC
"""
_ONE = """
SELECT id, title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft, leaf_id
FROM conversations WHERE id = ?
"""
_NEW = """
INSERT INTO conversations (title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft)
VALUES ('', ?, ?, ?, ?, ?, ?, '') RETURNING id
"""
_PURGE = """
DELETE FROM conversations WHERE deleted_ms IS NOT NULL AND (?1 IS NULL OR deleted_ms < ?1) RETURNING id
"""
_FIRST_QUESTION = "SELECT content FROM messages WHERE conversation_id = ? AND role = ? ORDER BY id LIMIT 1"


class Conversations:
    """The conversations of an open history. A method given an id that does not exist raises KeyError."""

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms) -> None:
        self._database = database
        self._clock = clock

    def recent(self) -> tuple[ConversationSummary, ...]:
        """Return all conversations that are not deleted, the one used last first."""
        with self._database.reading() as connection:
            return tuple(ConversationSummary(*row) for row in connection.execute(_RECENT))

    def get(self, conversation: int) -> Conversation:
        """Return one conversation; also a deleted one, until it is purged."""
        with self._database.reading() as connection:
            return _read(connection, conversation)

    def create(self, *, mode: str, overrides: SamplingOverrides | None = None, instructions: str = "") -> Conversation:
        """Begin a conversation without a title; its first question gives it one."""
        now = self._clock()
        settings = encode_overrides(overrides or SamplingOverrides())
        with self._database.writing() as connection:
            values = (TitleSource.AUTO, now, now, mode, settings, storable(instructions))
            return _read(connection, connection.execute(_NEW, values).fetchone()[0])

    def rename(self, conversation: int, title: str) -> str:
        """Give a conversation a title, and return it; with an empty one it gets its automatic title back."""
        chosen = named_by_user(storable(title))
        with self._database.writing() as connection:
            source = TitleSource.USER if chosen else TitleSource.AUTO
            if not chosen:
                first = connection.execute(_FIRST_QUESTION, (conversation, Role.USER)).fetchone()
                chosen = title_from(first[0]) if first else ""
            change = "UPDATE conversations SET title = ?, title_source = ? WHERE id = ?"
            _one_row(connection.execute(change, (chosen, source, conversation)), conversation)
            return chosen

    def save_draft(self, conversation: int, draft: str) -> None:
        """Keep a question that was not sent yet."""
        self._set("UPDATE conversations SET draft = ? WHERE id = ?", storable(draft), conversation)

    def save_instructions(self, conversation: int, instructions: str) -> None:
        """Keep the instructions ("system prompt")."""
        self._set("UPDATE conversations SET instructions = ? WHERE id = ?", storable(instructions), conversation)

    def save_mode(self, conversation: int, mode: str, overrides: SamplingOverrides) -> None:
        """Keep the mode and the settings that were changed by hand on top of it."""
        with self._database.writing() as connection:
            change = "UPDATE conversations SET mode = ?, overrides = ? WHERE id = ?"
            _one_row(connection.execute(change, (mode, encode_overrides(overrides), conversation)), conversation)

    def delete(self, conversation: int) -> None:
        """Take a conversation out of the list; `restore` brings it back until it is purged."""
        self._set("UPDATE conversations SET deleted_ms = ? WHERE id = ?", self._clock(), conversation)

    def restore(self, conversation: int) -> None:
        """Undo `delete`."""
        self._set("UPDATE conversations SET deleted_ms = ? WHERE id = ?", None, conversation)

    def purge(self, *, deleted_before_ms: int | None = None) -> tuple[int, ...]:
        """Remove for good the conversations that were deleted before that time, or all; return their ids."""
        with self._database.writing() as connection:
            return tuple(row[0] for row in connection.execute(_PURGE, (deleted_before_ms,)).fetchall())

    def _set(self, change: str, value: str | int | None, conversation: int) -> None:
        with self._database.writing() as connection:
            _one_row(connection.execute(change, (value, conversation)), conversation)


def _read(connection: sqlite3.Connection, conversation: int) -> Conversation:
    row = connection.execute(_ONE, (conversation,)).fetchone()
    if row is None:
        raise KeyError(conversation)
    number, title, source, created, used, mode, overrides, instructions, draft, leaf = row
    return Conversation(
        id=number,
        title=title,
        title_source=TitleSource(source),
        created_ms=created,
        last_used_ms=used,
        mode=mode,
        overrides=decode_overrides(overrides),
        instructions=instructions,
        draft=draft,
        leaf=leaf,
    )


def _one_row(cursor: sqlite3.Cursor, conversation: int) -> None:
    if cursor.rowcount != 1:
        raise KeyError(conversation)
