"""The conversations: their list, titles, settings, drafts, and deleting with undo."""

import sqlite3
from collections.abc import Callable, Sequence

from models.engine import Role
from models.history.attachments import add_attachments, attachments_of_draft, clear_draft
from models.history.clock import now_ms
from models.history.database import Database
from models.history.overrides import decode_overrides, encode_overrides
from models.history.text import storable
from models.history.title import named_by_user, title_from
from models.history.values import Attachment, Conversation, ConversationSummary, TitleSource
from models.sampling import SamplingOverrides

_SUMMARIES = """
SELECT id, title, created_ms, last_used_ms, pinned, folder_id, archived_ms, deleted_ms FROM conversations
"""
_LISTED = f"{_SUMMARIES} WHERE deleted_ms IS NULL AND (archived_ms IS NULL) = ? ORDER BY last_used_ms DESC, id DESC"
_DELETED = f"{_SUMMARIES} WHERE deleted_ms IS NOT NULL ORDER BY deleted_ms DESC, id DESC"
_ONE = """
SELECT id, title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft, leaf_id, pinned,
       folder_id, archived_ms, deleted_ms
FROM conversations WHERE id = ?
"""
_NEW = """
INSERT INTO conversations (title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft)
VALUES ('', ?, ?, ?, ?, ?, ?, '') RETURNING id
"""
_PURGE = """
DELETE FROM conversations WHERE deleted_ms IS NOT NULL AND (?1 IS NULL OR deleted_ms < ?1) RETURNING id
"""
_SUGGEST = "UPDATE conversations SET title = ?, title_source = ? WHERE id = ? AND title_source != ?"
_FIRST_QUESTION = """
SELECT content FROM messages WHERE conversation_id = ? AND role = ? AND hidden_ms IS NULL ORDER BY id LIMIT 1
"""


class Conversations:
    """The conversations of an open history. A method given an id that does not exist raises KeyError."""

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms, *, last_locked: int = 0) -> None:
        self._database = database
        self._clock = clock
        self._lists = _Lists(database, last_locked)

    def recent(self) -> tuple[ConversationSummary, ...]:
        """Return all conversations that are neither deleted nor archived, the one used last first."""
        return self._lists.read(_LISTED, True)  # noqa: FBT003 - a value for the query

    def archived(self) -> tuple[ConversationSummary, ...]:
        """Return the archived conversations, the one used last first."""
        return self._lists.read(_LISTED, False)  # noqa: FBT003 - a value for the query

    def deleted(self) -> tuple[ConversationSummary, ...]:
        """Return what is in the recycle bin, the one deleted last first."""
        return self._lists.read(_DELETED)

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

    def suggest_title(self, conversation: int, title: str) -> str:
        """Give a conversation a title made by the model, unless the user chose one; return the one it has then."""
        chosen = named_by_user(storable(title))
        with self._database.writing() as connection:
            if chosen:
                connection.execute(_SUGGEST, (chosen, TitleSource.MODEL, conversation, TitleSource.USER))
            return _read(connection, conversation).title

    def save_draft(self, conversation: int, draft: str) -> None:
        """Keep a question that was not sent yet."""
        _set(self._database, "UPDATE conversations SET draft = ? WHERE id = ?", storable(draft), conversation)

    def save_draft_attachments(self, conversation: int, attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
        """Keep the files that go with the draft, in place of those kept before; return them with their ids."""
        with self._database.writing() as connection:
            _read(connection, conversation)
            clear_draft(connection, conversation)
            add_attachments(connection, attachments, conversation=conversation, message=None, now_ms=self._clock())
            return attachments_of_draft(connection, conversation)

    def draft_attachments(self, conversation: int) -> tuple[Attachment, ...]:
        """Return the files that go with the draft."""
        with self._database.reading() as connection:
            _read(connection, conversation)
            return attachments_of_draft(connection, conversation)

    def save_instructions(self, conversation: int, instructions: str) -> None:
        """Keep the instructions ("system prompt")."""
        _set(
            self._database,
            "UPDATE conversations SET instructions = ? WHERE id = ?",
            storable(instructions),
            conversation,
        )

    def save_mode(self, conversation: int, mode: str, overrides: SamplingOverrides) -> None:
        """Keep the mode and the settings that were changed by hand on top of it."""
        with self._database.writing() as connection:
            change = "UPDATE conversations SET mode = ?, overrides = ? WHERE id = ?"
            _one_row(connection.execute(change, (mode, encode_overrides(overrides), conversation)), conversation)

    def pin(self, *conversations: int, pinned: bool) -> None:
        """Mark conversations as those that stand first, or take the mark away."""
        _set(self._database, "UPDATE conversations SET pinned = ? WHERE id = ?", int(pinned), *conversations)

    def archive(self, *conversations: int, archived: bool) -> None:
        """Move conversations from the list into the archive, or back."""
        when = self._clock() if archived else None
        _set(self._database, "UPDATE conversations SET archived_ms = ? WHERE id = ?", when, *conversations)

    def move(self, *conversations: int, folder: int | None) -> None:
        """Put conversations into a folder, or into none. An unknown folder raises KeyError."""
        with self._database.writing() as connection:
            known = connection.execute("SELECT 1 FROM folders WHERE id = ?", (folder,)).fetchone()
            if folder is not None and known is None:
                raise KeyError(folder)
            _set_each(connection, "UPDATE conversations SET folder_id = ? WHERE id = ?", folder, conversations)

    def delete(self, *conversations: int) -> None:
        """Put conversations into the recycle bin; `restore` brings them back until they are purged."""
        _set(self._database, "UPDATE conversations SET deleted_ms = ? WHERE id = ?", self._clock(), *conversations)

    def restore(self, *conversations: int) -> None:
        """Undo `delete`."""
        _set(self._database, "UPDATE conversations SET deleted_ms = ? WHERE id = ?", None, *conversations)

    def erase(self, *conversations: int) -> None:
        """Remove conversations for good, wherever they are."""
        with self._database.writing() as connection:
            for conversation in conversations:
                _one_row(connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,)), conversation)

    def empty_bin(self, *, deleted_before_ms: int | None = None) -> tuple[int, ...]:
        """Remove for good what was put into the recycle bin before that time, or all of it; return the ids."""
        with self._database.writing() as connection:
            return tuple(row[0] for row in connection.execute(_PURGE, (deleted_before_ms,)).fetchall())


