"""Writing into the models folder: drafts that no list offers, and a plain sentence for each way in which it fails."""

import errno
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import UserError, user_error
from models.files import shown_name
from models.library.disk_use import disk_space
from models.library.drafts_left import remove_left
from models.texts import shown_size

DRAFT_ENDING = ".part"

_numbers = itertools.count(1)
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_SPARE = 64 << 20
"""Bytes left free on the disk: a disk that is full to the last byte stops other programs too."""


@contextmanager
def writing_explained(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with writing into `folder` into a sentence for the user."""
    try:
        yield
    except OSError as error:
        raise _explained(error, folder) from error


def check_space(folder: Path, needed: int) -> None:
    """Raise UserError where the disk of `folder` has no room for `needed` bytes more."""
    free, _ = disk_space(folder)
    if free is not None and free < needed + _SPARE:
        raise user_error(
            "error.folder.too_small", folder=str(folder), needed=shown_size(needed), free=shown_size(max(free, 0))
        )


def is_full(folder: Path) -> bool:
    """Say whether the disk of `folder` has next to nothing left."""
    free, _ = disk_space(folder)
    return free is not None and free < _SPARE


def check_name_is_free(path: Path) -> None:
    """Raise UserError where something has that name already: nothing is ever written over."""
    if os.path.lexists(path):
        raise user_error("error.folder.name_taken", name=shown_name(path), folder=str(path.parent))


def new_draft(path: Path) -> Path:
    """Return a name under which this program can write what will be `path`, never the same twice.

    Removes the drafts of programs that are gone. Raises OSError where that is impossible.
    """
    remove_left(path.parent.glob(f"{_escaped(path.name)}.*{DRAFT_ENDING}"))
    return path.with_name(f"{path.name}.{os.getpid()}-{next(_numbers)}{DRAFT_ENDING}")


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _explained(error: OSError, folder: Path) -> UserError:
    """Return the sentence for an error of writing into `folder`."""
    if error.errno in _NO_SPACE:
        return user_error("error.folder.no_space", details=str(error), folder=str(folder))
    if error.errno in _NOT_ALLOWED:
        return user_error("error.folder.not_allowed", details=str(error), folder=str(folder))
    reason = error.strerror or str(error)
    return user_error("error.folder.not_writable", details=str(error), folder=str(folder), reason=reason)
