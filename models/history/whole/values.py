"""Whole conversations as values: what goes into files of exported conversations, and comes out of them.

The names and types of these fields are those of the JSON that `docs/history-format.md` describes: a change to them
is a new version of that format.
"""

import msgspec

from models.engine import Role
from models.history.values import AnswerState, TitleSource
from models.sampling import OverrideValue

NO_RECORD = msgspec.Raw(b"null")


class WholeAttachment(msgspec.Struct, frozen=True):
    """A file that was given with a question."""

    name: str
    text: str
    size: int = 0
    """In bytes, as it was on disk."""


class WholeMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One node of a conversation's tree.

    `id` and `parent` mean something only within the conversation; a parent stands before its children. `record` is the
    answer's record as JSON, `null` where there is none; `hidden_ms` is when the user deleted this one message.
    """

    id: int
    parent: int | None
    role: Role
    content: str
    created_ms: int
    state: AnswerState = AnswerState.COMPLETE
    thinking: str | None = None
    thinking_seconds: float | None = None
    edited: bool = False
    hidden_ms: int | None = None
    attachments: tuple[WholeAttachment, ...] = ()
    record: msgspec.Raw = NO_RECORD


class WholeConversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation with everything that belongs to it. All times are UTC, in milliseconds since 1970.

    `id` is the same wherever the conversation goes, so that it is known again: letters, digits and `-_.:`.
    `folder` is the name of its folder, `overrides` the settings changed by hand on top of `mode`, `leaf` the `id` of
    the last message of the visible thread.
    """

    id: str
    title: str
    created_ms: int
    last_used_ms: int
    title_source: TitleSource = TitleSource.AUTO
    mode: str = "balanced"
    overrides: dict[str, OverrideValue] = {}
    instructions: str = ""
    draft: str = ""
    draft_attachments: tuple[WholeAttachment, ...] = ()
    folder: str | None = None
    pinned: bool = False
    archived_ms: int | None = None
    leaf: int | None = None
    messages: tuple[WholeMessage, ...] = ()
