"""Reading a file of whichever kind: what is in it as conversations that can be kept."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from models.exchange.archive_file import FORMAT as ARCHIVE_FORMAT
from models.exchange.archive_file import MANIFEST, ArchivedConversation, Manifest
from models.exchange.archive_file import VERSION as ARCHIVE_VERSION
from models.exchange.conversation_file import FORMAT, VERSION, ConversationFile, FileHead
from models.exchange.limits import LONGEST_CONVERSATION, LONGEST_MANIFEST
from models.exchange.messages import Found, Passed, Progress
from models.exchange.values import ImportSource
from models.exchange.worker.archives import Archive
from models.exchange.worker.chatgpt import ChatgptConversation, conversation_from
from models.exchange.worker.decoding import decoded
from models.exchange.worker.json_values import NotJsonError, TooLong, json_values
from models.exchange.worker.problems import UnreadableConversationError, UnreadableFileError
from models.exchange.worker.sound import sound
from models.history import WholeConversation, title_from
from models.texts import Phrasebook

Reading = Found | Progress | Passed | WholeConversation
"""What comes out of a file."""

_PIECE = 1 << 20
_CHATGPT_FILE = re.compile(r"(?:.*/)?conversations(?:-\d+)?\.json")
_TITLE = re.compile(rb'"title"\s*:\s*("(?:[^"\\]|\\.){0,400}")')
_FIRST_BYTES = 4_000


def read_file(path: Path, say: Phrasebook) -> Iterator[Reading]:
    """Yield what is in the file. Raises UnreadableFileError where that is nothing, or it cannot be read on."""
    try:
        if _is_archive(path):
            with closing(Archive(path)) as archive:
                yield from _archive(archive, say)
        else:
            yield from _Values(path.stat().st_size, say).read(_pieces(path))
    except OSError as error:
        raise UnreadableFileError("not_readable", str(error)) from error


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}  # that of an empty one too


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


class _Values:
    """Reads JSON files that are read one after the other, `total` bytes in all."""

    def __init__(self, total: int, say: Phrasebook) -> None:
        self._total = total
        self._say = say
        self._done = 0
        self._found = False
        self._passed = False

    def read(self, pieces: Iterable[bytes]) -> Iterator[Reading]:
        try:
            for value in json_values(self._counted(pieces), LONGEST_CONVERSATION):
                yield from self._one(value)
                yield Progress(self._done, self._total)
        except NotJsonError as error:
            raise UnreadableFileError("cut_off" if self._found else "unknown", str(error)) from error
        if not self._found and not self._passed:
            raise UnreadableFileError("unknown", "no conversation in it")

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._done += len(piece)
            yield piece

    def _one(self, value: bytes | TooLong) -> Iterator[Reading]:
        if isinstance(value, TooLong):
            self._passed = True
            yield Passed("", UnreadableConversationError("too_long").reason)
            return
        try:
            source, conversation = _conversation(value, self._say)
        except UnreadableConversationError as error:
            self._passed = self._passed or not _is_something_else(error)
            yield Passed(_title(value), error.reason)
            return
        if not self._found:
            self._found = True
            yield Found(source)
        yield conversation


def _is_something_else(error: UnreadableConversationError) -> bool:
    """Say whether what could not be read does not even look like a conversation."""
    return error.reason.id == "exchange.reason.not_conversation" or error.reason.fields.get("place") == "$"


def _conversation(value: bytes, say: Phrasebook) -> tuple[ImportSource, WholeConversation]:
    found = decoded(value, ChatgptConversation)
    if found.format is None:
        return ImportSource.CHATGPT, sound(conversation_from(found, value, say))
    return ImportSource.CONVERSATION, _own(value)


def _own(value: bytes) -> WholeConversation:
    head = decoded(value, FileHead)
    if head.format != FORMAT:
        raise UnreadableConversationError("not_conversation")
    if isinstance(head.version, int) and head.version > VERSION:
        raise UnreadableConversationError("newer")
    return sound(decoded(value, ConversationFile).conversation)


def _archive(archive: Archive, say: Phrasebook) -> Iterator[Reading]:
    if MANIFEST in archive.names:
        yield from _own_archive(archive)
        return
    names = sorted(name for name in archive.names if _CHATGPT_FILE.fullmatch(name))
    if not names:
        raise UnreadableFileError("unknown", "no conversations.json in the archive")
    values = _Values(sum(map(archive.size, names)), say)
    for name in names:
        yield from values.read(archive.pieces(name))


def _own_archive(archive: Archive) -> Iterator[Reading]:
    manifest = _manifest(archive)
    yield Found(ImportSource.ARCHIVE, manifest.folders)
    total = sum(one.bytes for one in manifest.conversations)
    done = 0
    for one in manifest.conversations:
        try:
            yield _own(_checked(archive, one))
        except UnreadableConversationError as error:
            yield Passed(title_from(one.title), error.reason)
        done += one.bytes
        yield Progress(done, total)


def _manifest(archive: Archive) -> Manifest:
    try:
        text = archive.read(MANIFEST, LONGEST_MANIFEST)
        head = msgspec.json.decode(text, type=FileHead)
        if head.format != ARCHIVE_FORMAT:
            raise UnreadableFileError("unknown", "the archive is another program's")
        if isinstance(head.version, int) and head.version > ARCHIVE_VERSION:
            raise UnreadableFileError("newer", f"version {head.version}")
        return msgspec.json.decode(text, type=Manifest)
    except (UnreadableConversationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFileError("damaged", f"{MANIFEST}: {error}") from error


def _checked(archive: Archive, one: ArchivedConversation) -> bytes:
    text = archive.read(one.file, LONGEST_CONVERSATION)
    if hashlib.sha256(text).hexdigest() != one.sha256:
        raise UnreadableConversationError("checksum")
    return text


def _title(value: bytes) -> str:
    """Return what seems to be the title of a conversation that cannot be read; "" where there is none.

    It is fit to be shown: a stranger's title may hold what moves the cursor of a terminal or turns a line around.
    """
    found = _TITLE.search(value[:_FIRST_BYTES])
    try:
        return title_from(msgspec.json.decode(found[1], type=str)) if found else ""
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
