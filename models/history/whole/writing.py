"""From a `WholeConversation` to the tables."""

import logging
import sqlite3
from dataclasses import dataclass

import msgspec

from models.engine import Role
from models.history.attachments import add_attachments
from models.history.overrides import decode_overrides, encode_overrides
from models.history.records import encode_record
from models.history.text import storable
from models.history.title import named_by_user, title_from
from models.history.values import Attachment
from models.history.whole.values import NO_RECORD, WholeAttachment, WholeConversation, WholeMessage
from models.record import AnswerRecord

_log = logging.getLogger(__name__)
_records = msgspec.json.Decoder(AnswerRecord)

_NEW_CONVERSATION = """
INSERT INTO conversations (title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft, pinned,
                           archived_ms, folder_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""
_NEW_MESSAGE = """
INSERT INTO messages (id, conversation_id, parent_id, role, state, created_ms, thinking_seconds, record, content,
                      thinking, edited, hidden_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LAST_ID = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'messages'"


@dataclass(frozen=True)
class Prepared:
    """The rows of a conversation, made before the history is held for writing; messages are counted from 1.

    `leaf` and the first two values of each of `messages`, a message and its parent, are such numbers, as is the first
    value of each of `attachments`; None stands for the draft there.
    """

    conversation: tuple[str | int | None, ...]
    messages: list[tuple[int, int | None, tuple[str | int | float | None, ...]]]
    attachments: list[tuple[int | None, list[Attachment], int]]
    leaf: int | None


def prepared(whole: WholeConversation) -> Prepared:
    """Return a conversation as rows. Raises ValueError where a parent does not stand before its children."""
    numbers = {message.id: place for place, message in enumerate(whole.messages, start=1)}
    messages = []
    for place, message in enumerate(whole.messages, start=1):
        parent = None if message.parent is None else numbers.get(message.parent, place)
        if parent is not None and parent >= place:
            raise ValueError(message.parent)
        messages.append((place, parent, _message_row(message)))
    attachments = [
        (place, _files(message.attachments), message.created_ms)
        for place, message in enumerate(whole.messages, start=1)
        if message.attachments
    ]
    draft = [(None, _files(whole.draft_attachments), whole.last_used_ms)] if whole.draft_attachments else []
    leaf = None if whole.leaf is None else numbers[whole.leaf]
    return Prepared(_conversation_row(whole), messages, [*attachments, *draft], leaf)


def write_prepared(connection: sqlite3.Connection, rows: Prepared, folder: int | None) -> int:
    """Add a conversation with all its messages; return its id."""
    conversation: int = connection.execute(_NEW_CONVERSATION, (*rows.conversation, folder)).fetchone()[0]
    last: int = connection.execute(_LAST_ID).fetchone()[0]
    connection.executemany(
        _NEW_MESSAGE,
        (
            (last + place, conversation, None if parent is None else last + parent, *row)
            for place, parent, row in rows.messages
        ),
    )
    for place, files, created_ms in rows.attachments:
        message = None if place is None else last + place
        add_attachments(connection, files, conversation=conversation, message=message, now_ms=created_ms)
    if rows.leaf is not None:
        shown = "UPDATE conversations SET leaf_id = ? WHERE id = ?"
        connection.execute(shown, (last + rows.leaf, conversation))
    return conversation


def _conversation_row(whole: WholeConversation) -> tuple[str | int | None, ...]:
    overrides = decode_overrides(msgspec.json.encode(whole.overrides).decode())
    return (
        named_by_user(storable(whole.title)) or _first_title(whole),
        whole.title_source,
        whole.created_ms,
        whole.last_used_ms,
        whole.mode,
        encode_overrides(overrides),
        storable(whole.instructions),
        storable(whole.draft),
        int(whole.pinned),
        whole.archived_ms,
    )


def _first_title(whole: WholeConversation) -> str:
    first = next((message.content for message in whole.messages if message.role is Role.USER), "")
    return title_from(storable(first))


def _message_row(message: WholeMessage) -> tuple[str | int | float | None, ...]:
    return (
        message.role,
        message.state,
        message.created_ms,
        message.thinking_seconds,
        _record(message),
        storable(message.content),
        message.thinking and storable(message.thinking),
        int(message.edited),
        message.hidden_ms,
    )


def _record(message: WholeMessage) -> str | None:
    """Return the record as the history writes it, None where it has none or one that cannot be read."""
    if message.record == NO_RECORD:
        return None
    try:
        return encode_record(_records.decode(message.record))
    except msgspec.DecodeError as error:
        _log.info("a message was taken in without its record: %s", error)
        return None


def _files(attachments: tuple[WholeAttachment, ...]) -> list[Attachment]:
    return [Attachment(one.name, one.text, one.size) for one in attachments]
