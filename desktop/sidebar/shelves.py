"""Where conversations are kept: in the list, in the archive or in the recycle bin."""

from enum import Enum


class Shelf(Enum):
    """A place for conversations, shown one at a time."""

    LIST = "list"
    ARCHIVE = "archive"
    BIN = "bin"

    @property
    def text_id(self) -> str:
        """The id of its name."""
        return f"sidebar.shelf.{self.value}"
