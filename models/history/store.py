"""`History`: the open history file and its parts."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from models.errors import Text
from models.history.clock import now_ms
from models.history.conversations import Conversations
from models.history.database import Database
from models.history.folders import Folders
from models.history.messages import Messages
from models.history.newer import NewerFile, open_newer
from models.history.opening import open_file
from models.history.schema import MIGRATIONS, Migration
from models.history.search import Search
from models.history.whole import WholeConversations

_KEPT_IN_BIN_MS = 30 * 24 * 60 * 60 * 1000


class NewerHistory(StrEnum):
    """How much could be read of a file that a newer program wrote."""

    WHOLE = "whole"  # everything that this program knows how to show
    PARTLY = "partly"  # it holds more, which is not shown
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True)
class Opening:
    """What was found and done while the history was opened.

    `set_aside` is the new name of a damaged file, in whose place a new one was begun; `copy` the copy made before the
    file was brought to a newer version; `stopped_answers` counts the answers that a crash had cut off: what was saved
    of them stays, as stopped answers; `purged` are the ids of conversations that were in the recycle bin for 30 days
    and now are gone. `newer` says how much could be read of a file that a newer program wrote.
    """

    set_aside: Path | None = None
    copy: Path | None = None
    stopped_answers: int = 0
    purged: tuple[int, ...] = ()
    newer: NewerHistory | None = None

    @property
    def notice(self) -> Text | None:
        """What the user must be told, None if nothing."""
        if self.newer is not None:
            return Text(f"history.newer.{self.newer.value}")
        return Text("history.set_aside", {"file": self.set_aside.name}) if self.set_aside else None


class History:
    """All conversations of the user. Any thread may call it; a call returns when its change is committed.

    Every call may raise UserError: `history.disk_full`, `history.read_only`, `history.disk_fault` or
    `history.damaged`. A change that failed left nothing behind, and later calls work again when the cause is gone.

    A file that a newer program wrote stays exactly as it is. The history then holds what could be read of it, which
    refuses every change with `history.newer.unchangeable`; conversations that are begun beside it work, and are
    gone when the history is closed.
    """

    def __init__(self, database: Database, clock: Callable[[], int] = now_ms, *, last_unchangeable: int = 0) -> None:
        """Use `open` instead, except to bring a database of your own."""
        self._database = database
        self._last_unchangeable = last_unchangeable
        self.opening = Opening()
        self.conversations = Conversations(database, clock, last_locked=last_unchangeable)
        self.messages = Messages(database, clock)
        self.folders = Folders(database)
        self.search = Search(database)
        self.whole = WholeConversations(database)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Callable[[], int] = now_ms,
        migrations: Sequence[Migration] = MIGRATIONS,
        purge: bool = True,
    ) -> Self:
        """Open the file at `path` for this program alone, or begin it; `opening` then tells what was found.

        Conversations that were deleted more than 30 days ago are removed for good, unless `purge` is switched off by
        a program that cannot remove what is kept of them elsewhere. Raises UserError `history.locked`
        (another program holds the file), `history.read_only`, `history.disk_full` or `history.disk_fault`; a damaged
        file is set aside and a new one begun, a newer program's is only read.
        """
        newer = open_newer(path, migrations)
        if newer is not None:
            history = cls(Database(newer.connection, path), clock, last_unchangeable=newer.last_conversation)
            history.opening = Opening(newer=_how_much(newer))
            return history
        file = open_file(path, migrations)
        with ExitStack() as on_failure:
            history = cls(Database(file.connection, path), clock)
            on_failure.callback(history.close)
            stopped = history.messages.stop_unfinished()
            before = clock() - _KEPT_IN_BIN_MS
            purged = history.conversations.empty_bin(deleted_before_ms=before) if purge else ()
            history.opening = Opening(file.set_aside, file.copy, stopped, purged)
            on_failure.pop_all()
        return history

    @property
    def is_kept(self) -> bool:
        """Whether what is written here is there at the next start: not beside a newer program's file."""
        return self.opening.newer is None

    def may_change(self, conversation: int | None) -> bool:
        """Say whether a conversation may be changed; None stands for one that is yet to be begun."""
        return conversation is None or conversation > self._last_unchangeable

    def close(self) -> None:
        """Close the file and let it go. Idempotent."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _how_much(newer: NewerFile) -> NewerHistory:
    if not newer.readable:
        return NewerHistory.NOT_AT_ALL
    return NewerHistory.WHOLE if newer.whole else NewerHistory.PARTLY
