"""The JSON of one conversation, as `docs/history-format.md` describes it."""

import msgspec

from models.history import WholeConversation

FORMAT = "tempera-conversation"
VERSION = 1


class ConversationFile(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file: what it is, which version of the format, and what wrote it."""

    format: str
    version: int
    program: str = ""
    conversation: WholeConversation


class FileHead(msgspec.Struct, frozen=True):
    """What says whether the rest of a file can be read; only the first two fields are looked at."""

    format: object = None
    version: object = None
