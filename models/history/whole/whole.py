"""`WholeConversations`: giving conversations out whole, and taking them in."""

from models.history.database import Database
from models.history.folders import folder_named
from models.history.whole.identities import give_identity, identity_of, known_conversation, new_identity
from models.history.whole.reading import fetch_whole, whole_from
from models.history.whole.values import WholeConversation
from models.history.whole.writing import prepared, write_prepared


class WholeConversations:
    """The conversations of an open history, each with everything that belongs to it. Any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, conversation: int) -> WholeConversation:
        """Return one conversation. Raises KeyError where there is none of that id.

        The first time it gets the name by which it is known again.
        """
        with self._database.reading() as connection:
            rows = fetch_whole(connection, conversation)
            identity = identity_of(connection, conversation)
        if identity is None:
            identity = self._name(conversation)
        return whole_from(rows, identity)

    def known(self, identity: str) -> int | None:
        """Return the id of the conversation of that name, None where there is none or it is in the recycle bin."""
        with self._database.reading() as connection:
            return known_conversation(connection, identity)

    def add(self, whole: WholeConversation) -> int:
        """Take a conversation in, in one change of the history; return its id.

        Its folder is made where there is none of that name. Where its own name is taken it gets another one. Raises
        ValueError where a parent does not stand before its children.
        """
        rows = prepared(whole)
        with self._database.writing() as connection:
            taken = known_conversation(connection, whole.id) is not None
            folder = folder_named(connection, whole.folder) if whole.folder else None
            added = write_prepared(connection, rows, folder)
            give_identity(connection, added, new_identity() if taken else whole.id)
            return added

    def add_folders(self, *names: str) -> None:
        """Make the folders that are not there yet, in this order."""
        with self._database.writing() as connection:
            for name in names:
                folder_named(connection, name)

    def _name(self, conversation: int) -> str:
        with self._database.writing() as connection:
            identity = identity_of(connection, conversation)
            if identity is None:
                identity = new_identity()
                give_identity(connection, conversation, identity)
            return identity
