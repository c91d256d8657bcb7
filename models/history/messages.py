"""The messages of a conversation: a tree of questions and answers in which nothing is ever overwritten."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.engine import Role
from models.history.attachments import (
    add_attachments,
    attachments_of_message,
    attachments_of_thread,
    clear_draft,
    read_attachment,
)
from models.history.branching import copy_thread
from models.history.clock import now_ms
from models.history.database import Database
from models.history.records import encode_record
from models.history.rows import MESSAGE_COLUMNS, message_from
from models.history.text import storable
from models.history.title import title_from
from models.history.tree import leads_to, newest_leaf, place_of, siblings_of, thread_to
from models.history.values import AnswerState, Attachment, Message, TitleSource
from models.record import AnswerRecord

_THESE = f"""
SELECT {MESSAGE_COLUMNS} FROM json_each(?) CROSS JOIN messages ON messages.id = value
"""  # noqa: S608 - the columns are a constant
_ONE = f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE id = ?"  # noqa: S608 - the columns are a constant
_NEW = """
INSERT INTO messages (conversation_id, parent_id, role, state, created_ms, content)
VALUES (?, ?, ?, ?, ?, ?) RETURNING id
"""
_SAVE_PARTIAL = "UPDATE messages SET content = ?, thinking = ? WHERE id = ? AND state = ?"
_SAVE_FINISHED = """
UPDATE messages SET content = ?, thinking = ?, thinking_seconds = ?, state = ?, record = ? WHERE id = ?
"""
_SAVE_EDITED = "UPDATE messages SET content = ?, state = ?, edited = 1 WHERE id = ?"
_COPY_TEXTS = """
UPDATE messages SET (content, thinking, thinking_seconds, edited) =
    (SELECT content, thinking, thinking_seconds, edited FROM messages WHERE id = ?2)
WHERE id = ?1
"""
_LAST_HIDDEN = """
SELECT id FROM messages WHERE conversation_id = ? AND hidden_ms IS NOT NULL ORDER BY hidden_ms DESC, id DESC LIMIT 1
"""
_FIRST_TITLE = "UPDATE conversations SET title = ? WHERE id = ? AND title = '' AND title_source = ?"


class Messages:
    """The messages of an open history. A method given an id that does not exist raises KeyError."""

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms) -> None:
        self._database = database
        self._clock = clock

    def ask(self, conversation: int, content: str, attachments: Sequence[Attachment] = ()) -> int:
        """Save a question at the end of the visible thread, with the files that go with it; return its id.

        In the same moment the draft, which it was, is emptied, and an untitled conversation gets its title; that of
        nothing but files is the name of the first.
        """
        question = storable(content)
        title = storable(attachments[0].name) if attachments and not question.strip() else question
        with self._database.writing() as connection:
            row = connection.execute("SELECT leaf_id FROM conversations WHERE id = ?", (conversation,)).fetchone()
            if row is None:
                raise KeyError(conversation)
            added = self._add(connection, conversation, row[0], Role.USER, question)
            _attach(connection, attachments, conversation, added, self._clock)
            connection.execute("UPDATE conversations SET draft = '' WHERE id = ?", (conversation,))
            clear_draft(connection, conversation)
            connection.execute(_FIRST_TITLE, (title_from(title), conversation, TitleSource.AUTO))
            return added

    def revise(self, question: int, content: str, attachments: Sequence[Attachment] = ()) -> int:
        """Save another wording of a question as its sibling, and show that one; return its id."""
        with self._database.writing() as connection:
            old = _find(connection, question)
            added = self._add(connection, old.conversation, old.parent, Role.USER, storable(content))
            _attach(connection, attachments, old.conversation, added, self._clock)
            return added

    def revise_answer(self, answer: int, content: str) -> int:
        """Save the user's own wording of an answer as its sibling, complete, and show that one; return its id."""
        with self._database.writing() as connection:
            old = _find(connection, answer)
            added = self._add(connection, old.conversation, old.parent, Role.ASSISTANT, "")
            connection.execute(_SAVE_EDITED, (storable(content), AnswerState.COMPLETE, added))
            return added

    def begin_answer(self, question: int) -> int:
        """Save an empty answer to a question, in state STREAMING; return its id.

        Beginning another answer to the same question makes a sibling of the first one.
        """
        with self._database.writing() as connection:
            return self._add(connection, _find(connection, question).conversation, question, Role.ASSISTANT, "")

    def begin_continuation(self, answer: int) -> int:
        """Save a copy of an answer that was cut, in state STREAMING, as its sibling; return its id.

        The copy goes on where the answer ends; the cut answer stays as it is.
        """
        with self._database.writing() as connection:
            old = _find(connection, answer)
            added = self._add(connection, old.conversation, old.parent, Role.ASSISTANT, "")
            connection.execute(_COPY_TEXTS, (added, answer))
            return added

    def update_answer(self, answer: int, *, content: str, thinking: str | None) -> None:
        """Save what there is of an answer so far. Does nothing once it is finished: a late call loses nothing."""
        values = (storable(content), thinking and storable(thinking), answer, AnswerState.STREAMING)
        with self._database.writing() as connection:
            if connection.execute(_SAVE_PARTIAL, values).rowcount == 0:
                _find(connection, answer)

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
            return _thread(connection, conversation, row[0])

    def path(self, message: int) -> tuple[Message, ...]:
        """Return the visible messages from the first of the conversation to this one."""
        with self._database.reading() as connection:
            return _thread(connection, _find(connection, message).conversation, message)

    def siblings(self, message: int) -> tuple[int, ...]:
        """Return the ids of the message and its siblings, in the order in which they were made."""
        with self._database.reading() as connection:
            return siblings_of(connection, _find(connection, message).conversation, message)

    def choose(self, message: int) -> int | None:
        """Show the branch of a message, down to its newest leaf; return that leaf's id."""
        with self._database.writing() as connection:
            return _show(connection, _find(connection, message).conversation, message)

    def hide(self, message: int) -> None:
        """Delete one message: the thread goes on through it as if it were not there, and `unhide` brings it back.

        It is no longer told to the model nor found. Where it was the last one shown, a sibling takes its place, the
        one before it if there is one; without siblings the thread ends above it.
        """
        with self._database.writing() as connection:
            conversation = _find(connection, message).conversation
            leaf = _leaf(connection, conversation)
            hidden = "UPDATE messages SET hidden_ms = coalesce(hidden_ms, ?) WHERE id = ?"
            connection.execute(hidden, (self._clock(), message))
            if leaf == message:
                others = siblings_of(connection, conversation, message)
                before = [other for other in others if other < message]
                _show(connection, conversation, before[-1] if before else others[0] if others else message)

    def unhide(self, message: int) -> None:
        """Undo `hide`, and show the message."""
        with self._database.writing() as connection:
            conversation = _find(connection, message).conversation
            connection.execute("UPDATE messages SET hidden_ms = NULL WHERE id = ?", (message,))
            if not leads_to(connection, message, _leaf(connection, conversation)):
                _show(connection, conversation, message)

    def last_hidden(self, conversation: int) -> int | None:
        """Return the id of the message of a conversation that was deleted last, None where none is."""
        with self._database.reading() as connection:
            row = connection.execute(_LAST_HIDDEN, (conversation,)).fetchone()
            return None if row is None else int(row[0])

    def branch(self, message: int) -> int:
        """Copy the visible thread that ends with a message into a conversation of its own; return its id.

        It gets the title of the old one with a number.
        """
        with self._database.writing() as connection:
            conversation = _find(connection, message).conversation
            return copy_thread(connection, conversation, message, now_ms=self._clock())

    def attachment(self, attachment: int) -> Attachment:
        """Return a stored attachment with its text."""
        with self._database.reading() as connection:
            return read_attachment(connection, attachment)

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


