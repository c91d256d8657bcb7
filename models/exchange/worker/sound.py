"""Making sure that a conversation from a file can be kept: a tree, with texts and times that can be stored."""

import hashlib
import math
import re

import msgspec
from msgspec.structs import replace

from models.engine import Role
from models.exchange.worker.problems import UnreadableConversationError
from models.history import AnswerState, WholeAttachment, WholeConversation, WholeMessage, storable

_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
_LARGEST_SIZE = 1 << 50
_LATEST_MS = 253_370_764_800_000  # the beginning of the year 9999, which every time zone can still show


def sound(conversation: WholeConversation) -> WholeConversation:
    """Return the conversation as it can be kept: messages numbered from 1, parents first.

    Raises UnreadableConversationError where its messages are no tree.
    """
    messages, numbers = _ordered(conversation.messages)
    shown = [message.id for message in messages if message.hidden_ms is None]
    leaf = numbers.get(conversation.leaf) if conversation.leaf is not None else None
    archived = conversation.archived_ms
    folder = conversation.folder
    return replace(
        conversation,
        id=_identity(conversation.id),
        title=_text(conversation.title),
        created_ms=_time(conversation.created_ms),
        last_used_ms=_time(conversation.last_used_ms),
        instructions=_text(conversation.instructions),
        draft=_text(conversation.draft),
        draft_attachments=_attachments(conversation.draft_attachments),
        folder=_text(folder) if folder else None,
        archived_ms=None if archived is None else _time(archived),
        leaf=leaf if leaf in shown else shown[-1] if shown else None,
        messages=messages,
    )


def _ordered(messages: tuple[WholeMessage, ...]) -> tuple[tuple[WholeMessage, ...], dict[int, int]]:
    by_id = {message.id: message for message in messages}
    if len(by_id) < len(messages):
        raise UnreadableConversationError("twice")
    below: dict[int | None, list[WholeMessage]] = {}
    for message in messages:
        if message.parent is not None and message.parent not in by_id:
            raise UnreadableConversationError("parent")
        below.setdefault(message.parent, []).append(message)
    order = messages if _parents_first(messages) else _from_the_roots(below)
    if len(order) < len(messages):
        raise UnreadableConversationError("circle")
    numbers = {message.id: number for number, message in enumerate(order, start=1)}
    return tuple(_message(message, numbers) for message in order), numbers


def _parents_first(messages: tuple[WholeMessage, ...]) -> bool:
    seen: set[int | None] = {None}
    for message in messages:
        if message.parent not in seen:
            return False
        seen.add(message.id)
    return True


def _from_the_roots(below: dict[int | None, list[WholeMessage]]) -> tuple[WholeMessage, ...]:
    order: list[WholeMessage] = []
    waiting = [*reversed(below.get(None, []))]
    while waiting:
        order.append(waiting.pop())
        waiting.extend(reversed(below.get(order[-1].id, [])))
    return tuple(order)


def _message(message: WholeMessage, numbers: dict[int, int]) -> WholeMessage:
    seconds = message.thinking_seconds
    unfinished = message.role is Role.USER or message.state is AnswerState.STREAMING
    ended = AnswerState.COMPLETE if message.role is Role.USER else AnswerState.STOPPED
    return replace(
        message,
        id=numbers[message.id],
        parent=None if message.parent is None else numbers[message.parent],
        content=_text(message.content),
        thinking=_text(message.thinking) if message.thinking else None,
        thinking_seconds=max(0.0, seconds) if seconds is not None and math.isfinite(seconds) else None,
        created_ms=_time(message.created_ms),
        hidden_ms=None if message.hidden_ms is None else _time(message.hidden_ms),
        attachments=_attachments(message.attachments),
        state=ended if unfinished else message.state,
        record=msgspec.Raw(msgspec.json.format(message.record, indent=-1)),  # on one line, as messages go to the parent
    )


def _attachments(attachments: tuple[WholeAttachment, ...]) -> tuple[WholeAttachment, ...]:
    return tuple(
        WholeAttachment(_text(one.name), _text(one.text), min(max(0, one.size), _LARGEST_SIZE)) for one in attachments
    )


def _identity(name: str) -> str:
    if _IDENTITY.fullmatch(name):
        return name
    return "sha256:" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _text(text: str) -> str:
    """Return a text that can be stored: SQLite's own functions take a NUL for the end."""
    return storable(text).replace("\0", "\ufffd")


def _time(milliseconds: int) -> int:
    return min(max(milliseconds, 0), _LATEST_MS)
