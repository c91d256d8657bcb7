"""`tempera history list`: the conversations on this computer."""

import argparse
from dataclasses import dataclass
from typing import TextIO

from models.commands.documents import write_json
from models.commands.history.opening import opened_history
from models.commands.history.times import local_time
from models.commands.table import aligned
from models.history import ConversationSummary, History
from models.paths import Paths
from models.texts import Phrasebook


@dataclass(frozen=True)
class ListedConversation:
    """One conversation of the document that `tempera history list --json` prints."""

    id: int
    title: str
    folder: str | None
    pinned: bool
    archived: bool
    created_ms: int
    last_used_ms: int
    deleted_ms: int | None


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the conversations, the one used last first."""
    with opened_history(paths, say=say, err=err) as history:
        folders = {folder.id: folder.name for folder in history.folders.all()}
        found = _chosen(options, history)
    if options.json:
        write_json(tuple(_listed(one, folders) for one in found), out)
        return 0
    rows = [
        (str(one.id), local_time(one.last_used_ms), one.title or say("exchange.untitled"), _folder(one, folders))
        for one in found
    ]
    if rows:
        out.writelines(line + "\n" for line in aligned(rows, right=(0,)))
    else:
        out.write(say("cli.history.empty") + "\n")
    return 0


def _chosen(options: argparse.Namespace, history: History) -> tuple[ConversationSummary, ...]:
    if options.archived:
        return history.conversations.archived()
    return history.conversations.deleted() if options.deleted else history.conversations.recent()


def _folder(one: ConversationSummary, folders: dict[int, str]) -> str:
    return folders.get(one.folder, "") if one.folder is not None else ""


def _listed(one: ConversationSummary, folders: dict[int, str]) -> ListedConversation:
    return ListedConversation(
        id=one.id,
        title=one.title,
        folder=_folder(one, folders) or None,
        pinned=one.pinned,
        archived=one.archived,
        created_ms=one.created_ms,
        last_used_ms=one.last_used_ms,
        deleted_ms=one.deleted_ms,
    )
