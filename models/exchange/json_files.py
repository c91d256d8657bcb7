"""Everything of conversations as JSON: one as a file of its own, many as an archive."""

import hashlib
import time
import zipfile
from typing import BinaryIO

import msgspec

from models.exchange.archive_file import FOLDER, MANIFEST, ArchivedConversation, Manifest
from models.exchange.archive_file import FORMAT as ARCHIVE_FORMAT
from models.exchange.archive_file import VERSION as ARCHIVE_VERSION
from models.exchange.conversation_file import FORMAT, VERSION, ConversationFile
from models.history import History
from models.version import program_version


def conversation_json(history: History, conversation: int) -> bytes:
    """Return the file of one conversation. Raises KeyError where there is none of that id."""
    whole = history.whole.read(conversation)
    file = ConversationFile(format=FORMAT, version=VERSION, program=program_version(), conversation=whole)
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


class ArchiveWriter:
    """Writes an archive of conversations to `out`; the list of them comes last, when `finish` is called.

    To be closed in any case; what was not finished before is no archive.
    """

    def __init__(self, history: History, out: BinaryIO) -> None:
        self._history = history
        self._file = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._written: list[ArchivedConversation] = []

    def add(self, conversation: int) -> None:
        """Write one conversation."""
        text = conversation_json(self._history, conversation)
        name = f"{FOLDER}{len(self._written) + 1:06}.json"
        self._file.writestr(name, text)
        title = self._history.conversations.get(conversation).title
        self._written.append(ArchivedConversation(name, len(text), hashlib.sha256(text).hexdigest(), title))

    def finish(self) -> None:
        """Write the list, after which the archive is complete."""
        manifest = Manifest(
            format=ARCHIVE_FORMAT,
            version=ARCHIVE_VERSION,
            program=program_version(),
            created_ms=time.time_ns() // 1_000_000,
            folders=tuple(folder.name for folder in self._history.folders.all()),
            conversations=tuple(self._written),
        )
        self._file.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")

    def close(self) -> None:
        """Close the archive, not `out`. Idempotent."""
        self._file.close()
