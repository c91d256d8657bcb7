"""What the history returns: plain comparable values. All times are UTC, in milliseconds since 1970."""

from dataclasses import dataclass
from enum import StrEnum

from models.engine import Role
from models.history.overrides import SamplingOverrides
from models.record import AnswerRecord


class TitleSource(StrEnum):
    """Who chose a conversation's title."""

    AUTO = "auto"  # taken from the first question
    USER = "user"


class AnswerState(StrEnum):
    """How far a message is. Questions are always COMPLETE."""

    STREAMING = "streaming"  # still being written
    COMPLETE = "complete"  # the model ended it, or a limit on its length did
    STOPPED = "stopped"  # the user stopped it, or the program ended before it was complete
    FAILED = "failed"  # the engine failed on the way


@dataclass(frozen=True)
class ConversationSummary:
    """One row of the list of conversations. `title` is "" until the first question gives it one."""

    id: int
    title: str
    created_ms: int
    last_used_ms: int


@dataclass(frozen=True)
class Conversation:
    """One conversation, without its messages.

    `mode` is the id of a mode in `resources/`; `overrides` are the settings changed by hand on top of it;
    `instructions` is the system prompt; `draft` the question that was not sent yet; `leaf` the id of the last message
    of the visible thread, None while there is no message.
    """

    id: int
    title: str
    title_source: TitleSource
    created_ms: int
    last_used_ms: int
    mode: str
    overrides: SamplingOverrides
    instructions: str
    draft: str
    leaf: int | None


@dataclass(frozen=True)
class Message:
    """A question or an answer: one node of the conversation's tree.

    `parent` is None for a first question. `thinking` is None where there was none, `thinking_seconds` and `record`
    until the answer is finished. Messages with the same parent are siblings, in the order in which they were made:
    this one is number `sibling_number` (from 1) of `sibling_count`.
    """

    id: int
    conversation: int
    parent: int | None
    role: Role
    state: AnswerState
    created_ms: int
    content: str
    thinking: str | None
    thinking_seconds: float | None
    record: AnswerRecord | None
    sibling_number: int
    sibling_count: int
