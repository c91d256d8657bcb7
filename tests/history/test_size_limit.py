"""A history file that may not grow: what a full disk looks like to SQLite, made on any system."""

from pathlib import Path

from models.history import History
from models.history.database import Database
from models.history.opening import open_file
from models.history.schema import MIGRATIONS
from tests.history.samples import say
from tests.history.too_much import TOO_MUCH, assert_refused


def test_file_that_may_not_grow_refuses_a_write(path: Path) -> None:
    file = open_file(path, MIGRATIONS)
    with History(Database(file.connection, path)) as history:
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "before", "the limit")
        file.connection.execute("PRAGMA max_page_count = 100")
        assert_refused(history, conversation, "history.disk_full")
        say(history, conversation, "after", "short enough")
        file.connection.execute("PRAGMA max_page_count = 100000")
        history.messages.ask(conversation, TOO_MUCH)
        assert len(history.messages.thread(conversation)) == 5
