"""What the user wants to have in a file."""

from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """What conversations can become."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    ARCHIVE = "archive"

    @property
    def ending(self) -> str:
        """How the names of its files end, with the dot."""
        return {"markdown": ".md", "html": ".html", "pdf": ".pdf", "json": ".json", "archive": ".zip"}[self.value]

    @property
    def is_whole(self) -> bool:
        """Whether everything goes in, and there is nothing to choose."""
        return self in {Target.JSON, Target.ARCHIVE}


@dataclass(frozen=True)
class ExportWish:
    """A target, and what goes in beside questions and answers: the thinking, and a line about each answer."""

    target: Target
    thinking: bool
    records: bool
