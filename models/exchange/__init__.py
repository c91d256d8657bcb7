"""Conversations in files: writing them out and taking them in.

`export_conversation` writes one conversation as an `ExportFormat` with `ExportOptions` and returns what it `Exported`;
`export_conversations` writes several, telling its `ExportProgress`, and `everything` names all; `proposed_name` names a
file, `file_stem` without its ending. `document_of` and `write_archive` are for those who write themselves.
`start_import` takes in the conversations of a file, whichever kind it is: an `Import` runs as its `ImportOptions` say
(what happens to `Duplicates`), tells its `ImportProgress`, and ends with an `Outcome`: an `ImportSummary` (from which
`ImportSource`, and what was `Skipped`) or a UserError.
"""

from models.exchange.exporting import (
    document_of,
    everything,
    export_conversation,
    export_conversations,
    write_archive,
)
from models.exchange.importing import Import, Outcome, start_import
from models.exchange.naming import file_stem, proposed_name
from models.exchange.values import (
    Duplicates,
    Exported,
    ExportFormat,
    ExportOptions,
    ExportProgress,
    ImportOptions,
    ImportProgress,
    ImportSource,
    ImportSummary,
    Skipped,
)

__all__ = [
    "Duplicates",
    "ExportFormat",
    "ExportOptions",
    "ExportProgress",
    "Exported",
    "Import",
    "ImportOptions",
    "ImportProgress",
    "ImportSource",
    "ImportSummary",
    "Outcome",
    "Skipped",
    "document_of",
    "everything",
    "export_conversation",
    "export_conversations",
    "file_stem",
    "proposed_name",
    "start_import",
    "write_archive",
]
