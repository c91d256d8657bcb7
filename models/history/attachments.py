"""The rows of the table `attachments`: files that go with questions and with drafts."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from models.history.text import storable
from models.history.title import named_by_user
from models.history.values import Attachment, AttachmentInfo

_NEW = """
INSERT INTO attachments (conversation_id, message_id, name, size, characters, created_ms, text)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_OF_THREAD = """
SELECT message_id, id, name, characters, size FROM attachments
WHERE conversation_id = ? AND message_id IS NOT NULL ORDER BY id
"""
_OF_MESSAGE = """
SELECT id, name, characters, size FROM attachments WHERE conversation_id = ? AND message_id = ? ORDER BY id
"""
_OF_DRAFT = "SELECT name, text, size, id FROM attachments WHERE conversation_id = ? AND message_id IS NULL ORDER BY id"
_NAMELESS = "?"


def add_attachments(
    connection: sqlite3.Connection,
    attachments: Iterable[Attachment],
    *,
    conversation: int,
    message: int | None,
    now_ms: int,
) -> None:
    """Store attachments of a message, or of the draft where `message` is None."""
    for one in attachments:
        text = storable(one.text)
        name = named_by_user(storable(one.name)) or _NAMELESS
        connection.execute(_NEW, (conversation, message, name, one.size, len(text), now_ms, text))


def clear_draft(connection: sqlite3.Connection, conversation: int) -> None:
    """Remove the attachments of a conversation's draft."""
    connection.execute("DELETE FROM attachments WHERE conversation_id = ? AND message_id IS NULL", (conversation,))


def attachments_of_draft(connection: sqlite3.Connection, conversation: int) -> tuple[Attachment, ...]:
    """Return the attachments of a conversation's draft, with their texts."""
    return tuple(Attachment(*row) for row in connection.execute(_OF_DRAFT, (conversation,)))


def attachments_of_thread(connection: sqlite3.Connection, conversation: int) -> dict[int, tuple[AttachmentInfo, ...]]:
    """Return what is attached to the messages of a conversation, by message; those without any are left out."""
    found: dict[int, list[AttachmentInfo]] = defaultdict(list)
    for message, *row in connection.execute(_OF_THREAD, (conversation,)):
        found[message].append(AttachmentInfo(*row))
    return {message: tuple(infos) for message, infos in found.items()}


def attachments_of_message(
    connection: sqlite3.Connection, conversation: int, message: int
) -> tuple[AttachmentInfo, ...]:
    """Return what is attached to one message."""
    return tuple(AttachmentInfo(*row) for row in connection.execute(_OF_MESSAGE, (conversation, message)))


def read_attachment(connection: sqlite3.Connection, attachment: int) -> Attachment:
    """Return one attachment with its text. Raises KeyError where there is none of that id."""
    row = connection.execute("SELECT name, text, size, id FROM attachments WHERE id = ?", (attachment,)).fetchone()
    if row is None:
        raise KeyError(attachment)
    return Attachment(*row)
