"""Conversations as ChatGPT's export holds them, in `conversations.json`.

Each is a tree of nodes (`mapping`), with what the program shows and much that it hides: what is taken in is what a
reader sees. Times are seconds since 1970, as fractions.
"""

import hashlib

import msgspec

from models.engine import Role
from models.exchange.worker.chatgpt_content import Content, Metadata, step_text
from models.exchange.worker.folding import Node, Step, folded
from models.exchange.worker.problems import UnreadableConversationError
from models.history import AnswerState, TitleSource, WholeConversation
from models.texts import Phrasebook

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT, "tool": Role.ASSISTANT}
_CUT_OFF = {"in_progress", "finished_partial_completion"}


class Author(msgspec.Struct, frozen=True):
    """Who wrote a message."""

    role: str = ""


class ChatgptMessage(msgspec.Struct, frozen=True):
    """What a node says."""

    author: Author
    content: Content
    create_time: object = None
    status: str | None = None
    recipient: str | None = None
    metadata: Metadata | None = None


class ChatgptNode(msgspec.Struct, frozen=True):
    """A node of the tree; the first ones say nothing."""

    message: ChatgptMessage | None = None
    parent: str | None = None
    children: list[str] = []


class ChatgptConversation(msgspec.Struct, frozen=True):
    """A conversation; `format` is set in files that are not ChatGPT's, `mapping` only in its."""

    format: object = None
    mapping: dict[str, ChatgptNode] | None = None
    title: str | None = None
    create_time: object = None
    update_time: object = None
    current_node: str | None = None
    conversation_id: str | None = None
    id: str | None = None
    is_archived: bool | None = None
    is_starred: bool | None = None


def conversation_from(found: ChatgptConversation, source: bytes, say: Phrasebook) -> WholeConversation:
    """Return one conversation of the export, of which `source` is the JSON.

    Raises UnreadableConversationError where it has no tree of messages.
    """
    if found.mapping is None:
        raise UnreadableConversationError("not_conversation")
    created = milliseconds(found.create_time) or 0
    nodes = {name: Node(node.parent, node.children, _step(node.message, say)) for name, node in found.mapping.items()}
    messages, leaf = folded(nodes, found.current_node, created)
    if not messages:
        raise UnreadableConversationError("empty")
    used = milliseconds(found.update_time) or max(message.created_ms for message in messages)
    return WholeConversation(
        id=f"chatgpt:{found.conversation_id or found.id or hashlib.sha256(source).hexdigest()}",
        title=found.title or "",
        title_source=TitleSource.USER if found.title else TitleSource.AUTO,
        created_ms=created or messages[0].created_ms,
        last_used_ms=used,
        pinned=bool(found.is_starred),
        archived_ms=used if found.is_archived else None,
        leaf=leaf,
        messages=messages,
    )


def milliseconds(time: object) -> int | None:
    """Return a time in seconds as milliseconds; None where it is no time of these centuries."""
    if isinstance(time, bool) or not isinstance(time, int | float) or not 0 < time < 1e11:  # noqa: PLR2004 - the year 5138
        return None
    return int(time * 1000)


def _step(message: ChatgptMessage | None, say: Phrasebook) -> Step | None:
    if message is None:
        return None
    role = _ROLES.get(message.author.role)
    metadata = message.metadata or Metadata()
    if role is None or metadata.is_visually_hidden_from_conversation:
        return None
    said = step_text(message.content, metadata, message.author.role, message.recipient or "all", say)
    if said is None:
        return None
    stopped = role is Role.ASSISTANT and message.status in _CUT_OFF
    return Step(
        role=role,
        content=said.content,
        thinking=said.thinking,
        thinking_seconds=said.thinking_seconds,
        created_ms=milliseconds(message.create_time),
        state=AnswerState.STOPPED if stopped else AnswerState.COMPLETE,
    )
