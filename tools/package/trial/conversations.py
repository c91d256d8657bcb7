"""What the program wrote into its history, read from a copy: the program holds the file for itself alone."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_HISTORY = "history.sqlite3"
_ENDED = frozenset({"complete", "stopped"})


@dataclass(frozen=True)
class Answered:
    """A question and its answer. `model` is the name of the file that answered."""

    question: str
    answer: str
    model: str


def answered(home: Path) -> list[Answered]:
    """Return the questions in the data folder `home` whose answers have ended well, the oldest first."""
    found = []
    rows = _messages(home)
    for (role, _, question, _), (_, state, answer, record) in pairwise(rows):
        if role == "user" and state in _ENDED and answer.strip():
            model = json.loads(record)["model"] if record else {}
            found.append(Answered(question, answer.strip(), Path(model.get("path", "")).name))
    return found


def questions(home: Path) -> list[str]:
    """Return every question in the data folder `home`."""
    return [content for role, _, content, _ in _messages(home) if role == "user"]


def _messages(home: Path) -> list[tuple[str, str, str, str | None]]:
    if not (home / _HISTORY).is_file():
        return []
    with tempfile.TemporaryDirectory() as folder:
        for name in (_HISTORY, f"{_HISTORY}-wal"):  # between the two copies the program may write: then read again
            if (home / name).is_file():
                shutil.copy(home / name, folder)
        try:
            with closing(sqlite3.connect(Path(folder) / _HISTORY)) as connection:
                return connection.execute("SELECT role, state, content, record FROM messages ORDER BY id").fetchall()
        except sqlite3.DatabaseError:
            return []
