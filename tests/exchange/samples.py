"""Files to import, and running an import to its end."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from models.errors import UserError
from models.exchange import ImportOptions, ImportProgress, ImportSummary, start_import
from models.exchange.messages import Passed
from models.exchange.worker.problems import UnreadableFileError
from models.exchange.worker.reading import read_file
from models.history import History
from models.texts import Phrasebook

Json = dict[str, Any]


def node(
    name: str,
    parent: str | None,
    role: str,
    *parts: object,
    kind: str = "text",
    time: float | None = 1_700_000_000.5,
    recipient: str = "all",
    metadata: Json | None = None,
    content: Json | None = None,
) -> Json:
    """Return a node of ChatGPT's tree, by its name."""
    message: Json = {
        "id": name,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": time,
        "update_time": None,
        "content": {"content_type": kind, **(content if content is not None else {"parts": list(parts)})},
        "status": "finished_successfully",
        "end_turn": True,
        "weight": 1.0,
        "metadata": metadata or {},
        "recipient": recipient,
        "channel": None,
    }
    return {name: {"id": name, "message": message, "parent": parent, "children": []}}


def chatgpt(*nodes: Json, name: str = "c-1", title: str = "Title", leaf: str | None = None, **more: object) -> Json:
    """Return a conversation of ChatGPT's export: a root without a message, and these nodes."""
    mapping: Json = {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    for one in nodes:
        mapping |= one
    for key, value in mapping.items():
        if value["parent"] in mapping:
            mapping[value["parent"]]["children"].append(key)
    return {
        "title": title,
        "create_time": 1_700_000_000.25,
        "update_time": 1_700_000_900.75,
        "mapping": mapping,
        "moderation_results": [],
        "current_node": leaf or list(mapping)[-1],
        "plugin_ids": None,
        "conversation_id": name,
        "id": name,
        "is_archived": False,
        **more,
    }


def small(name: str = "c-1", title: str = "Title") -> Json:
    """Return a conversation of one question and its answer."""
    return chatgpt(node("q", "root", "user", "Hello"), node("a", "q", "assistant", "Hi!"), name=name, title=title)


def written(path: Path, *conversations: Mapping[str, object]) -> Path:
    """Write conversations as ChatGPT does."""
    path.write_text(json.dumps(conversations), "utf-8")
    return path


def outcome_of(path: Path, history: History, options: ImportOptions | None = None) -> ImportSummary | UserError:
    """Import a file and return how that ended."""
    ended: list[ImportSummary | UserError] = []
    progress: list[ImportProgress] = []
    start_import(path, history, options or ImportOptions(), on_progress=progress.append, on_done=ended.append).wait()
    assert len(ended) == 1
    assert all(0 <= one.done <= one.total for one in progress)
    return ended[0]


def imported(path: Path, history: History, options: ImportOptions | None = None) -> ImportSummary:
    """Import a file that can be read."""
    outcome = outcome_of(path, history, options)
    assert isinstance(outcome, ImportSummary), outcome
    return outcome


def refused(path: Path, history: History) -> str:
    """Import a file that cannot be read; return the id of the sentence that says why, without its beginning."""
    outcome = outcome_of(path, history)
    assert isinstance(outcome, UserError), outcome
    assert history.conversations.recent() == ()
    return outcome.text.id.removeprefix("exchange.file.")


def reasons(summary: ImportSummary) -> list[tuple[str, str]]:
    """Return what was skipped and why, by the title and the id of the reason without its beginning."""
    return [(one.title, one.reason.id.removeprefix("exchange.reason.")) for one in summary.skipped]


def texts(history: History, conversation: int) -> list[str]:
    """Return the contents of the visible thread."""
    return [message.content for message in history.messages.thread(conversation)]


def refusal(path: Path) -> str:
    """Read a file, in this process, that cannot be read; return the id of the sentence without its beginning."""
    with pytest.raises(UnreadableFileError) as raised:
        list(read_file(path, Phrasebook("en")))
    return raised.value.reason.id.removeprefix("exchange.file.")


def skipped(path: Path) -> list[str]:
    """Read a file, in this process; return the ids of the reasons why conversations in it cannot be read."""
    found = read_file(path, Phrasebook("en"))
    return [one.reason.id.removeprefix("exchange.reason.") for one in found if isinstance(one, Passed)]
