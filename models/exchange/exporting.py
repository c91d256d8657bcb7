"""Writing conversations into files."""

import io
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from models.errors import user_error
from models.exchange.json_files import ArchiveWriter, conversation_json
from models.exchange.markdown_file import markdown_file
from models.exchange.naming import file_stem
from models.exchange.values import Exported, ExportFormat, ExportOptions, ExportProgress
from models.history import History
from models.texts import Phrasebook


def export_conversation(
    history: History,
    conversation: int,
    file_format: ExportFormat,
    path: Path,
    options: ExportOptions,
    *,
    say: Phrasebook,
) -> Exported:
    """Write one conversation to the file `path`, in place of what is there.

    Takes up to seconds for a long one: for a thread of its own. Raises UserError where the file cannot be written;
    an older file at `path` is then as it was. Raises KeyError for an unknown conversation.
    """
    document = document_of(history, conversation, file_format, options, say=say)
    return Exported(path, 1, _replace(path, lambda out: out.write(document)))


def export_conversations(
    history: History,
    conversations: Sequence[int],
    file_format: ExportFormat,
    path: Path,
    options: ExportOptions,
    *,
    say: Phrasebook,
    progress: Callable[[ExportProgress], bool] = lambda _: True,
) -> Exported | None:
    """Write conversations: an archive to the file `path`, others as files of their titles into the folder `path`.

    `progress` is called after each and returns whether to go on; None is returned where it did not: no archive is left
    then, of a folder what was written stays. Files that are in the folder already are never written over. For a thread
    of its own. Raises UserError as `export_conversation`, and KeyError for an unknown conversation.
    """
    if file_format is ExportFormat.ARCHIVE:
        return _archive(history, conversations, path, progress)
    written = size = 0
    for conversation in conversations:
        document = document_of(history, conversation, file_format, options, say=say)
        size += _write_new(path, history.conversations.get(conversation).title, file_format, document)
        written += 1
        if not progress(ExportProgress(written, len(conversations))):
            return None
    return Exported(path, written, size)


def document_of(
    history: History, conversation: int, file_format: ExportFormat, options: ExportOptions, *, say: Phrasebook
) -> bytes:
    """Return the file of one conversation. Raises KeyError where there is none of that id."""
    match file_format:
        case ExportFormat.MARKDOWN:
            return markdown_file(history, conversation, options, say).encode()
        case ExportFormat.HTML:
            from models.exchange.html import html_file  # for pages alone

            return html_file(history, conversation, options, say).encode()
        case ExportFormat.JSON:
            return conversation_json(history, conversation)
        case ExportFormat.ARCHIVE:
            archive = io.BytesIO()
            write_archive(history, (conversation,), archive)
            return archive.getvalue()


def write_archive(
    history: History,
    conversations: Sequence[int],
    out: BinaryIO,
    progress: Callable[[ExportProgress], bool] = lambda _: True,
) -> bool:
    """Write an archive of conversations to `out`; return False where `progress` said not to go on."""
    with closing(ArchiveWriter(history, out)) as writer:
        for number, conversation in enumerate(conversations, start=1):
            writer.add(conversation)
            if not progress(ExportProgress(number, len(conversations))):
                return False
        writer.finish()
    return True


def everything(history: History) -> tuple[int, ...]:
    """Return the ids of all conversations that are not in the recycle bin, the oldest first."""
    return tuple(sorted(one.id for one in (*history.conversations.recent(), *history.conversations.archived())))


class _StoppedError(Exception):
    """The user does not want the archive any more."""


def _archive(
    history: History, conversations: Sequence[int], path: Path, progress: Callable[[ExportProgress], bool]
) -> Exported | None:
    def write(out: BinaryIO) -> None:
        if not write_archive(history, conversations, out, progress):
            raise _StoppedError

    try:
        return Exported(path, len(conversations), _replace(path, write))
    except _StoppedError:
        return None


def _replace(path: Path, write: Callable[[BinaryIO], object]) -> int:
    """Have a file written beside `path` and put it there when it is whole; return its size in bytes."""
    draft = path.with_name(f".tempera-{uuid.uuid4().hex}.part")  # nobody else's, whatever lies there
    try:
        try:
            with draft.open("xb") as out:
                write(out)
            size = draft.stat().st_size
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    except OSError as error:
        raise user_error("exchange.not_written", details=str(error), folder=str(path.parent)) from error
    return size


def _write_new(folder: Path, title: str, file_format: ExportFormat, document: bytes) -> int:
    """Write a file into a folder, under a name that nothing has; return its size in bytes."""
    stem = file_stem(title)
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            name = f"{stem} ({number})" if number > 1 else stem
            with suppress(FileExistsError), (folder / f"{name}{file_format.ending}").open("xb") as out:
                out.write(document)
                return len(document)
            number += 1
    except OSError as error:
        raise user_error("exchange.not_written", details=str(error), folder=str(folder)) from error
