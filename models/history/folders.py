"""The folders that conversations can be put into."""

import sqlite3

from models.history.database import Database
from models.history.text import storable
from models.history.title import named_by_user
from models.history.values import Folder

_ALL = "SELECT id, name, position FROM folders ORDER BY position, id"
_NEW = """
INSERT INTO folders (name, position) VALUES (?, (SELECT coalesce(max(position) + 1, 0) FROM folders))
RETURNING id, name, position
"""


class Folders:
    """The folders of an open history. A method given an id that does not exist raises KeyError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Folder, ...]:
        """Return the folders in the user's order."""
        with self._database.reading() as connection:
            return tuple(Folder(*row) for row in connection.execute(_ALL))

    def create(self, name: str) -> Folder:
        """Add a folder at the end. Raises ValueError where the name is empty."""
        chosen = _name(name)
        with self._database.writing() as connection:
            return Folder(*connection.execute(_NEW, (chosen,)).fetchone())

    def rename(self, folder: int, name: str) -> str:
        """Give a folder another name, and return it on one line. Raises ValueError where it is empty."""
        chosen = _name(name)
        with self._database.writing() as connection:
            if connection.execute("UPDATE folders SET name = ? WHERE id = ?", (chosen, folder)).rowcount != 1:
                raise KeyError(folder)
        return chosen

    def remove(self, folder: int) -> None:
        """Remove a folder; its conversations stay, in no folder."""
        with self._database.writing() as connection:
            if connection.execute("DELETE FROM folders WHERE id = ?", (folder,)).rowcount != 1:
                raise KeyError(folder)

    def reorder(self, *folders: int) -> None:
        """Put the folders in this order. Raises ValueError unless every folder is named once."""
        with self._database.writing() as connection:
            known = [row[0] for row in connection.execute("SELECT id FROM folders ORDER BY id")]
            if sorted(folders) != known:
                raise ValueError(folders)
            places = [(position, folder) for position, folder in enumerate(folders)]
            connection.executemany("UPDATE folders SET position = ? WHERE id = ?", places)


def folder_named(connection: sqlite3.Connection, name: str) -> int | None:
    """Return the id of the first folder of that name, which is made where there is none; None for an empty name."""
    chosen = named_by_user(storable(name))
    if not chosen:
        return None
    row = connection.execute("SELECT id FROM folders WHERE name = ? ORDER BY position, id", (chosen,)).fetchone()
    if row is None:
        row = connection.execute(_NEW, (chosen,)).fetchone()
    return int(row[0])


def _name(name: str) -> str:
    chosen = named_by_user(storable(name))
    if not chosen:
        raise ValueError(name)
    return chosen
