"""What the process that reads files says: one JSON object a line."""

import msgspec

from models.errors import Text
from models.exchange.values import ImportSource
from models.history import WholeConversation, WholeMessage


class Found(msgspec.Struct, frozen=True, tag="found"):
    """What kind of file it is, and the names of the folders that it speaks of, in their order."""

    source: ImportSource
    folders: tuple[str, ...] = ()


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How many of `total` bytes are read."""

    done: int
    total: int


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """A conversation, without its messages, which follow in order."""

    conversation: WholeConversation


class More(msgspec.Struct, frozen=True, tag="more"):
    """Messages of the conversation that was begun."""

    messages: tuple[WholeMessage, ...]


class End(msgspec.Struct, frozen=True, tag="end"):
    """The conversation is complete."""


class Passed(msgspec.Struct, frozen=True, tag="passed"):
    """A conversation that cannot be read."""

    title: str
    reason: Text


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The file cannot be read, or not on. Nothing follows."""

    reason: Text
    details: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """All of the file is read. Nothing follows."""


WorkerMessage = Found | Progress | Begin | More | End | Passed | Refused | Done
"""Anything that the process says."""