@dataclass(frozen=True)
class _Place:
    """Where a message is in the tree."""

    conversation: int
    parent: int | None


def _attach(
    connection: sqlite3.Connection,
    attachments: Sequence[Attachment],
    conversation: int,
    message: int,
    clock: Callable[[], int],
) -> None:
    now = clock() if attachments else 0
    add_attachments(connection, attachments, conversation=conversation, message=message, now_ms=now)


def _find(connection: sqlite3.Connection, message: int) -> _Place:
    row = connection.execute("SELECT conversation_id, parent_id FROM messages WHERE id = ?", (message,)).fetchone()
    if row is None:
        raise KeyError(message)
    return _Place(*row)


def _leaf(connection: sqlite3.Connection, conversation: int) -> int | None:
    row = connection.execute("SELECT leaf_id FROM conversations WHERE id = ?", (conversation,)).fetchone()
    leaf: int | None = row[0]
    return leaf


def _show(connection: sqlite3.Connection, conversation: int, message: int) -> int | None:
    leaf = newest_leaf(connection, conversation, message)
    connection.execute("UPDATE conversations SET leaf_id = ? WHERE id = ?", (leaf, conversation))
    return leaf


def _thread(connection: sqlite3.Connection, conversation: int, leaf: int | None) -> tuple[Message, ...]:
    thread = thread_to(connection, conversation, leaf)
    attached = attachments_of_thread(connection, conversation)
    rows = connection.execute(_THESE, (json.dumps(thread.messages),))
    return tuple(message_from(row, thread.places[row[0]], attached.get(row[0], ())) for row in rows)


def _read(connection: sqlite3.Connection, message: int) -> Message:
    row = connection.execute(_ONE, (message,)).fetchone()
    if row is None:
        raise KeyError(message)
    conversation = row[1]
    attached = attachments_of_message(connection, conversation, message)
    return message_from(row, place_of(connection, conversation, message), attached)
