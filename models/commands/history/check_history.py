"""`tempera history check`: whether the file with the conversations is sound."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.commands.history.opening import check_there_is_one
from models.history import HistoryCheck, HistoryCounts, HistoryFault, check_history
from models.paths import Paths
from models.texts import Phrasebook, shown_size


@dataclass(frozen=True)
class ReportedFault:
    """Something wrong, in words; `details` are SQLite's own."""

    fault: HistoryFault
    count: int
    sentence: str
    details: str


@dataclass(frozen=True)
class HistoryReport:
    """The document that `tempera history check --json` prints."""

    path: Path
    sound: bool
    bytes: int
    counts: HistoryCounts | None
    waiting_for_search: int
    faults: tuple[ReportedFault, ...]


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Check the history and print what was found; 1 where anything is wrong."""
    del err  # nothing is said beside the report
    check_there_is_one(paths)
    found = check_history(paths.history)
    if options.json:
        write_json(_document(found, paths, say), out)
    else:
        out.writelines(line + "\n" for line in _lines(found, paths, say))
    return 1 if found.faults else 0


def _lines(found: HistoryCheck, paths: Paths, say: Phrasebook) -> Iterator[str]:
    yield say("cli.history.file", path=str(paths.history), size=shown_size(found.bytes))
    counts = found.counts
    if counts is not None:
        yield say(
            "cli.history.counts",
            conversations=counts.conversations,
            archived=counts.archived,
            deleted=counts.deleted,
            messages=counts.messages,
            attachments=counts.attachments,
        )
    for one in found.faults:
        yield say(f"cli.history.fault.{one.fault.value}", count=one.count)
        yield from (f"  {line}" for line in one.details.splitlines())
    if not found.faults:
        yield say("cli.history.sound")


def _document(found: HistoryCheck, paths: Paths, say: Phrasebook) -> HistoryReport:
    return HistoryReport(
        path=paths.history,
        sound=not found.faults,
        bytes=found.bytes,
        counts=found.counts,
        waiting_for_search=found.waiting,
        faults=tuple(
            ReportedFault(
                one.fault, one.count, say(f"cli.history.fault.{one.fault.value}", count=one.count), one.details
            )
            for one in found.faults
        ),
    )
