"""What can be wrong with a file or with a conversation in it."""

from models.errors import FieldValue, Text


class UnreadableConversationError(Exception):
    """One conversation cannot be taken in; `reason` says why. The others of the file still can."""

    def __init__(self, reason: str, **fields: FieldValue) -> None:
        super().__init__(reason)
        self.reason = Text(f"exchange.reason.{reason}", fields)


class UnreadableFileError(Exception):
    """The file cannot be read, or not on."""

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason, details)
        self.reason = Text(f"exchange.file.{reason}")
        self.details = details
