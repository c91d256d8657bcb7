"""Bringing the search index up to date, in slices that keep nobody waiting."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import UserError
from models.history.database import Database
from models.history.search.folding import indexed
from models.history.search.tables import CONTENTS, INDEXES, THOUGHTS, start_anew

_log = logging.getLogger(__name__)

PART = 16_384
"""How many characters of a text make one row of the index."""
OVERLAP = 200  # characters of the next part that belong to this one too, so that a phrase across the cut is found
MOST_PARTS = 1024
"""Of one message, which gives 16 million characters. A row's number is that of its message times this, plus the part.
"""
_SLICE = 12_000  # characters that go in or out in one transaction, about 15 ms
_FEW = 40  # messages in one transaction
_PAGES = 16  # of the index that are merged in one transaction, about 5 ms

_CHANGES_OF_A_MERGE = 2  # one change is the command itself

_PENDING = """
SELECT message_id, part, content, thinking FROM search_pending CROSS JOIN messages ON messages.id = message_id
ORDER BY message_id DESC LIMIT ?
"""
_LEFTOVERS = """
SELECT id, message_id, part, parts, content, thinking FROM search_leftovers ORDER BY id LIMIT ?
"""
# A message of which only some parts are in or out yet is in a queue and not looked at.
_QUEUED = "SELECT message_id FROM search_pending UNION SELECT message_id FROM search_leftovers"
_EXPECTED = f"""
SELECT id FROM messages WHERE state <> 'streaming' AND hidden_ms IS NULL AND id NOT IN ({_QUEUED})
"""  # noqa: S608 - made of constants
_FOUND = f"""
SELECT DISTINCT id / {MOST_PARTS} AS message FROM {CONTENTS}_docsize WHERE message NOT IN ({_QUEUED})
"""  # noqa: S608 - made of constants
_DIFFERENCES = f"""
SELECT (SELECT count(*) FROM ({_EXPECTED} EXCEPT {_FOUND})) + (SELECT count(*) FROM ({_FOUND} EXCEPT {_EXPECTED}))
"""  # noqa: S608 - made of constants
_WAITING = f"SELECT count(*) FROM ({_QUEUED})"  # noqa: S608 - made of constants


@dataclass(frozen=True)
class IndexState:
    """How the search index is: messages `waiting` to go in or out of it, and whether the rest is `sound`."""

    waiting: int
    sound: bool


@dataclass(frozen=True)
class _Piece:
    """A part of a message's texts: one row of each index."""

    row: int
    content: str
    thinking: str


