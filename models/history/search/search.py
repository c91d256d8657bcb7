"""`Search`: the user's words looked up in titles and messages."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import UserError
from models.history.database import Database
from models.history.search.index import MOST_PARTS, OVERLAP, PART, Index, IndexState
from models.history.search.marks import Mark, marks_in, snippet_of
from models.history.search.query import Term, match_expression, terms_of
from models.history.search.tables import CONTENTS, THOUGHTS
from models.history.search.titles import Title, Titles

_BEFORE_MS = 8  # spent on bringing the index up to date before a query
_READ = 20_000  # rows of the index that are looked at, the newest
_CANDIDATES = 1_000  # of them that are put in the order of time: those of imported conversations differ

# CROSS: in this order, so that the newest rows come first and reading ends early.
# Rows that are to be taken out are no longer true; those of messages that are gone join with nothing.
_FIND = """
SELECT found.row, messages.id, messages.conversation_id, messages.created_ms
FROM (SELECT rowid AS row FROM {0} WHERE {0} MATCH ?1 ORDER BY rowid DESC LIMIT ?2) AS found
CROSS JOIN messages ON messages.id = found.row / ?3
CROSS JOIN conversations ON conversations.id = messages.conversation_id AND conversations.deleted_ms IS NULL
WHERE messages.id NOT IN (SELECT message_id FROM search_leftovers)
LIMIT ?4
"""


@dataclass(frozen=True)
class Hit:
    """One place where a query was found.

    `message` is None where only the title has it. `snippet` is a part of the message on one line, of its thinking
    where `in_thinking`; `marks` are the places of the words in it, `title_marks` those in the title. `when_ms` is the
    time of the message, or that of the conversation's last use.
    """

    conversation: int
    message: int | None
    title: str
    snippet: str
    marks: tuple[Mark, ...]
    title_marks: tuple[Mark, ...]
    when_ms: int
    folder: int | None = None
    archived: bool = False
    in_thinking: bool = False


@dataclass(frozen=True)
class _Found:
    """A message that has all terms, and which part of it."""

    message: int
    conversation: int
    when_ms: int
    part: int
    in_thinking: bool


class Search:
    """Looks for words in an open history. Any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database)
        self._folded: dict[str, str] = {}

    def find(self, query: str, *, limit: int = 50, thinking: bool = False) -> tuple[Hit, ...]:
        """Return where all words of `query` are, the newest first, at most `limit` places.

        A word is found wherever one begins with it, Chinese anywhere; words in "quotes" must stand together as they
        are. Conversations in the recycle bin and hidden messages are left out, and so is the thinking of answers
        unless `thinking` is set.
        """
        terms = terms_of(query)
        if not terms or limit < 1:
            return ()
        self.catch_up(_BEFORE_MS)
        titles = Titles(self._folded)
        with self._database.reading() as connection:
            titles.read(connection)
        found = self._messages(terms, thinking=thinking)
        with_message = {one.conversation for one in found[:limit]}
        alone = [title for title in titles.with_all(terms) if title.conversation not in with_message]
        alone = alone[: max(limit - len(found), limit // 2)]
        hits = [_title_hit(title, terms) for title in alone]
        hits += self._message_hits(found[: limit - len(alone)], titles, terms)
        return tuple(sorted(hits, key=lambda hit: hit.when_ms, reverse=True))

    def catch_up(self, budget_ms: float) -> bool:
        """Bring the index up to date for about so long, at least a slice of some 20 ms; return whether there is more.

        To be called now and then while there is time: after opening, after importing, after emptying the recycle bin
        (until it returns False, the words of what was removed may still be in the file). Newest messages come first.
        """
        return self._index.catch_up(budget_ms)

    def state(self) -> IndexState:
        """Check the index; takes some seconds for 100,000 messages."""
        return self._index.state()

    def start_anew(self) -> None:
        """Throw the index away; `catch_up` fills it again. Messages found missing by `state` come back that way."""
        self._index.start_anew()

    def _messages(self, terms: tuple[Term, ...], *, thinking: bool) -> list[_Found]:
        """Return the messages that have all terms, the newest first."""
        found: dict[int, _Found] = {}
        for index in (CONTENTS, THOUGHTS) if thinking else (CONTENTS,):
            for one in self._matching(index, terms):
                known = found.get(one.message)
                if known is None or known.in_thinking == one.in_thinking:  # the first part of several
                    found[one.message] = one
        return sorted(found.values(), key=lambda one: (one.when_ms, one.message), reverse=True)

    def _matching(self, index: str, terms: tuple[Term, ...]) -> list[_Found]:
        if not self._index.usable:
            return []
        values = (match_expression(terms), _READ, MOST_PARTS, _CANDIDATES)
        try:
            with self._database.reading() as connection:
                rows = connection.execute(_FIND.format(index), values).fetchall()
        except (UserError, sqlite3.DatabaseError) as error:
            self._index.mend(error)
            return []
        in_thinking = index == THOUGHTS
        return [_Found(message, owner, when, row % MOST_PARTS, in_thinking) for row, message, owner, when in rows]

    def _message_hits(self, found: list[_Found], titles: Titles, terms: tuple[Term, ...]) -> Iterator[Hit]:
        with self._database.reading() as connection:
            texts = [_text(connection, one) for one in found]
        for one, text in zip(found, texts, strict=True):
            title = titles.get(one.conversation)
            if title is None or text is None:
                continue  # gone since it was found
            snippet = snippet_of(text, terms)
            yield Hit(
                conversation=one.conversation,
                message=one.message,
                title=title.text,
                snippet=snippet.text,
                marks=snippet.marks,
                title_marks=marks_in(title.text, terms),
                when_ms=one.when_ms,
                folder=title.folder,
                archived=title.archived,
                in_thinking=one.in_thinking,
            )


def _text(connection: sqlite3.Connection, found: _Found) -> str | None:
    """Return the part of a message that was found, with what belongs to it of the next one."""
    column = "thinking" if found.in_thinking else "content"
    part = f"SELECT substr({column}, ?, ?) FROM messages WHERE id = ?"  # noqa: S608 - one of two constants
    row = connection.execute(part, (found.part * PART + 1, PART + OVERLAP, found.message)).fetchone()
    text: str | None = row[0] if row else None
    return text


def _title_hit(title: Title, terms: tuple[Term, ...]) -> Hit:
    return Hit(
        conversation=title.conversation,
        message=None,
        title=title.text,
        snippet="",
        marks=(),
        title_marks=marks_in(title.text, terms),
        when_ms=title.last_used_ms,
        folder=title.folder,
        archived=title.archived,
    )
