"""`History`: the open history file and its parts."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from models.errors import Text
from models.history.clock import now_ms
from models.history.conversations import Conversations
from models.history.database import Database
from models.history.messages import Messages
from models.history.opening import open_file
from models.history.schema import MIGRATIONS, Migration


@dataclass(frozen=True)
class Opening:
    """What was found and done while the history was opened.

    `set_aside` is the new name of a damaged file, in whose place a new one was begun; `copy` the copy made before the
    file was brought to a newer version; `stopped_answers` counts the answers that a crash had cut off: what was saved
    of them stays, as stopped answers; `purged` are the ids of conversations deleted in an earlier run, now gone.
    """

    set_aside: Path | None = None
    copy: Path | None = None
    stopped_answers: int = 0
    purged: tuple[int, ...] = ()

    @property
    def notice(self) -> Text | None:
        """What the user must be told, None if nothing."""
        return Text("history.set_aside", {"file": self.set_aside.name}) if self.set_aside else None


class History:
    """All conversations of the user. Any thread may call it; a call returns when its change is committed.

    Every call may raise UserError: `history.disk_full`, `history.read_only`, `history.disk_fault` or
    `history.damaged`. A change that failed left nothing behind, and later calls work again when the cause is gone.
    """

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms) -> None:
        """Use `open` instead, except to bring a database of your own."""
        self._database = database
        self.opening = Opening()
        self.conversations = Conversations(database, clock)
        self.messages = Messages(database, clock)

    @classmethod
    def open(
        cls, path: Path, *, clock: Callable[[], int] = now_ms, migrations: Sequence[Migration] = MIGRATIONS
    ) -> Self:
        """Open the file at `path` for this program alone, or begin it; `opening` then tells what was found.

        Conversations that were deleted in an earlier run are removed for good. Raises UserError `history.locked`
        (another program holds the file), `history.newer` (a newer program wrote it), `history.read_only`,
        `history.disk_full` or `history.disk_fault`; a damaged file is set aside and a new one begun.
        """
        file = open_file(path, migrations)
        with ExitStack() as on_failure:
            history = cls(Database(file.connection, path), clock)
            on_failure.callback(history.close)
            stopped = history.messages.stop_unfinished()
            purged = history.conversations.purge()
            history.opening = Opening(file.set_aside, file.copy, stopped, purged)
            on_failure.pop_all()
        return history

    def close(self) -> None:
        """Close the file and let it go. Idempotent."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