class Index:
    """The search index of an open history."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._merging = True  # an earlier run may have ended in the middle
        self._made_anew = False
        self._broken = False

    @property
    def usable(self) -> bool:
        """Whether there is an index to ask."""
        return not self._broken

    def catch_up(self, budget_ms: float) -> bool:
        """Work for about so long, at least one slice; return whether there is more to do.

        The newest messages come first. A damaged index is thrown away and made anew.
        """
        end = time.monotonic() + budget_ms / 1000
        while not self._broken:
            try:
                if not self._slice():
                    return False
            except (UserError, sqlite3.DatabaseError) as error:
                self.mend(error)
            if time.monotonic() >= end:
                return not self._broken
        return False

    def mend(self, error: UserError | sqlite3.DatabaseError) -> None:
        """Begin the index again after an error of its own; raise any other one.

        A second such error means that this does not help: there is no index then until the next start.
        """
        if isinstance(error, UserError) and error.text.id != "history.damaged":
            raise error
        _log.warning("the search index is damaged: %s", error)
        if self._made_anew:
            self._broken = True
        else:
            self.start_anew()

    def start_anew(self) -> None:
        """Throw the index away and begin again; `catch_up` then fills it."""
        self._made_anew = True
        try:
            with self._database.writing() as connection:
                start_anew(connection)
        except (UserError, sqlite3.DatabaseError) as error:
            _log.warning("the search index cannot be made anew: %s", error)
            self._broken = True

    def state(self) -> IndexState:
        """Compare the index with the messages, and have SQLite check its inside."""
        waiting = 0
        try:
            with self._database.writing() as connection:
                waiting = connection.execute(_WAITING).fetchone()[0]
                for index in INDEXES:
                    connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608
                differences: int = connection.execute(_DIFFERENCES).fetchone()[0]
                return IndexState(waiting, sound=not differences)
        except (UserError, sqlite3.DatabaseError) as error:
            if isinstance(error, UserError) and error.text.id != "history.damaged":
                raise
            return IndexState(waiting, sound=False)

    def _slice(self) -> bool:
        """Do one piece of work in a transaction of its own; return whether there was any."""
        with self._database.writing() as connection:
            if _take_out(connection) or _put_in(connection):
                self._merging = True
                return True
            if connection.execute("UPDATE search_state SET sweep = 0 WHERE sweep = 1").rowcount:
                _merge(connection, -_PAGES)
                return True
            if self._merging:
                self._merging = _merge(connection, _PAGES)
                return self._merging
        return False


def _put_in(connection: sqlite3.Connection) -> bool:
    pieces: list[_Piece] = []
    begun: list[tuple[int, int]] = []
    ended: list[tuple[int]] = []
    for message, part, content, thinking in connection.execute(_PENDING, (_FEW,)):
        taken = _pieces(message, content, thinking, first=part, last=_parts(content, thinking), room=_room(pieces))
        pieces += taken
        if part + len(taken) < _parts(content, thinking):
            begun.append((part + len(taken), message))
            break
        ended.append((message,))
    connection.executemany("UPDATE search_pending SET part = ? WHERE message_id = ?", begun)
    connection.executemany("DELETE FROM search_pending WHERE message_id = ?", ended)
    pieces.sort(key=lambda piece: piece.row)  # SQLite gathers rows only while their numbers rise
    for index, rows in _rows(pieces):
        connection.executemany(f"INSERT INTO {index} (rowid, words) VALUES (?, ?)", rows)  # noqa: S608 - a constant
    return bool(pieces)


def _take_out(connection: sqlite3.Connection) -> bool:
    pieces: list[_Piece] = []
    begun: list[tuple[int, int]] = []
    ended: list[tuple[int]] = []
    for leftover, message, part, parts, content, thinking in connection.execute(_LEFTOVERS, (_FEW,)):
        last = _parts(content, thinking) if parts is None else parts
        taken = _pieces(message, content, thinking, first=part, last=last, room=_room(pieces))
        pieces += taken
        if part + len(taken) < last:
            begun.append((part + len(taken), leftover))
            break
        ended.append((leftover,))
    connection.executemany("UPDATE search_leftovers SET part = ? WHERE id = ?", begun)
    connection.executemany("DELETE FROM search_leftovers WHERE id = ?", ended)
    for index, rows in _rows(pieces):
        remove = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', ?, ?)"  # noqa: S608 - a constant
        connection.executemany(remove, rows)
    if pieces:
        connection.execute("UPDATE search_state SET sweep = 1")
    return bool(pieces)


def _room(pieces: list[_Piece]) -> int:
    return _SLICE - sum(len(piece.content) + len(piece.thinking) for piece in pieces)


def _pieces(message: int, content: str, thinking: str | None, *, first: int, last: int, room: int) -> list[_Piece]:
    """Return the parts of a message from `first` on, before `last`, until `room` characters are exceeded."""
    pieces: list[_Piece] = []
    for part in range(first, last):
        if room <= 0:
            break
        window = slice(part * PART, (part + 1) * PART + OVERLAP)
        pieces.append(_Piece(message * MOST_PARTS + part, content[window], (thinking or "")[window]))
        room -= len(pieces[-1].content) + len(pieces[-1].thinking)
    return pieces


def _parts(content: str, thinking: str | None) -> int:
    longest = max(len(content), len(thinking or ""))
    return min(max(1, -(-longest // PART)), MOST_PARTS)


def _rows(pieces: list[_Piece]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield what goes into each index, or out of it. Thinking has rows only where there is some."""
    yield CONTENTS, [(piece.row, indexed(piece.content)) for piece in pieces]
    yield THOUGHTS, [(piece.row, indexed(piece.thinking)) for piece in pieces if piece.thinking]


def _merge(connection: sqlite3.Connection, pages: int) -> bool:
    """Merge about so many pages of each index, with a negative number from the beginning; return whether any was."""
    merged = False
    for index in INDEXES:
        before = connection.total_changes
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608
        merged = merged or connection.total_changes - before >= _CHANGES_OF_A_MERGE
    return merged
