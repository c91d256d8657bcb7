"""Opening the history for a command, and finding the file that its user names."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from models.errors import Text, user_error
from models.history import History, NewerHistory
from models.paths import Paths
from models.texts import Phrasebook


@contextmanager
def opened_history(paths: Paths, *, say: Phrasebook, err: TextIO, begin: bool = False) -> Iterator[History]:
    """Open the history; what the user must be told of it goes to `err`.

    Raises UserError where it cannot be opened (a window has it open, for one), and where there is none, unless `begin`
    says to make one, to write to; a newer program's file cannot be written to, only read.
    """
    if not begin:
        check_there_is_one(paths)
    # What is in the recycle bin for too long stays until the window, which keeps more of it elsewhere, is opened.
    with History.open(paths.history, purge=False) as history:
        newer = history.opening.newer
        if newer is NewerHistory.NOT_AT_ALL:
            raise user_error("cli.history.newer.not_at_all")
        if newer is not None and begin:
            raise user_error("history.newer")
        notice = history.opening.notice if newer is None else Text(f"cli.history.newer.{newer.value}")
        if notice is not None:
            err.write(say.phrase(notice) + "\n")
        yield history


def check_there_is_one(paths: Paths) -> None:
    """Raise UserError where there are no conversations yet."""
    if not paths.history.exists():
        raise user_error("cli.history.none", file=str(paths.history))


def path_from(text: str) -> Path:
    """Return the path that the user typed, whole; `~` is the user's home where there is one of that name."""
    path = Path(text)
    with suppress(RuntimeError):
        path = path.expanduser()
    return path.absolute()
