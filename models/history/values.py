"""What the history returns: plain comparable values. All times are UTC, in milliseconds since 1970."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from models.engine import Role
from models.history.records import decode_record
from models.record import AnswerRecord
from models.sampling import SamplingOverrides


class TitleSource(StrEnum):
    """Who chose a conversation's title."""

    AUTO = "auto"  # taken from the first question
    MODEL = "model"  # suggested by the model when the user asked for it
    USER = "user"


class AnswerState(StrEnum):
    """How far a message is. Questions are always COMPLETE."""

    STREAMING = "streaming"  # still being written
    COMPLETE = "complete"  # the model ended it, or a limit on its length did
    STOPPED = "stopped"  # the user stopped it, or the program ended before it was complete
    FAILED = "failed"  # the engine failed on the way


@dataclass(frozen=True)
class ConversationSummary:
    """One row of a list of conversations. `title` is "" until the first question gives it one.

    `folder` is the id of the folder it lies in, if any; `deleted_ms` when it went into the recycle bin, None where it
    is not there. One that is `locked` came out of a newer program's file, and cannot be changed.
    """

    id: int
    title: str
    created_ms: int
    last_used_ms: int
    pinned: bool = False
    folder: int | None = None
    archived: bool = False
    deleted_ms: int | None = None
    locked: bool = False


@dataclass(frozen=True)
class Folder:
    """A folder for conversations. `position` is its place in the list of folders, counted from 0."""

    id: int
    name: str
    position: int


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
    pinned: bool = False
    folder: int | None = None
    archived_ms: int | None = None
    deleted_ms: int | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a question: its name, its text, and its `size` in bytes as it was on disk.

    `id` is None until the history has stored it.
    """

    name: str
    text: str
    size: int
    id: int | None = None


@dataclass(frozen=True)
class AttachmentInfo:
    """What is known of a stored attachment without reading its text; `characters` is how long that is."""

    id: int
    name: str
    characters: int
    size: int


@dataclass(frozen=True)
class Message:
    """A question or an answer: one node of the conversation's tree.

    `parent` is None for a first question. `thinking` is None where there was none, `thinking_seconds` and `record`
    until the answer is finished. Messages that follow the same message are siblings, in the order in which they were
    made: this one is number `sibling_number` (from 1) of `sibling_count`. A `hidden` message was deleted by the user
    and can be brought back; it is no sibling, and what follows it counts as following what came before it. `edited`
    says that the user wrote or changed this answer.
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
    record_text: str | None = field(repr=False)
    sibling_number: int
    sibling_count: int
    hidden: bool = False
    edited: bool = False
    attachments: tuple[AttachmentInfo, ...] = ()

    @cached_property
    def record(self) -> AnswerRecord | None:
        """The record of the answer, None where there is none; read when first asked for."""
        return decode_record(self.record_text, message=self.id)
