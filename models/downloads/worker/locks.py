"""Keeping two programs from writing the same part file."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from models.errors import user_error


@contextmanager
def locked(targets: Sequence[Path]) -> Iterator[None]:
    """Hold the lock of every file. Raises UserError where another program holds one; OSError."""
    with ExitStack() as locks:
        for target in sorted(targets):
            locks.enter_context(_locked(target))
        yield


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    path = target.with_name(f"{target.name}.part.lock")
    lock = FileLock(path, blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise user_error("download.busy", str(path), name=target.name) from error
    try:
        yield
    finally:
        # Removed while it is held: who waits for the old file notices that it has no name any more.
        _remove(path)
        lock.release()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # Windows removes no open files; an empty one may stay
        return
