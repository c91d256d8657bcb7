"""What an archive of the history holds: a file for each conversation, and a list of them with their checksums."""

import msgspec

FORMAT = "tempera-history"
VERSION = 1
MANIFEST = "manifest.json"
FOLDER = "conversations/"


class ArchivedConversation(msgspec.Struct, frozen=True):
    """One conversation: the name of its file in the archive, that file's bytes and their SHA-256."""

    file: str
    bytes: int
    sha256: str
    title: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The list. `folders` are the names of the user's folders, in order."""

    format: str
    version: int
    program: str = ""
    created_ms: int = 0
    folders: tuple[str, ...] = ()
    conversations: tuple[ArchivedConversation, ...] = ()
