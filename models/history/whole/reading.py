"""From the tables to a `WholeConversation`."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

import msgspec

from models.engine import Role
from models.history.overrides import decode_overrides
from models.history.values import AnswerState, TitleSource
from models.history.whole.values import NO_RECORD, WholeAttachment, WholeConversation, WholeMessage

_CONVERSATION = """
SELECT title, title_source, created_ms, last_used_ms, mode, overrides, instructions, draft, leaf_id, pinned,
       archived_ms, (SELECT name FROM folders WHERE folders.id = folder_id)
FROM conversations WHERE id = ?
"""
_MESSAGES = """
SELECT id, parent_id, role, state, created_ms, content, thinking, thinking_seconds, edited, hidden_ms, record
FROM messages WHERE conversation_id = ? ORDER BY id
"""
_ATTACHMENTS = "SELECT message_id, name, text, size FROM attachments WHERE conversation_id = ? ORDER BY id"


_MessageRow = tuple[int, int | None, str, str, int, str, str | None, float | None, int, int | None, str | None]
_ConversationRow = tuple[str, str, int, int, str, str, str, str, int | None, int, int | None, str | None]


@dataclass(frozen=True)
class WholeRows:
    """The rows of one conversation, as SQLite gave them; values are made of them when others may use it again."""

    conversation: _ConversationRow
    messages: list[_MessageRow]
    attachments: list[tuple[int | None, str, str, int]]


def fetch_whole(connection: sqlite3.Connection, conversation: int) -> WholeRows:
    """Return the rows of a conversation. Raises KeyError where there is none."""
    row = connection.execute(_CONVERSATION, (conversation,)).fetchone()
    if row is None:
        raise KeyError(conversation)
    messages = connection.execute(_MESSAGES, (conversation,)).fetchall()
    return WholeRows(row, messages, connection.execute(_ATTACHMENTS, (conversation,)).fetchall())


def whole_from(rows: WholeRows, identity: str) -> WholeConversation:
    """Return a conversation with all its messages, also the hidden ones."""
    (title, source, created, used, mode, overrides, instructions, draft, leaf, pinned, archived, folder) = (
        rows.conversation
    )
    attached: dict[int | None, list[WholeAttachment]] = defaultdict(list)
    for message, name, text, size in rows.attachments:
        attached[message].append(WholeAttachment(name, text, size))
    return WholeConversation(
        id=identity,
        title=title,
        title_source=TitleSource(source),
        created_ms=created,
        last_used_ms=used,
        mode=mode,
        overrides=dict(decode_overrides(overrides).values),
        instructions=instructions,
        draft=draft,
        draft_attachments=tuple(attached.get(None, ())),
        folder=folder,
        pinned=bool(pinned),
        archived_ms=archived,
        leaf=leaf,
        messages=tuple(_message(message, tuple(attached.get(message[0], ()))) for message in rows.messages),
    )


def _message(row: _MessageRow, attachments: tuple[WholeAttachment, ...]) -> WholeMessage:
    number, parent, role, state, created, content, thinking, seconds, edited, hidden, record = row
    ended = AnswerState.STOPPED if state == AnswerState.STREAMING else AnswerState(state)
    return WholeMessage(
        id=number,
        parent=parent,
        role=Role(role),
        content=content,
        created_ms=created,
        state=ended,
        thinking=thinking,
        thinking_seconds=seconds,
        edited=bool(edited),
        hidden_ms=hidden,
        attachments=attachments,
        record=NO_RECORD if record is None else msgspec.Raw(record.encode()),
    )
