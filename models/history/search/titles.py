"""The titles of the conversations, ready to be looked through."""

import sqlite3
from dataclasses import dataclass

from models.history.search.folding import indexed
from models.history.search.query import Term

_TITLES = """
SELECT id, title, last_used_ms, folder_id, archived_ms IS NOT NULL FROM conversations WHERE deleted_ms IS NULL
"""


_Row = tuple[int, str, int, int | None, int]


@dataclass(frozen=True)
class Title:
    """A conversation as search shows it."""

    conversation: int
    text: str
    last_used_ms: int
    folder: int | None
    archived: bool


class Titles:
    """The titles of all conversations that are not deleted, as they are at this moment."""

    def __init__(self, folded: dict[str, str]) -> None:
        """`folded` holds what an earlier search worked out, and is brought up to date."""
        self._rows: dict[int, _Row] = {}
        self._folded = folded

    def read(self, connection: sqlite3.Connection) -> None:
        """Read the titles."""
        self._rows = {row[0]: row for row in connection.execute(_TITLES)}
        texts = {row[1] for row in self._rows.values()}
        for text in self._folded.keys() - texts:
            self._folded.pop(text, None)
        for text in texts - self._folded.keys():
            self._folded[text] = f" {' '.join(indexed(text).split())} "

    def get(self, conversation: int) -> Title | None:
        """Return the title of a conversation, None where there is no such one."""
        row = self._rows.get(conversation)
        return None if row is None else Title(*row[:4], archived=bool(row[4]))

    def with_all(self, terms: tuple[Term, ...]) -> list[Title]:
        """Return the titles that have all terms, the conversation used last first."""
        needles = [term.needle for term in terms]
        matching = {text for text, folded in list(self._folded.items()) if all(needle in folded for needle in needles)}
        rows = [row for row in self._rows.values() if row[1] in matching]
        rows.sort(key=lambda row: row[2], reverse=True)
        return [Title(*row[:4], archived=bool(row[4])) for row in rows]
