"""`tempera history export`: write conversations to a file, a folder, or the standard output."""

import argparse
import io
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from models.commands.documents import write_json
from models.commands.history.opening import opened_history, path_from
from models.commands.models.progress import ProgressLine
from models.errors import user_error
from models.exchange import (
    Exported,
    ExportFormat,
    ExportOptions,
    ExportProgress,
    document_of,
    everything,
    export_conversation,
    export_conversations,
    write_archive,
)
from models.history import History
from models.paths import Paths
from models.texts import Phrasebook, shown_size

_STANDARD_OUTPUT = "-"


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Write one conversation or all of them. Raises UserError where that is impossible."""
    to_pipe = options.path == _STANDARD_OUTPUT
    if to_pipe and options.json:
        raise user_error("cli.history.json_and_pipe")
    file_format = _format(options)
    chosen = ExportOptions(thinking=options.thinking, records=options.records)
    with opened_history(paths, say=say, err=err) as history:
        try:
            if to_pipe:
                _to_pipe(options, history, file_format, chosen, say=say, out=out)
                return 0
            with ProgressLine(say("cli.history.exporting"), err) as line:
                exported = _to_disk(options, history, file_format, chosen, say=say, line=line)
        except KeyError as error:
            raise user_error("cli.history.unknown", id=str(options.conversation)) from error
    if options.json:
        write_json(exported, out)
    else:
        size = shown_size(exported.bytes)
        out.write(say("cli.history.exported", count=exported.conversations, path=str(exported.path), size=size) + "\n")
    return 0


def _format(options: argparse.Namespace) -> ExportFormat:
    """Return the format that was asked for, else the one that the name of the file says, else the lossless one."""
    if options.format is not None:
        return ExportFormat(options.format)
    if options.all:
        return ExportFormat.ARCHIVE
    by_ending = {one.ending: one for one in ExportFormat} | {
        ".htm": ExportFormat.HTML,
        ".markdown": ExportFormat.MARKDOWN,
    }
    return by_ending.get(Path(options.path).suffix.lower(), ExportFormat.MARKDOWN)


def _to_disk(
    options: argparse.Namespace,
    history: History,
    file_format: ExportFormat,
    chosen: ExportOptions,
    *,
    say: Phrasebook,
    line: ProgressLine,
) -> Exported:
    path = path_from(options.path)

    def show(progress: ExportProgress) -> bool:
        line.say(say("cli.history.done_of", done=progress.done, total=progress.total))
        return True

    if path.is_dir() and not (options.all and file_format is not ExportFormat.ARCHIVE):
        raise user_error("cli.history.folder", path=str(path))
    if options.all:
        ids = everything(history)
        exported = export_conversations(history, ids, file_format, path, chosen, say=say, progress=show)
        if exported is None:
            raise AssertionError("nobody stopped it")
        return exported
    return export_conversation(history, options.conversation, file_format, path, chosen, say=say)


def _to_pipe(
    options: argparse.Namespace,
    history: History,
    file_format: ExportFormat,
    chosen: ExportOptions,
    *,
    say: Phrasebook,
    out: TextIO,
) -> None:
    if not options.all:
        _bytes_of(out).write(document_of(history, options.conversation, file_format, chosen, say=say))
    elif file_format is ExportFormat.ARCHIVE:
        write_archive(history, everything(history), _bytes_of(out))
    else:
        raise user_error("cli.history.one_pipe")
    out.flush()


def _bytes_of(out: TextIO) -> BinaryIO:
    """Return the stream below `out` that takes bytes."""
    out.flush()
    return out.buffer if isinstance(out, io.TextIOWrapper) else cast("BinaryIO", out)
