"""`tempera history import`: take in the conversations of a file."""

import argparse
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.commands.history.opening import opened_history, path_from
from models.commands.models.progress import ProgressLine
from models.errors import UserError
from models.exchange import (
    Duplicates,
    ImportOptions,
    ImportProgress,
    ImportSource,
    ImportSummary,
    Outcome,
    start_import,
)
from models.history import History
from models.paths import Paths
from models.texts import Phrasebook

_WAKE_SECONDS = 0.2  # Ctrl+C reaches a waiting program on Windows only when it wakes up


@dataclass(frozen=True)
class SkippedConversation:
    """A conversation of the document that could not be taken in."""

    title: str
    reason: str


@dataclass(frozen=True)
class ImportedFile:
    """The document that `tempera history import --json` prints; `dry_run` says that nothing was taken in."""

    source: ImportSource | None
    dry_run: bool
    imported: tuple[int, ...]
    conversations: int
    messages: int
    known: int
    skipped_count: int
    skipped: tuple[SkippedConversation, ...]
    problem: str | None


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Take the conversations in and say what was done; 1 where some of them could not be read."""
    chosen = ImportOptions(
        duplicates=Duplicates.COPY if options.copies else Duplicates.SKIP,
        dry_run=options.dry_run,
        language=say.language,
    )
    path = path_from(options.path)
    with (
        opened_history(paths, say=say, err=err, begin=True) as history,
        ProgressLine(say("cli.history.importing"), err) as line,
    ):
        outcome = _finished(path, history, chosen, line)
    if isinstance(outcome, UserError):
        raise outcome
    if options.json:
        write_json(_document(outcome, chosen, say), out)
    else:
        out.writelines(sentence + "\n" for sentence in _sentences(outcome, chosen, say))
    return 1 if outcome.skipped_count or outcome.problem else 0


def _finished(path: Path, history: History, chosen: ImportOptions, line: ProgressLine) -> Outcome:
    ended = threading.Event()
    outcomes: list[Outcome] = []

    def show(progress: ImportProgress) -> None:
        line.show(progress.done, progress.total)

    def end(outcome: Outcome) -> None:
        outcomes.append(outcome)
        ended.set()

    started = start_import(path, history, chosen, on_progress=show, on_done=end)
    try:
        while not ended.wait(_WAKE_SECONDS):
            pass
    except KeyboardInterrupt:
        started.cancel()
        raise
    finally:
        started.wait()
    return outcomes[0]


def _sentences(summary: ImportSummary, chosen: ImportOptions, say: Phrasebook) -> Iterator[str]:
    done = "cli.history.would_import" if chosen.dry_run else "cli.history.imported"
    yield say(done, conversations=summary.conversations, messages=summary.messages)
    if summary.known:
        yield say("cli.history.known", count=summary.known)
    if summary.skipped_count:
        yield say("cli.history.skipped", count=summary.skipped_count)
    for one in summary.skipped:
        yield f"  {' '.join(one.title.split()) or say('exchange.untitled')}: {say.phrase(one.reason)}"
    if summary.problem:
        yield say.phrase(summary.problem)


def _document(summary: ImportSummary, chosen: ImportOptions, say: Phrasebook) -> ImportedFile:
    return ImportedFile(
        source=summary.source,
        dry_run=chosen.dry_run,
        imported=summary.imported,
        conversations=summary.conversations,
        messages=summary.messages,
        known=summary.known,
        skipped_count=summary.skipped_count,
        skipped=tuple(SkippedConversation(one.title, say.phrase(one.reason)) for one in summary.skipped),
        problem=say.phrase(summary.problem) if summary.problem else None,
    )
