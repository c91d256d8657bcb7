"""What exporting and importing take and return."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import Text


class ExportFormat(StrEnum):
    """What conversations can be written as."""

    MARKDOWN = "markdown"  # the visible thread, to read and to edit
    HTML = "html"  # the visible thread, one file that any browser shows and prints
    JSON = "json"  # everything, one conversation a file
    ARCHIVE = "archive"  # everything, many conversations in one file

    @property
    def ending(self) -> str:
        """How the names of its files end, with the dot."""
        return {"markdown": ".md", "html": ".html", "json": ".json", "archive": ".zip"}[self.value]


@dataclass(frozen=True)
class ExportOptions:
    """What goes into a Markdown or HTML file beside questions and answers; JSON and archives hold everything."""

    thinking: bool = False
    records: bool = False
    """A line under each answer: model, mode, temperature, tokens, speed."""


@dataclass(frozen=True)
class ExportProgress:
    """How many of the conversations are written."""

    done: int
    total: int


@dataclass(frozen=True)
class Exported:
    """What was written: the file, or the folder where several were asked for in a format of one conversation each."""

    path: Path
    conversations: int
    bytes: int


class Duplicates(StrEnum):
    """What happens to a conversation that is in the history already."""

    SKIP = "skip"
    COPY = "copy"  # it is taken in once more, as a conversation of its own


class ImportSource(StrEnum):
    """What kind of file was found."""

    CONVERSATION = "conversation"  # the JSON of one conversation
    ARCHIVE = "archive"
    CHATGPT = "chatgpt"


@dataclass(frozen=True)
class ImportOptions:
    """How to import. With `dry_run` nothing is taken in: the summary says what would be.

    `language` is that of the few words that stand for what cannot be taken in, such as pictures.
    """

    duplicates: Duplicates = Duplicates.SKIP
    dry_run: bool = False
    language: str = "en"


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is: bytes of the file that were read, and conversations that came out of them."""

    done: int
    total: int
    conversations: int


@dataclass(frozen=True)
class Skipped:
    """A conversation that could not be taken in. `title` is "" where not even that could be read."""

    title: str
    reason: Text


@dataclass(frozen=True)
class ImportSummary:
    """What an import did.

    `imported` are the ids of the new conversations (none in a dry run); `conversations` and `messages` count what was,
    or in a dry run would be, taken in; `known` what the history had already. `skipped` names the first
    conversations that could not be read, `skipped_count` counts them all. Where `cancelled`, what was taken in
    before stays. `problem` says why the file could not be read to its end.
    """

    source: ImportSource | None
    imported: tuple[int, ...] = ()
    conversations: int = 0
    messages: int = 0
    known: int = 0
    skipped: tuple[Skipped, ...] = ()
    skipped_count: int = 0
    cancelled: bool = False
    problem: Text | None = None