class _Lists:
    """Reads lists of conversations, each again only when a row of the file was changed: there are thousands in one."""

    def __init__(self, database: Database, last_locked: int) -> None:
        self._database = database
        self._last_locked = last_locked
        self._read: dict[tuple[object, ...], tuple[int, tuple[ConversationSummary, ...]]] = {}

    def read(self, query: str, *values: object) -> tuple[ConversationSummary, ...]:
        """Return what a query lists."""
        with self._database.reading() as connection:
            changes = connection.total_changes  # nobody else changes the file while it is open
            before, found = self._read.get((query, *values), (-1, ()))
            if before != changes:
                found = tuple(_summary(row, self._last_locked) for row in connection.execute(query, values))
                self._read[(query, *values)] = changes, found
            return found


def _summary(
    row: tuple[int, str, int, int, int, int | None, int | None, int | None], last_locked: int
) -> ConversationSummary:
    number, title, created, used, pinned, folder, archived, deleted = row
    return ConversationSummary(
        number, title, created, used, bool(pinned), folder, archived is not None, deleted, number <= last_locked
    )


def _read(connection: sqlite3.Connection, conversation: int) -> Conversation:
    row = connection.execute(_ONE, (conversation,)).fetchone()
    if row is None:
        raise KeyError(conversation)
    number, title, source, created, used, mode, overrides, instructions, draft, leaf, *rest = row
    pinned, folder, archived, deleted = rest
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
        pinned=bool(pinned),
        folder=folder,
        archived_ms=archived,
        deleted_ms=deleted,
    )


def _set(database: Database, change: str, value: str | int | None, *conversations: int) -> None:
    with database.writing() as connection:
        _set_each(connection, change, value, conversations)


def _set_each(
    connection: sqlite3.Connection, change: str, value: str | int | None, conversations: tuple[int, ...]
) -> None:
    for conversation in conversations:
        _one_row(connection.execute(change, (value, conversation)), conversation)


def _one_row(cursor: sqlite3.Cursor, conversation: int) -> None:
    if cursor.rowcount != 1:
        raise KeyError(conversation)
