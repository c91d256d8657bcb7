"""The tree of a conversation's messages as the user sees it: without those that are hidden.

What follows a hidden message counts as following the nearest visible message above it, so nothing becomes out of
reach by hiding what leads to it. A message is always younger than its parent: the order of the ids is the order of
the thread, and the youngest message below another one is a leaf.
"""

import sqlite3
from collections import Counter
from dataclasses import dataclass

_SHAPE = "SELECT id, parent_id, hidden_ms IS NOT NULL FROM messages WHERE conversation_id = ?"
_FOLLOWING = """
WITH RECURSIVE below (id, hidden) AS (
    SELECT id, hidden_ms IS NOT NULL FROM messages WHERE conversation_id = ?1 AND parent_id IS ?2
    UNION ALL
    SELECT messages.id, messages.hidden_ms IS NOT NULL
    FROM below JOIN messages ON messages.conversation_id = ?1 AND messages.parent_id = below.id WHERE below.hidden
)
SELECT id FROM below WHERE NOT hidden ORDER BY id
"""
_YOUNGEST_BELOW = """
WITH RECURSIVE below (id, hidden) AS (
    SELECT id, hidden_ms IS NOT NULL FROM messages WHERE id = ?2
    UNION ALL
    SELECT messages.id, messages.hidden_ms IS NOT NULL
    FROM below JOIN messages ON messages.conversation_id = ?1 AND messages.parent_id = below.id
)
SELECT max(id) FROM below WHERE NOT hidden
"""
_ALONE = (1, 1)
_PARENT = "SELECT parent_id, hidden_ms IS NOT NULL FROM messages WHERE id = ?"


@dataclass(frozen=True)
class Thread:
    """The visible messages from the first of a conversation to one of them.

    `messages` are their ids; `places` tell of each its number among its siblings, from 1, and how many there are.
    """

    messages: tuple[int, ...]
    places: dict[int, tuple[int, int]]


def thread_to(connection: sqlite3.Connection, conversation: int, leaf: int | None) -> Thread:
    """Return the thread that ends with `leaf`, which is part of it even where it is hidden."""
    shape = connection.execute(_SHAPE, (conversation,)).fetchall()
    hidden = {message for message, _, is_hidden in shape if is_hidden}
    above: dict[int, int | None] = {message: parent for message, parent, _ in shape}
    if hidden:
        for message in sorted(above):
            parent = above[message]
            above[message] = above[parent] if parent in hidden and parent is not None else parent
    path: list[int] = []
    step = leaf
    while step is not None:
        path.append(step)
        step = above[step]
    path.reverse()
    return Thread(tuple(path), _places(path, above, hidden))


def _places(path: list[int], above: dict[int, int | None], hidden: set[int]) -> dict[int, tuple[int, int]]:
    """Return the place of each message of a path among its siblings; `above` says what each message follows."""
    if len(path) == len(above) and not hidden:
        return dict.fromkeys(path, _ALONE)  # nothing is beside the path
    counts = Counter(parent for message, parent in above.items() if message not in hidden)
    forks = {parent for parent, count in counts.items() if count > 1}
    forks.update(above[message] for message in path[-1:] if message in hidden)
    following: dict[int | None, list[int]] = {fork: [] for fork in forks}
    if forks:
        for message in sorted(above):
            if above[message] in forks and message not in hidden:
                following[above[message]].append(message)
    return {
        message: _place(message, following[above[message]]) if above[message] in forks else _ALONE for message in path
    }


def siblings_of(connection: sqlite3.Connection, conversation: int, message: int) -> tuple[int, ...]:
    """Return the ids of all visible messages that follow the same message as this one, in order."""
    above = visible_above(connection, message)
    return tuple(row[0] for row in connection.execute(_FOLLOWING, (conversation, above)))


def place_of(connection: sqlite3.Connection, conversation: int, message: int) -> tuple[int, int]:
    """Return the number of a message among its siblings, from 1, and how many there are."""
    return _place(message, siblings_of(connection, conversation, message))


def visible_above(connection: sqlite3.Connection, message: int) -> int | None:
    """Return the nearest visible message above this one, None where it is the first."""
    above: int | None = connection.execute(_PARENT, (message,)).fetchone()[0]
    while above is not None:
        parent, hidden = connection.execute(_PARENT, (above,)).fetchone()
        if not hidden:
            return above
        above = parent
    return None


def newest_leaf(connection: sqlite3.Connection, conversation: int, message: int) -> int | None:
    """Return the newest visible message at or below this one; what is above it where all of them are hidden."""
    found: int | None = connection.execute(_YOUNGEST_BELOW, (conversation, message)).fetchone()[0]
    return visible_above(connection, message) if found is None else found


def leads_to(connection: sqlite3.Connection, message: int, leaf: int | None) -> bool:
    """Say whether `message` is `leaf` or somewhere above it."""
    while leaf is not None and leaf > message:
        leaf = connection.execute(_PARENT, (leaf,)).fetchone()[0]
    return leaf == message


def _place(message: int, siblings: tuple[int, ...] | list[int]) -> tuple[int, int]:
    """Count the siblings up to this message: a hidden one, which is none of them, has the place of the one before."""
    if siblings and siblings[-1] == message:
        return len(siblings), len(siblings)
    return sum(other <= message for other in siblings), len(siblings)
