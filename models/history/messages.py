"""The messages of a conversation: a tree of questions and answers in which nothing is ever overwritten."""

import sqlite3
from collections.abc import Callable

from models.engine import Role
from models.history.clock import now_ms
from models.history.database import Database
from models.history.rows import MESSAGE_COLUMNS, encode_record, message_from
from models.history.text import storable
from models.history.title import title_from
from models.history.values import AnswerState, Message, TitleSource
from models.record import AnswerRecord

# A message is always younger than its parent, so the order of the ids is the order of the thread, and the youngest
# message below another one is a leaf.
_PATH = f"""
WITH RECURSIVE thread (id) AS (
    SELECT ?
    UNION ALL
    SELECT messages.parent_id FROM thread JOIN messages ON messages.id = thread.id
    WHERE messages.parent_id IS NOT NULL
)
SELECT {MESSAGE_COLUMNS} FROM messages WHERE id IN (SELECT id FROM thread) ORDER BY id
"""  # noqa: S608 - the columns are a constant
_YOUNGEST_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT ?2
    UNION ALL
    SELECT messages.id FROM below JOIN messages ON messages.conversation_id = ?1 AND messages.parent_id = below.id
)
SELECT max(id) FROM below
"""
_SIBLINGS = """
SELECT other.id FROM messages JOIN messages AS other
ON other.conversation_id = messages.conversation_id AND other.parent_id IS messages.parent_id
WHERE messages.id = ? ORDER BY other.id
"""
_NEW = """
INSERT INTO messages (conversation_id, parent_id, role, state, created_ms, content)
VALUES (?, ?, ?, ?, ?, ?) RETURNING id
"""
_SAVE_PARTIAL = "UPDATE messages SET content = ?, thinking = ? WHERE id = ? AND state = ?"
_SAVE_FINISHED = """
UPDATE messages SET content = ?, thinking = ?, thinking_seconds = ?, state = ?, record = ? WHERE id = ?
"""
_FIRST_TITLE = "UPDATE conversations SET title = ? WHERE id = ? AND title = '' AND title_source = ?"


class Messages:
    """The messages of an open history. A method given an id that does not exist raises KeyError."""

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms) -> None:
        self._database = database
        self._clock = clock

    def ask(self, conversation: int, content: str) -> int:
        """Save a question at the end of the visible thread; return its id.

        In the same moment the draft, which it was, is emptied, and an untitled conversation gets its title.
        """
        question = storable(content)
        with self._database.writing() as connection:
            row = connection.execute("SELECT leaf_id FROM conversations WHERE id = ?", (conversation,)).fetchone()
            if row is None:
                raise KeyError(conversation)
            added = self._add(connection, conversation, row[0], Role.USER, question)
            connection.execute("UPDATE conversations SET draft = '' WHERE id = ?", (conversation,))
            connection.execute(_FIRST_TITLE, (title_from(question), conversation, TitleSource.AUTO))
            return added

    def revise(self, question: int, content: str) -> int:
        """Save another wording of a question as its sibling, and show that one; return its id."""
        with self._database.writing() as connection:
            old = _read(connection, question)
            return self._add(connection, old.conversation, old.parent, Role.USER, storable(content))

    def begin_answer(self, question: int) -> int:
        """Save an empty answer to a question, in state STREAMING; return its id.

        Beginning another answer to the same question makes a sibling of the first one.
        """
        with self._database.writing() as connection:
            conversation = _read(connection, question).conversation
            return self._add(connection, conversation, question, Role.ASSISTANT, "")

    def update_answer(self, answer: int, *, content: str, thinking: str | None) -> None:
        """Save what there is of an answer so far. Does nothing once it is finished: a late call loses nothing."""
        values = (storable(content), thinking and storable(thinking), answer, AnswerState.STREAMING)
        with self._database.writing() as connection:
            if connection.execute(_SAVE_PARTIAL, values).rowcount == 0:
                _read(connection, answer)

    def finish_answer(
        self,
        answer: int,
        *,
        state: AnswerState,
        content: str,
        thinking: str | None = None,
        thinking_seconds: float | None = None,
        record: AnswerRecord | None = None,
    ) -> None:
        """Save an answer as it will stay. Raises ValueError where `state` is STREAMING."""
        if state is AnswerState.STREAMING:
            raise ValueError(state)
        texts = (storable(content), thinking and storable(thinking))
        values = (*texts, thinking_seconds, state, encode_record(record), answer)
        with self._database.writing() as connection:
            if connection.execute(_SAVE_FINISHED, values).rowcount != 1:
                raise KeyError(answer)

    def get(self, message: int) -> Message:
        """Return one message."""
        with self._database.reading() as connection:
            return _read(connection, message)

    def thread(self, conversation: int) -> tuple[Message, ...]:
        """Return the visible thread of a conversation, from its first message to its current leaf."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT leaf_id FROM conversations WHERE id = ?", (conversation,)).fetchone()
            if row is None:
                raise KeyError(conversation)
            return _path(connection, row[0])

    def path(self, message: int) -> tuple[Message, ...]:
        """Return the messages from the first of the conversation to this one."""
        with self._database.reading() as connection:
            found = _path(connection, message)
        if not found:
            raise KeyError(message)
        return found

    def siblings(self, message: int) -> tuple[int, ...]:
        """Return the ids of the message and its siblings, in the order in which they were made."""
        with self._database.reading() as connection:
            found = tuple(row[0] for row in connection.execute(_SIBLINGS, (message,)))
        if not found:
            raise KeyError(message)
        return found

    def choose(self, message: int) -> int:
        """Show the branch of a message, down to its newest leaf; return that leaf's id."""
        with self._database.writing() as connection:
            conversation = _read(connection, message).conversation
            leaf: int = connection.execute(_YOUNGEST_BELOW, (conversation, message)).fetchone()[0]
            connection.execute("UPDATE conversations SET leaf_id = ? WHERE id = ?", (leaf, conversation))
            return leaf

    def stop_unfinished(self) -> int:
        """Turn answers that an ended program left in state STREAMING into stopped ones; return how many."""
        with self._database.writing() as connection:
            change = "UPDATE messages SET state = ? WHERE state = 'streaming'"  # literal: the partial index needs it
            return connection.execute(change, (AnswerState.STOPPED,)).rowcount

    def _add(
        self, connection: sqlite3.Connection, conversation: int, parent: int | None, role: Role, content: str
    ) -> int:
        now = self._clock()
        state = AnswerState.COMPLETE if role is Role.USER else AnswerState.STREAMING
        added: int = connection.execute(_NEW, (conversation, parent, role, state, now, content)).fetchone()[0]
        shown = "UPDATE conversations SET leaf_id = ?, last_used_ms = ? WHERE id = ?"
        connection.execute(shown, (added, now, conversation))
        return added


def _path(connection: sqlite3.Connection, leaf: int | None) -> tuple[Message, ...]:
    return tuple(message_from(row) for row in connection.execute(_PATH, (leaf,)))


def _read(connection: sqlite3.Connection, message: int) -> Message:
    one = f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE id = ?"  # noqa: S608 - the columns are a constant
    row = connection.execute(one, (message,)).fetchone()
    if row is None:
        raise KeyError(message)
    return message_from(row)
